"""Opening pages as a reader does, and watching for what a reader should never meet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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
