"""How large figures are on a screen: pictures are as wide as there is room, but never much wider than they were drawn."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import watch
from tests.site.own_simulations import DRIFT, HEAD, WAVE, figure
from tests.site.sites import built_site

pytestmark = pytest.mark.browser

MOST = 1.5
NATURAL_PX = 420


@pytest.fixture(scope="module")
def page() -> Path:
    """A figure of one panel, and one of two."""
    text = HEAD + figure("drift", "alone") + figure("wave", "pair", "{speed: [0.1, 0.5]}")
    site = built_site(text, simulations={"drift.py": DRIFT, "wave.py": WAVE})
    return site.output / "short" / "index.html"


def box(element: Locator) -> tuple[float, float]:
    """The left edge and the width."""
    place = element.bounding_box()
    assert place is not None
    return place["x"], place["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_panel_alone_is_centred_and_not_blown_up(browser: Browser, page: Path, scheme: str):
    settings = {"viewport": {"width": 1280, "height": 900}, "color_scheme": scheme}
    with watch(browser, page.as_uri(), reduced_motion="reduce", **settings) as watched:
        figure = watched.page.locator("#alone")
        (left, width), (whole_left, whole) = box(figure.locator(".panel")), box(figure)
        assert (width, whole) == (MOST * NATURAL_PX, 960)
        assert left + width / 2 == pytest.approx(whole_left + whole / 2, abs=1)
        assert box(figure.locator(".transport")) == (whole_left, whole)
        assert box(figure.locator(".panel canvas")) == box(figure.locator(".panel img")) == (left, width)
        figure.get_by_role("slider", name="Iteration").fill("2")
        expect(figure.locator("[data-series=position]")).to_have_text("2.0")


def test_two_panels_share_the_width_of_the_figure(browser: Browser, page: Path):
    with watch(
        browser, page.as_uri(), viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ) as watched:
        panels = watched.page.locator("#pair .panel")
        assert [box(panels.nth(n))[1] for n in (0, 1)] == [468, 468]


@pytest.mark.parametrize("figure", ["alone", "pair"])
def test_on_a_phone_a_panel_is_as_wide_as_it_is_and_several_leave_part_of_the_next_in_sight(
    browser: Browser, page: Path, figure: str
):
    with watch(browser, page.as_uri(), viewport={"width": 390, "height": 800}, reduced_motion="reduce") as watched:
        panels = watched.page.locator(f"#{figure} .panel")
        boxes = [box(panels.nth(n)) for n in range(panels.count())]
        assert boxes == ([(12, 366)] if figure == "alone" else [(20, 308), (340, 308)])


def test_pinned_beside_another_a_panel_takes_the_same_room(browser: Browser, page: Path):
    with watch(
        browser, page.as_uri(), viewport={"width": 1600, "height": 900}, reduced_motion="reduce"
    ) as watched:
        figure = watched.page.locator("#alone")
        figure.get_by_text("Compare", exact=True).click()
        figure.get_by_role("button", name="speed 1 beside 2").click()
        panels = figure.locator(".panel")
        expect(panels).to_have_count(2)
        assert {box(panels.nth(n))[1] for n in (0, 1)} == {MOST * NATURAL_PX}


def test_without_script_a_film_is_not_blown_up(browser: Browser, page: Path):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    shown = context.new_page()
    shown.goto(page.as_uri())
    alone, pair = (shown.locator(f"#{id} .film:visible") for id in ("alone", "pair"))
    assert [box(alone)[1], box(pair)[1]] == [MOST * NATURAL_PX, 960]
    context.close()
