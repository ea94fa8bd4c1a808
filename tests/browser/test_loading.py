"""How pages come up: from disk in their own typefaces, and in any order of script and figures."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.pages import Quiet, serve, watch

pytestmark = pytest.mark.browser

VISITS = 12
FIGURE = b'<figure class="simulation"'


class Halting(Quiet):
    """Sends the first half of a page, and the other half when its script has been sent for a while."""

    scripted = Event()
    has_script = True

    def do_GET(self) -> None:  # noqa: N802 (its name in the library)
        """Answer one request."""
        if not self.path.endswith(".html"):
            if self.has_script or "/figures" not in self.path:
                super().do_GET()
            else:
                self.send_error(404)
            if "/figures" in self.path:
                time.sleep(0.3)
                self.scripted.set()
            return
        page = Path(self.translate_path(self.path)).read_bytes()
        half = page.index(FIGURE)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page[:half])
        self.scripted.wait(10)
        self.wfile.write(page[half:])


@pytest.fixture
def slow(shipped_site: Path) -> Iterator[str]:
    """The address of the shipped site on a server that halts."""
    Halting.scripted.clear()
    with serve(shipped_site, Halting) as address:
        yield address


def test_figures_that_come_after_their_script_work_all_the_same(browser: Browser, slow: str):
    with watch(browser, f"{slow}/six-variables/index.html", reduced_motion="reduce") as watched:
        assert Halting.scripted.is_set()
        for figure in watched.page.locator("figure.simulation:has(.play)").all():
            expect(figure.locator(".status, .outcome").first).not_to_be_empty()
        watched.page.locator(".tabs label:has(.to-overview)").first.click()
        overview = watched.page.locator(".overview").first
        stop = overview.locator("button[tabindex='0']")
        stop.focus()
        before = overview.locator(".told").inner_text()
        watched.page.keyboard.press("Home")
        watched.page.keyboard.press("ArrowRight")
        expect(stop).to_be_focused()
        expect(overview.locator(".told")).not_to_have_text(before)
        assert watched.said == []


def typefaces(page: Page, selector: str) -> list[str]:
    """The families that an element is set in, as Chromium tells."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return [font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]


def test_a_page_on_disk_is_read_in_its_own_typefaces_at_every_visit(browser: Browser, shipped_site: Path):
    for _ in range(VISITS):
        with watch(browser, (shipped_site / "gradient-descent" / "index.html").as_uri()) as watched:
            watched.page.evaluate("document.fonts.ready")
            assert typefaces(watched.page, "h1") == ["Article Serif"]
            assert typefaces(watched.page, ".byline") == ["Article Sans"]


def test_a_page_whose_script_does_not_come_is_as_without_script(browser: Browser, shipped_site: Path):
    with watch(browser, "about:blank", "descent") as watched:
        watched.page.route("**/assets/figures*.js", lambda route: route.abort())
        watched.page.goto((shipped_site / "gradient-descent" / "index.html").as_uri())
        expect(watched.figure.locator(".needs-script")).not_to_be_visible()
        film = watched.figure.locator(".film").filter(visible=True)
        expect(film).to_have_count(1)
        watched.figure.locator("label").filter(visible=True, has_text="KL(p, q)").click()
        expect(film).to_have_attribute("aria-label", re.compile(r"^KL\(p, q\)"))


def test_it_makes_no_difference_when_the_page_itself_comes_later(
    browser: Browser, slow: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Halting, "has_script", False)
    with watch(browser, "about:blank") as watched:
        watched.page.goto(f"{slow}/six-variables/index.html")
        assert Halting.scripted.is_set()
        expect(watched.page.locator(".needs-script").first).not_to_be_visible()
        expect(watched.page.locator(".film").filter(visible=True)).to_have_count(2)


def test_what_a_reader_chose_before_the_script_came_is_shown_when_it_does(browser: Browser, shipped_site: Path):
    held: list[Route] = []
    with watch(browser, "about:blank", "descent", reduced_motion="reduce") as watched:
        watched.page.route("**/assets/figures*.js", lambda route: held.append(route))
        watched.page.goto((shipped_site / "gradient-descent" / "index.html").as_uri(), wait_until="commit")
        watched.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
        held[0].continue_()
        expect(watched.figure.locator(".data")).to_have_attribute("href", re.compile("kl_pq"))
        expect(watched.figure.get_by_role("radio", name="KL(p, q)")).to_be_checked()
