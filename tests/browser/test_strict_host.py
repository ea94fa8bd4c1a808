"""Pages on a host that refuses whatever stands within pages or comes from elsewhere: nothing of theirs does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hosts import VIOLATIONS, Strict
from tests.browser.pages import Watched, serve, watch
from tests.shared import made_once

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def strict(playground: Path) -> Iterator[str]:
    """The address of the playground's site on such a host, where its settings say that it is."""
    folder = made_once("strict-host", lambda folder: (folder / "sub").symlink_to(playground.parent))
    with serve(folder, Strict) as address:
        yield f"{address}/sub"


def drive_figure(watched: Watched) -> None:
    """Do what a reader may do with a figure."""
    figure = watched.figure
    figure.locator(".play").click()
    watched.page.wait_for_timeout(120)
    watched.scrub(5)
    for radio in figure.locator(".settings .segments label").all():
        radio.click()
    for tab in figure.locator(".tabs label").all():
        tab.click()
    watched.turn_to("compare")
    figure.locator(".pin").click()
    expect(figure.locator(".pane")).to_have_count(2)
    watched.turn_to("numbers")
    expect(figure.locator(".numbers tbody tr").first).to_be_visible()


def drive_game(watched: Watched) -> None:
    """Play a game to its end."""
    for button in watched.figure.locator(".knob button").all():
        button.click()
    watched.figure.locator(".reveal").click()
    expect(watched.figure.locator(".outcome")).not_to_be_empty()
    watched.figure.locator(".restart").click()


def test_every_figure_and_game_works_on_a_strict_host(browser: Browser, strict: str):
    with watch(browser, "about:blank", reduced_motion="reduce") as watched:
        watched.page.add_init_script(VIOLATIONS)
        for page in ("index.html", "nowhere/at/all", "short/index.html"):
            watched.page.goto(f"{strict}/{page}")
            watched.page.wait_for_load_state("networkidle")
            assert watched.page.evaluate("self.violations") == [], page
            assert watched.page.evaluate("document.styleSheets.length") >= 1
            assert (
                watched.page.evaluate("getComputedStyle(document.querySelector('.colophon')).borderTopStyle")
                == "solid"
            )
        heights = watched.page.locator(".panel").evaluate_all("panels => panels.map(one => one.clientHeight)")
        assert all(height > 200 for height in heights), heights
        for watched.id in ("descent", "walk"):
            drive_figure(watched)
        watched.id = "by-hand"
        drive_game(watched)
        watched.page.get_by_role("link", name="half the momentum").click()
        watched.page.emulate_media(media="print")
        watched.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert watched.page.evaluate("self.violations") == []
        assert [line for line in watched.said if "404" not in line] == []


def test_figures_without_script_work_on_a_strict_host(browser: Browser, strict: str):
    with watch(browser, f"{strict}/short/index.html", java_script_enabled=False) as watched:
        film = watched.figure.locator(".film").filter(visible=True)
        expect(film).to_have_count(1)
        watched.figure.locator("label").filter(visible=True, has_text="KL(p, q)").click()
        expect(film).to_have_count(1)
        expect(film).to_have_css("background-image", re.compile(r'^url\("[^"]*\.gif"\), url\("[^"]*\.png"\)$'))
        expect(watched.figure.locator(".needs-script")).not_to_be_visible()
        watched.page.get_by_role("link", name="half the momentum").click()
        expect(film).to_have_count(2)
        watched.page.wait_for_load_state("networkidle")
        assert watched.said == []
        assert watched.failed == []


def test_no_page_has_anything_within_it_that_a_strict_host_refuses(playground: Path):
    for page in sorted(playground.parent.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", text), page
        assert not re.findall(
            r"<style|data:(?!\w*-)[a-z/;,]|javascript:", re.sub(r"<script type.*?</script>", "", text)
        ), page
        assert not re.findall(r"<script(?![^>]*(?: src=| type=\"application/(?:ld\+)?json\"))", text), page
