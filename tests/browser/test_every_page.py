"""Every page of the shipped site, as it is: for everyone to use, on any screen, light to load, and calm."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.pages import IN_SIGHT, Watched, serve, watch

pytestmark = pytest.mark.browser

ARTICLES = ("kl-by-hand", "gradient-descent", "six-variables", "the-mathematics", "which-way-down")
NAMES = ("index", "404", *(f"{article}/index" for article in ARTICLES))
KINDS = ("index", "404", "kl-by-hand/index", "the-mathematics/index")
"""A page of each kind: those that belong to no article, one with games, and one with figures, formulas and code."""
TEXT = (".html", ".css", ".js", ".svg", ".json")
HEAVIEST = 480_000  # bytes, with text compressed: a page with five figures
HEAVIER = {"which-way-down/index": 930_000}  # nine figures on landscapes, a surface and two maps among them
HEAVIEST_STYLE = 11_000

SHIFTS = """new PerformanceObserver(list => {
  self.shifts = (self.shifts ?? []).concat(list.getEntries().map(shift => shift.value));
}).observe({ type: "layout-shift", buffered: true })"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(element => element.getBoundingClientRect().right > innerWidth)
  .map(element => `${element.localName}.${element.className} ${element.getBoundingClientRect().right}`)"""
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}  # ms and bytes a second, as on a phone


@pytest.fixture(scope="module")
def root(shipped_site: Path) -> Iterator[str]:
    """The address of the shipped site."""
    with serve(shipped_site) as address:
        yield address


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """A page."""
    return request.param


def play_everything(page: Page) -> None:
    """Let each figure play for a moment, then stop it, and open what can be opened."""
    page.clock.install()
    for figure in page.locator("figure.simulation:has(.play)").all():
        figure.get_by_role("button", name="Restart").click()
        page.clock.run_for(200)
        figure.locator(".play").click()
    for tab in page.locator(".tabs label:has(.to-numbers)").all():
        tab.click()
    page.add_style_tag(content=".sheet { display: block !important; }")
    page.evaluate("document.querySelectorAll('.numbers tbody tr:nth-child(n + 4)').forEach(row => row.remove())")


def see_everything(watched: Watched) -> None:
    """Scroll through the page slowly enough for each figure to begin to play."""
    for figure in watched.page.locator("figure.simulation").all():
        figure.scroll_into_view_if_needed()
        figure.evaluate(IN_SIGHT, True)
    watched.page.wait_for_load_state("networkidle")


@pytest.mark.sample(4)
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(browser: Browser, root: str, name: str, scheme: str, width: int):
    size = {"width": width, "height": 800}
    with watch(
        browser, f"{root}/{name}.html", color_scheme=scheme, viewport=size, reduced_motion="reduce"
    ) as watched:
        play_everything(watched.page)
        found = Axe().run(watched.page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_whatever_scrolls_on_the_smallest_screen_can_be_reached_by_keyboard(
    browser: Browser, root: str, name: str
):
    with watch(browser, f"{root}/{name}.html", viewport={"width": 320, "height": 800}) as watched:
        unreachable = watched.page.evaluate(
            "[...document.querySelectorAll('main *')].filter(box => box.scrollWidth > box.clientWidth + 1"
            " && getComputedStyle(box).overflowX === 'auto' && box.tabIndex < 0 && !box.querySelector('button, [tabindex=\"0\"]'))"
            ".map(box => box.outerHTML)"
        )
        assert unreachable == []
        rules = {"runOnly": ["scrollable-region-focusable"]}
        assert Axe().run(watched.page, options=rules).response["violations"] == []


def test_no_page_scrolls_sideways(browser: Browser, root: str, name: str):
    with watch(browser, f"{root}/{name}.html") as watched:
        for width in (320, 390, 768, 1024, 1280):
            watched.page.set_viewport_size({"width": width, "height": 800})
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, watched.page.evaluate(
                TOO_WIDE
            )


@pytest.mark.sample(5)
@pytest.mark.parametrize(("network", "width"), [("slow", 390), ("fast", 1280)])
def test_nothing_shifts_while_a_page_loads(browser: Browser, root: str, name: str, width: int, network: str):
    with watch(browser, "about:blank", viewport={"width": width, "height": 800}) as watched:
        if network == "slow":
            session = watched.page.context.new_cdp_session(watched.page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        watched.page.add_init_script(SHIFTS)
        watched.page.goto(f"{root}/{name}.html", wait_until="networkidle")
        watched.page.wait_for_timeout(300)
        assert watched.page.evaluate("self.shifts ?? []") == []


def test_a_page_is_light_silent_and_asks_only_its_own_site(
    browser: Browser, root: str, name: str, shipped_site: Path
):
    with watch(browser, f"{root}/{name}.html") as watched:
        see_everything(watched)
        assert watched.said == []
        assert watched.failed == []
        assert [url for url in watched.asked if not url.startswith((root, "data:"))] == []
        asked = {urlsplit(url).path for url in watched.asked if url.startswith(root)}
        films = [path for path in asked if path.endswith(".gif")]
        assert [Path(path).name.partition(".")[0] for path in films] == (["opening"] if name == "index" else [])
        weights = {path: weight(shipped_site / unquote(path).lstrip("/")) for path in asked}
        assert sum(weights.values()) <= HEAVIER.get(name, HEAVIEST), weights


def test_the_style_sheet_is_small(shipped_site: Path):
    (style,) = (shipped_site / "assets").glob("style.*.css")
    assert weight(style) <= HEAVIEST_STYLE


def weight(path: Path) -> int:
    """What a file costs a reader, in bytes: text is sent compressed."""
    data = path.read_bytes()
    return len(gzip.compress(data, 9)) if path.suffix in TEXT else len(data)
