"""Figures in pages of others: in a frame, from another origin, with strict headers on both sides, and from disk."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.hosts import VIOLATIONS, Strict, other_site
from tests.browser.pages import IN_SIGHT, READY, Watched, serve, watch
from tests.browser.test_strict_host import drive_figure, drive_game
from tests.shared import made_once

pytestmark = pytest.mark.browser

BASE = "https://klsim.example/sub"
LISTENER = """self.heights = [];
addEventListener("message", ({ data, origin }) => {
  if (data.type === "klsim/height/1") heights.push({ ...data, origin });
});"""
START = "objective=kl_qp&step_size=0.1&momentum=0"


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


def host_page(folder: Path, body: str) -> None:
    """A page that shows something, and hears how high it is."""
    (folder / "listen.js").write_text(LISTENER, encoding="utf-8")
    page = f'<!doctype html><title>Mine</title><script src="listen.js"></script>{body}<p>More of mine.</p>'
    (folder / "index.html").write_text(page, encoding="utf-8")


def framed(page: Page) -> Frame:
    """What is in the frame of a page, once it plays."""
    page.wait_for_function("document.querySelector('iframe')")
    frame = page.frames[-1]
    frame.wait_for_function(READY)
    return frame


def told(page: Page) -> dict:
    """What was told last of the height."""
    page.wait_for_function("self.heights.length")
    return page.evaluate("self.heights.at(-1)")


def height_of(frame: Frame) -> int:
    return frame.evaluate("Math.ceil(document.querySelector('main').getBoundingClientRect().height)")


def snippet_of(watched: Watched) -> str:
    """What the button "Embed" of a figure offers."""
    if watched.figure.locator(".tabs").count():
        watched.turn_to("numbers")
    watched.figure.get_by_role("button", name="Embed").click()
    return watched.figure.get_by_role("textbox", name="HTML for a page that is to show this figure").input_value()


def test_what_the_button_offers_shows_the_same_state_on_a_strict_page_of_another_site(
    browser: Browser, site: str, host: tuple[Path, str]
):
    folder, address = host
    with watch(browser, f"{site}/short/index.html", reduced_motion="reduce") as article:
        article.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
        article.scrub(23)
        snippet = snippet_of(article)
    assert re.fullmatch(
        rf'<iframe src="{BASE}/short/descent/embed\.html#descent\?objective=kl_pq&amp;step_size=0\.1&amp;momentum=0&amp;i=23" '
        r'title="Watch q look for p\." width="100%" height="\d+" loading="lazy" allow="clipboard-write" frameborder="0"></iframe>',
        snippet,
    )
    host_page(folder, snippet.replace(BASE, site))
    with watch(browser, "about:blank", reduced_motion="reduce") as watched:
        page = watched.page
        page.add_init_script(VIOLATIONS)
        page.goto(f"{address}/index.html")
        frame = framed(page)
        expect(frame.locator("[data-series=iteration]")).to_have_text("23")
        assert frame.get_by_role("radio", name="KL(p, q)").is_checked()
        last = told(page)
        assert last == {
            "type": "klsim/height/1",
            "figure": "descent",
            "height": height_of(frame),
            "origin": site.removesuffix("/sub"),
        }
        assert [one.evaluate("self.violations") for one in page.frames] == [[], []]
        assert watched.said == watched.failed == []


def test_all_that_a_figure_can_do_it_can_do_in_a_frame(browser: Browser, site: str, host: tuple[Path, str]):
    folder, address = host
    for figure in ("descent", "walk", "by-hand"):
        host_page(
            folder, f'<iframe src="{site}/short/{figure}/embed.html" title="A figure" width="100%"></iframe>'
        )
        with watch(browser, "about:blank", reduced_motion="reduce") as watched:
            watched.page.add_init_script(VIOLATIONS)
            watched.page.goto(f"{address}/index.html")
            before = watched.page.evaluate("history.length")
            inside = Watched(framed(watched.page), figure)  # type: ignore[arg-type]
            if figure == "by-hand":
                drive_game(inside)
            else:
                drive_figure(inside)
            watched.page.wait_for_function(
                "height => self.heights.at(-1).height === height",
                arg=height_of(inside.page),  # type: ignore[arg-type]
            )
            assert watched.page.evaluate("history.length") == before  # the way back is that of the page around it
            assert watched.page.evaluate("scrollY") == 0
            assert inside.page.evaluate("self.violations") == []
            assert watched.said == watched.failed == []


def test_the_height_follows_what_is_shown_and_how_wide_it_is(browser: Browser, site: str, host: tuple[Path, str]):
    folder, address = host
    host_page(folder, f'<iframe src="{site}/short/descent/embed.html" title="A figure" width="100%"></iframe>')
    with watch(browser, f"{address}/index.html", reduced_motion="reduce") as watched:
        frame = framed(watched.page)
        heights = [told(watched.page)["height"]]
        for change in (
            lambda: frame.locator(".tabs label:has(.to-numbers)").click(),
            lambda: watched.page.set_viewport_size({"width": 360, "height": 700}),
            lambda: frame.locator(".tabs label:has(.to-controls)").click(),
        ):
            count = watched.page.evaluate("self.heights.length")
            change()
            watched.page.wait_for_function("count => self.heights.length > count", arg=count)
            watched.page.wait_for_timeout(300)
            heights.append(told(watched.page)["height"])
            assert heights[-1] == height_of(frame)
        assert len(set(heights)) == len(heights)
        assert frame.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_way_home_leads_to_the_article_in_that_very_state(browser: Browser, site: str):
    with watch(browser, f"{site}/short/descent/embed.html", reduced_motion="reduce") as watched:
        home = watched.page.get_by_role("link", name="A playground")
        expect(home).to_have_attribute("href", f"{BASE}/short/#descent")
        assert (home.get_attribute("target"), home.get_attribute("rel")) == ("_top", "noopener")
        watched.slide("momentum", 2)
        watched.reaches("iteration", "60")
        watched.scrub(7)
        home.hover()
        state = "descent?objective=kl_qp&step_size=0.1&momentum=0.5&i=7"
        expect(home).to_have_attribute("href", f"{BASE}/short/#{state}")
        watched.page.goto(f"{site}/short/index.html#{state}")
        watched.reaches("iteration", "7")


@pytest.mark.parametrize("figure", ["descent", "walk", "by-hand"])
def test_the_least_of_a_figure_is_picture_and_player(browser: Browser, site: str, figure: str):
    with watch(
        browser, f"{site}/short/{figure}/embed.html?ui=min", figure, viewport={"width": 800, "height": 600}
    ) as one:
        for part in ("figcaption", ".readouts", ".tabs", ".sheet", ".embed"):
            for element in one.figure.locator(part).all():
                expect(element).to_be_hidden()
        shown = (".panels", ".knobs") if figure == "by-hand" else (".panels", ".transport", ".play")
        for part in shown:
            expect(one.figure.locator(part)).to_be_visible()
        least = height_of(one.page.main_frame)
        one.page.goto(f"{site}/short/{figure}/embed.html")
        one.page.wait_for_function(READY)
        assert height_of(one.page.main_frame) > least + 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_from_disk_plays_and_tells_its_height(
    browser: Browser, playground: Path, tmp_path: Path, scheme: str
):
    figure = f"{(playground / 'descent' / 'embed.html').as_uri()}#descent?{START}"
    host_page(tmp_path, f'<iframe src="{figure}" title="A figure" width="100%" height="500"></iframe>')
    with watch(
        browser, (tmp_path / "index.html").as_uri(), color_scheme=scheme, viewport={"width": 390, "height": 800}
    ) as watched:
        frame = framed(watched.page)
        frame.locator(".transport").evaluate(IN_SIGHT, True)
        frame.get_by_role("button", name="Restart").click()
        frame.wait_for_function("+document.querySelector('[data-series=iteration]').textContent > 5")
        frame.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
        expect(frame.locator(".data")).to_have_attribute("href", re.compile(r"^\.\./descent/kl_pq"))
        assert told(watched.page)["height"] == height_of(frame)
        dark = frame.evaluate("getComputedStyle(document.documentElement).backgroundColor") != "rgb(255, 255, 255)"
        assert dark == (scheme == "dark")
        assert watched.said == watched.failed == []
        assert [url for url in watched.asked if not url.startswith("file:")] == []


def test_without_script_a_frame_shows_the_films(browser: Browser, site: str):
    with watch(browser, f"{site}/short/descent/embed.html", java_script_enabled=False) as watched:
        film = watched.figure.locator(".film").filter(visible=True)
        expect(film).to_have_count(1)
        watched.figure.locator("label").filter(visible=True, has_text="KL(p, q)").click()
        expect(film).to_have_css("background-image", re.compile(r'^url\("[^"]*\.gif"\), url\("[^"]*\.png"\)$'))
        watched.page.wait_for_load_state("networkidle")
        assert watched.said == watched.failed == []


def test_the_snippet_is_copied(browser: Browser, site: str):
    allowed = ["clipboard-read", "clipboard-write"]
    with watch(
        browser, f"{site}/short/index.html", "by-hand", reduced_motion="reduce", permissions=allowed
    ) as watched:
        watched.figure.get_by_role("button", name="mean, a lot more").click()
        snippet = snippet_of(watched)
        watched.figure.get_by_role("button", name="Copy", exact=True).click()
        expect(watched.figure.get_by_role("status").filter(has_text="Copied")).to_be_visible()
        assert watched.page.evaluate("navigator.clipboard.readText()") == snippet
        assert "#by-hand?target=1&amp;mean=0.5&amp;variance=5" in snippet


def test_the_height_that_is_offered_is_about_what_it_takes(browser: Browser, site: str, playground: Path):
    for figure in ("descent", "walk", "by-hand"):
        offered = json.loads((playground / f"{figure}.oembed.json").read_text(encoding="utf-8"))
        size = {"width": offered["width"], "height": 600}
        with watch(browser, f"{site}/short/{figure}/embed.html", figure, viewport=size) as watched:
            assert offered["height"] == pytest.approx(height_of(watched.page.main_frame), rel=0.15), figure
        (source,) = re.findall(r'src="([^"]*)"', offered["html"])
        assert (playground.parent / urlsplit(unescape(source)).path.removeprefix("/sub/")).is_file()
