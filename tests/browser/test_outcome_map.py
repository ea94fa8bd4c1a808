"""A map of outcomes in a browser: it tells, plays, zooms, and needs neither a mouse nor a script to be seen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import Watched, watch
from tests.site.outcome_maps import outcome_maps

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def page_path() -> Path:
    return outcome_maps().output / "short" / "index.html"


@pytest.fixture
def edge(browser: Browser, page_path: Path) -> Iterator[Watched]:
    with watch(browser, page_path.as_uri(), "edge", reduced_motion="reduce") as watched:
        watched.comes_into_sight()
        yield watched
        assert watched.said == []


def ground(edge: Watched) -> Locator:
    return edge.figure.locator(".ground").filter(visible=True)


def at(edge: Watched, across: float, up: float) -> tuple[float, float]:
    """A place on the map, by shares of its box, on the screen."""
    ground(edge).scroll_into_view_if_needed()
    box = ground(edge).bounding_box()
    assert box
    left, top, width, height = (length * box["width"] / 736 for length in (92, 20, 624, 312))
    return box["x"] + left + across * width, box["y"] + top + (1 - up) * height


def test_what_is_pointed_at_is_told_and_a_click_plays_the_nearest_run(edge: Watched):
    told = edge.figure.locator(".told")
    edge.page.mouse.move(*at(edge, 0.52, 0.04))
    expect(told).to_have_text(re.compile(r"^step size 0\.42\d*, momentum 0: arrives at iteration \d+$"))
    edge.page.mouse.move(*at(edge, 0.97, 0.96))
    expect(told).to_have_text(re.compile(r"^step size 3, momentum 1: variance reaches zero after iteration \d+$"))
    edge.page.mouse.click(*at(edge, 0.97, 0.96))
    expect(edge.figure.locator(".outcome").first).to_contain_text("Variance reached zero")
    expect(edge.page).to_have_url(re.compile(r"#edge\?objective=kl_qp&step_size=3&momentum=1&"))
    edge.page.mouse.click(*at(edge, 0.85, 0.96))
    expect(edge.figure.locator(".outcome").first).to_contain_text(
        "There is no such run here; this is the nearest."
    )


def test_the_map_follows_the_other_controls(edge: Watched):
    first = ground(edge).locator("img").get_attribute("src") or ""
    edge.turn_to("controls")
    edge.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    edge.turn_to("overview")
    expect(ground(edge).locator("img")).not_to_have_attribute("src", first)
    expect(ground(edge)).to_have_count(1)


def test_keys_move_tell_play_and_zoom(edge: Watched):
    told = edge.figure.locator(".told")
    ground(edge).focus()
    edge.page.keyboard.press("ArrowUp")
    first = told.inner_text()
    edge.page.keyboard.press("Shift+ArrowRight")
    expect(told).not_to_have_text(first)
    expect(told).to_have_text(re.compile("(arrives|zero|way|runs away)"))
    before = ground(edge).locator("canvas").screenshot()
    edge.page.keyboard.press("+")
    edge.page.keyboard.press("+")
    assert ground(edge).locator("canvas").screenshot() != before
    edge.page.keyboard.press("0")
    assert ground(edge).locator("canvas").screenshot() == before
    edge.page.keyboard.press("Enter")
    expect(edge.page).to_have_url(re.compile(r"step_size=3&"))


def test_without_script_all_maps_are_seen_with_their_key(browser: Browser, page_path: Path):
    with watch(browser, page_path.as_uri(), "edge", java_script_enabled=False) as watched:
        images = watched.figure.locator("noscript .terrain img")
        expect(images).to_have_count(2)
        assert all(len(one.get_attribute("alt") or "") > 60 for one in images.all())
        expect(watched.figure.locator("noscript .key li").first).to_be_visible()
