"""Runs at their best and many runs as one: painted as in their films, told in the map, in addresses and on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import Watched, serve, watch
from tests.browser.test_painters_agree import agrees, load
from tests.site.sites import strict_json
from tests.site.spreads import spreads

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def output() -> Path:
    return spreads().output


@pytest.fixture
def both(browser: Browser, output: Path) -> Iterator[Watched]:
    """The race of many runs at its end."""
    with (
        serve(output) as root,
        watch(
            browser,
            f"{root}/both/index.html",
            "both",
            viewport={"width": 1200, "height": 900},
            reduced_motion="reduce",
        ) as watched,
    ):
        yield watched
        assert [said for said in watched.said if "getImageData" not in said] == []


def test_boxes_bands_and_intervals_are_the_same_in_the_page_and_the_gif(browser: Browser, output: Path):
    folder = output / "both" / "both"
    best = strict_json(folder / "figure.json")["best"]["runs"][1]["at"]
    _, run, record = load(folder, (*best[:2], 0))
    agrees(browser, folder, run, {**record, "setting": {"noise": record["setting"]["noise"]}})


def test_the_map_shows_all_and_opens_the_best(both: Watched):
    figure = both.figure
    cells = figure.locator(".map button")
    expect(cells).to_have_count(6)
    best = figure.locator(".map .is-best")
    expect(best).to_have_count(2)
    expect(best.first).to_have_attribute("aria-pressed", "true")
    expect(best.first.locator("small")).to_have_text("5/5")
    best.nth(1).click()
    expect(best.nth(1)).to_have_attribute("aria-pressed", "true")
    front = figure.locator(".to-front[aria-pressed=true]")
    expect(front).to_have_text(re.compile(r"^noise 2 step size 0\.1, \d of 5 arrive"))
    expect(both.page).to_have_url(re.compile(r"#both\?noise=2&i=30$"))
    other = figure.locator(".map [aria-disabled]").first
    other.focus()
    expect(figure.locator(".overview .told")).to_have_text(re.compile(r"^noise 0\.1 · step size 0\.1: "))
    other.press("Enter")
    expect(both.page).to_have_url(re.compile(r"#both\?noise=2&i=30$"))
    both.reload()
    expect(front).to_have_text(re.compile("^noise 2"))


def test_the_legend_says_each_best_step_from_the_beginning(both: Watched):
    told = both.figure.locator(".runners span").first
    expect(told).to_have_text(re.compile(r"^step size 0\.2, 5 of 5 arrive, median "))
    both.scrub(0)
    expect(told).to_have_text("step size 0.2")
    expect(both.figure.locator(".spread")).to_contain_text("the median over seed, of 5 runs")
    expect(both.figure.locator(".panels")).to_have_attribute(
        "aria-label", re.compile(r"^noise 0\.1 at step size 0\.2: all 5 arrive, .* noise 2 at step size 0\.1: ")
    )


def test_paper_has_the_tints_too(both: Watched):
    both.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    tints = both.figure.locator(".paper path[fill-opacity='0.2']")
    expect(tints).to_have_count(12)  # a band over time, one of a row and a box, of two runners, two tints each
