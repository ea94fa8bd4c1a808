"""Opening pages as a reader does, and watching for what a reader should never meet."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Locator, Page


class Quiet(SimpleHTTPRequestHandler):
    """A static server that does not log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


PATIENCE = 100
"""How often a page is looked at again, for five seconds in all."""


READY = "() => !document.querySelector('figure.simulation') || history.state"
"""Figures and games are made when the text is painted; from then on the history keeps their states."""

IN_SIGHT = """(place, expected) => new Promise(done => new IntersectionObserver((entries, observer) => {
  if (entries.at(-1).isIntersecting !== expected) return;
  observer.disconnect();
  done();
}).observe(place))"""
"""Observers are told in the order in which they began to look: when this one is, those of the page have been."""

PAINTED = """async figure => {
  const images = [...figure.querySelectorAll(".panel img")].filter(image => image.checkVisibility());
  await Promise.all(images.map(image => image.decode()));
  for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
}"""
"""The first frame is one of the layout, in which the page hears of new sizes, and the next shows what it makes of them."""


def view_of(page_html: str, figure_id: str) -> Mapping[str, Any]:
    """What a page tells its script of a figure or a game, from the text of the page."""
    figure = re.search(rf'<figure class="[^"]*" id="{figure_id}">(.*?)</figure>', page_html, re.DOTALL)
    assert figure, figure_id
    view = re.search(r'<script type="application/json" class="view">(.*?)</script>', figure[1], re.DOTALL)
    assert view, figure_id
    return json.loads(view[1])


@dataclass
class Watched:
    """A page, the figure on it that a test is about, what it said on the console, and what it asked for."""

    page: Page
    id: str = "descent"
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def figure(self) -> Locator:
        """The figure that the test is about."""
        return self.page.locator(f"#{self.id}")

    def readout(self, series: str) -> str:
        """What a readout of the figure shows."""
        return self.figure.locator(f"[data-series={series}]").inner_text()

    def reaches(self, series: str, text: str) -> None:
        """Wait until a readout shows a text."""
        self.page.wait_for_function(
            "([id, series, text]) => document.querySelector(`#${id} [data-series=${series}]`).textContent === text",
            arg=[self.id, series, text],
        )

    def becomes(self, read: Callable[[], object], expected: object) -> None:
        """Wait until what is read off the page is what is expected: a switch may have to load its run first."""
        for _ in range(PATIENCE):
            if read() == expected:
                return
            self.page.wait_for_timeout(50)
        assert read() == expected

    def stop_clock(self) -> None:
        """From here on time goes by in the page when `wait` is called, and only then; what is loaded comes as ever."""
        self.page.clock.install(time=0)
        self.page.clock.pause_at(3_600)  # seconds, later than it could have become on its way here

    def wait(self, milliseconds: int) -> None:
        """Let so much time go by in the page, on the clock that `stop_clock` has stopped."""
        self.page.clock.run_for(milliseconds)

    def comes_into_sight(self, selector: str = ".panels") -> None:
        """Scroll to a part of the figure, until the page has noticed."""
        place = self.figure.locator(selector).first
        place.scroll_into_view_if_needed()
        place.evaluate(IN_SIGHT, True)

    def is_painted(self) -> None:
        """Wait until the figure stands there as it is to stay."""
        self.figure.evaluate(PAINTED)

    def reload(self) -> None:
        """Load the page again, once nothing is on its way any more: what a reload breaks off counts as failed."""
        self.page.wait_for_load_state("networkidle")
        self.page.reload()

    def turn_to(self, sheet: str) -> None:
        """Show what lies behind a tab of the figure: `controls`, `overview`, `compare` or `numbers`."""
        self.figure.locator(f".tabs label:has(.to-{sheet})").click()

    def slide(self, name: str, index: int) -> None:
        """Move a slider of the figure to a position, as an input does."""
        self.figure.get_by_label(name, exact=True).evaluate(
            "(slider, index) => { slider.value = index; slider.dispatchEvent(new Event('input', { bubbles: true })); }",
            index,
        )

    def scrub(self, iteration: int) -> None:
        """Drag the scrub bar to an iteration."""
        self.slide("Iteration", iteration)


@contextmanager
def watch(browser: Browser, address: str, figure: str = "descent", **options: object) -> Iterator[Watched]:
    """A page opened in a context of its own, to look at one of its figures."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    watched = Watched(page, figure)
    page.on("console", lambda message: watched.said.append(message.text))
    page.on("pageerror", lambda error: watched.said.append(str(error)))
    page.on("request", lambda request: watched.asked.append(request.url))
    page.on("requestfailed", lambda request: watched.failed.append(request.url))
    page.goto(address)
    if options.get("java_script_enabled", True):
        page.wait_for_function(READY)
    yield watched
    context.close()
