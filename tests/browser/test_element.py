"""`<klsim-figure>` in pages that know nothing of klsim, on another origin with strict headers, and from disk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from klsim.formats.shared import ELEMENT_PATH
from tests.browser.hosts import VIOLATIONS, Strict, other_site
from tests.browser.pages import READY, serve, watch
from tests.shared import made_once

pytestmark = pytest.mark.browser

LATE = "<p>Far below.</p>" + "<br>" * 300
FORGE = """heights => {
  const message = height => ({ type: "klsim/height/1", figure: "descent", height });
  postMessage(message(heights[0]), "*"); // from the page itself
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.contentWindow.eval(`parent.postMessage(${JSON.stringify(message(heights[1]))}, "*")`);
}"""


@pytest.fixture(scope="module")
def site(playground: Path) -> Iterator[str]:
    """The address of the playground's site on a strict host."""
    folder = made_once("strict-host", lambda folder: (folder / "sub").symlink_to(playground.parent))
    with serve(folder, Strict) as address:
        yield f"{address}/sub"


@pytest.fixture
def host(site: str, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder and the address of a site of someone else's."""
    with serve(tmp_path, other_site(site.removesuffix("/sub"))) as address:
        yield tmp_path, address


def strange_page(
    folder: Path, site: str, more: str = 'state="step_size=0.2"', before: str = "", inside: str = ""
) -> None:
    """A page with the element, with a picture in it."""
    inside = inside or f'<img src="{site}/short/descent/default.gif" alt="A bell looks for another">'
    element = f'<klsim-figure src="{site}/short/descent/" {more}>{inside}</klsim-figure>'
    page = f'<!doctype html><title>Strange</title>{before}{element}<script src="{site}/{ELEMENT_PATH}"></script>'
    (folder / "index.html").write_text(page, encoding="utf-8")


def figure_in(page: Page) -> Frame:
    """The frame of the figure."""
    return next(frame for frame in page.frames if "embed.html" in frame.url)


def is_here(page: Page) -> None:
    """Wait until the figure is in the place of its picture."""
    page.wait_for_function("() => document.querySelector('klsim-figure').shadowRoot?.querySelector('.here')")
    figure_in(page).wait_for_function(READY)


def follows(page: Page) -> None:
    """Wait until the frame is as high as the figure."""
    for _ in range(60):
        height = figure_in(page).evaluate(
            "Math.ceil(document.querySelector('main').getBoundingClientRect().height)"
        )
        if page.locator("klsim-figure iframe").bounding_box()["height"] == height:  # type: ignore[index]
            return
        page.wait_for_timeout(50)
    raise AssertionError("the frame does not follow")


def test_it_plays_in_a_strict_page_and_is_always_as_high_as_the_figure(
    browser: Browser, site: str, host: tuple[Path, str]
):
    folder, address = host
    strange_page(folder, site)
    with watch(browser, "about:blank", reduced_motion="reduce") as watched:
        page = watched.page
        page.add_init_script(VIOLATIONS)
        page.goto(f"{address}/index.html")
        is_here(page)
        figure = figure_in(page)
        assert figure.url.startswith(f"{site}/short/descent/embed.html#descent?")
        expect(figure.get_by_label("step size", exact=True)).to_have_value("1")
        follows(page)
        figure.locator(".tabs label:has(.to-numbers)").click()
        follows(page)
        page.set_viewport_size({"width": 390, "height": 800})
        follows(page)
        assert not page.locator("klsim-figure img").is_visible()
        assert page.locator("klsim-figure iframe").get_attribute("title") == "A bell looks for another"
        assert [one.evaluate("self.violations") for one in page.frames] == [[], []]
        assert watched.said == watched.failed == []


def test_it_follows_its_attributes_without_an_entry_in_the_history(
    browser: Browser, site: str, host: tuple[Path, str]
):
    folder, address = host
    strange_page(folder, site)
    with watch(browser, f"{address}/index.html", reduced_motion="reduce") as watched:
        page = watched.page
        is_here(page)
        before = page.evaluate("history.length")
        page.evaluate(
            "document.querySelector('klsim-figure').setAttribute('state', 'objective=kl_pq&momentum=0.3&i=9')"
        )
        expect(figure_in(page).locator("[data-series=iteration]")).to_have_text("9")
        assert figure_in(page).get_by_role("radio", name="KL(p, q)").is_checked()
        page.evaluate("document.querySelector('klsim-figure').setAttribute('ui', 'min')")
        expect(figure_in(page).locator(".readouts")).to_be_hidden()
        follows(page)
        assert page.evaluate("history.length") == before


def test_nobody_else_says_how_high_it_is(browser: Browser, site: str, host: tuple[Path, str]):
    folder, address = host
    strange_page(folder, site)
    with watch(browser, f"{address}/index.html", reduced_motion="reduce", bypass_csp=True) as watched:
        is_here(watched.page)
        watched.page.evaluate(FORGE, [4321, 5432])
        watched.page.wait_for_timeout(200)
        follows(watched.page)


def test_it_asks_for_nothing_of_the_figure_before_it_comes_near(
    browser: Browser, site: str, host: tuple[Path, str]
):
    folder, address = host
    strange_page(folder, site, before=LATE)
    with watch(browser, f"{address}/index.html", reduced_motion="reduce") as watched:
        watched.page.wait_for_load_state("networkidle")
        assert not [url for url in watched.asked if "embed.html" in url]
        watched.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        is_here(watched.page)
        follows(watched.page)


@pytest.mark.parametrize("source", ["gone/", "javascript:alert(1)", "http://[", ""])
def test_the_picture_stays_where_there_is_no_figure(
    browser: Browser, site: str, host: tuple[Path, str], source: str
):
    folder, address = host
    strange_page(folder, site)
    page = (folder / "index.html").read_text(encoding="utf-8")
    there = f"{site}/short/descent/"
    (folder / "index.html").write_text(
        page.replace(
            f'src="{there}"', f'src="{source and (site + "/" + source if source == "gone/" else source)}"', 1
        )
    )
    with watch(browser, f"{address}/index.html") as watched:
        watched.page.wait_for_load_state("networkidle")
        expect(watched.page.locator("klsim-figure img")).to_be_visible()
        assert watched.page.locator("klsim-figure img").evaluate("image => image.naturalWidth") > 500


def test_without_script_it_is_its_picture(browser: Browser, site: str, host: tuple[Path, str]):
    folder, address = host
    strange_page(folder, site)
    with watch(browser, f"{address}/index.html", java_script_enabled=False) as watched:
        expect(watched.page.locator("klsim-figure img")).to_be_visible()


def test_it_plays_from_disk(browser: Browser, playground: Path, tmp_path: Path):
    strange_page(tmp_path, playground.parent.as_uri(), 'state="step_size=0.2" ui="min"')
    with watch(browser, (tmp_path / "index.html").as_uri(), reduced_motion="reduce") as watched:
        is_here(watched.page)
        follows(watched.page)
        expect(figure_in(watched.page).locator(".readouts")).to_be_hidden()
        assert re.search(r"\?ui=min#descent\?", figure_in(watched.page).url)
        assert watched.said == watched.failed == []
