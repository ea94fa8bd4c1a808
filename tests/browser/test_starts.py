"""Starts by pointing: a click, a drag, arrow keys or a finger takes the nearest, and says so."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import Watched, watch
from tests.site.starts import built_starts

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def page_path() -> Path:
    return built_starts().output / "short" / "index.html"


@pytest.fixture
def bowl(browser: Browser, page_path: Path) -> Iterator[Watched]:
    with watch(browser, page_path.as_uri(), "bowl", reduced_motion="reduce") as watched:
        watched.comes_into_sight()
        yield watched
        assert watched.said == []


def rings(figure: Watched, pane: int = 0) -> Locator:
    return figure.figure.locator(".pane").nth(pane).locator(".starts [role=radio]")


def ring(figure: Watched, name: str, pane: int = 0) -> Locator:
    return figure.figure.locator(".pane").nth(pane).get_by_role("radio", name=name, exact=True)


def chosen(figure: Watched, pane: int = 0) -> str:
    there = figure.figure.locator(".pane").nth(pane).locator(".starts [aria-checked=true]")
    return (there.get_attribute("aria-label") or "") if there.count() else ""


def at(figure: Watched, x: float, y: float, pane: int = 0) -> tuple[float, float]:
    """A place of the bowl on the screen, from where two of its rings are."""
    ring(figure, "x −0.5, y 0.25", pane).scroll_into_view_if_needed()
    low, high = (ring(figure, name, pane).bounding_box() for name in ("x −1.5, y −1", "x 1.5, y 1"))
    assert low
    assert high
    (left, foot), (right, top) = (
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (low, high)
    )
    return left + (x + 1.5) / 3 * (right - left), foot + (y + 1) / 2 * (top - foot)


def test_rings_are_where_runs_start_and_have_names(bowl: Watched):
    assert [one.get_attribute("aria-label") for one in rings(bowl).all()] == [
        f"x {x}, y {y}" for x in ("−1.5", "−0.5", "0.5", "1.5") for y in ("−1", "0.25", "1")
    ]
    assert bowl.figure.get_by_role("radiogroup", name="Start", exact=True).count() == 1
    assert chosen(bowl) == "x −1.5, y 1"
    bowl.slide("Iteration", 0)
    first = bowl.readout("x"), bowl.readout("y")
    assert first == ("−1.500", "1.000")


def test_a_click_takes_the_nearest_start_and_says_so_where_it_is_not_near(bowl: Watched):
    bowl.page.mouse.click(*at(bowl, 0.5, -1))
    bowl.becomes(lambda: chosen(bowl), "x 0.5, y −1")
    expect(bowl.figure.locator(".outcome")).to_have_text(re.compile("^Still on its way"))
    expect(bowl.page).to_have_url(re.compile(r"#bowl\?start_x=0\.5&start_y=-1&step_size=0\.1&"))
    bowl.page.mouse.click(*at(bowl, 1.1, 0.6))
    bowl.becomes(lambda: chosen(bowl), "x 1.5, y 0.25")
    told = re.compile("^Nearest recorded start: x 1.5, y 0.25. Still on its way")
    expect(bowl.figure.locator(".outcome")).to_have_text(told)
    expect(bowl.figure.locator(".status")).to_have_text(re.compile("^Nearest recorded start: x 1.5, y 0.25. "))
    bowl.page.go_back()
    bowl.becomes(lambda: chosen(bowl), "x 0.5, y −1")
    bowl.page.go_back()
    bowl.becomes(lambda: chosen(bowl), "x −1.5, y 1")


def test_what_is_dragged_follows_and_is_one_step_to_go_back(bowl: Watched):
    bowl.page.mouse.move(*at(bowl, -1.5, 1))
    bowl.page.mouse.down()
    for x, y, name in ((-0.6, 0.9, "x −0.5, y 1"), (0.4, 0.3, "x 0.5, y 0.25"), (1.4, -1.3, "x 1.5, y −1")):
        bowl.page.mouse.move(*at(bowl, x, y), steps=4)
        bowl.becomes(lambda: chosen(bowl), name)
    bowl.page.mouse.up()
    expect(ring(bowl, "x 1.5, y −1")).to_be_focused()
    expect(bowl.page).to_have_url(re.compile(r"#bowl\?start_x=1\.5&start_y=-1&"))
    bowl.page.go_back()
    bowl.becomes(lambda: chosen(bowl), "x −1.5, y 1")


def test_arrow_keys_go_to_the_nearest_in_their_direction_from_one_stop_of_the_tab_key(bowl: Watched):
    assert [one.get_attribute("tabindex") for one in rings(bowl).all()].count("0") == 1
    ring(bowl, "x −1.5, y 1").focus()
    top = bowl.page.evaluate("scrollY")
    for key, name in (
        ("ArrowRight", "x −0.5, y 1"),
        ("ArrowDown", "x −0.5, y 0.25"),
        ("ArrowDown", "x −0.5, y −1"),
        ("ArrowDown", "x −0.5, y −1"),
        ("ArrowLeft", "x −1.5, y −1"),
        ("ArrowUp", "x −1.5, y 0.25"),
    ):
        bowl.page.keyboard.press(key)
        expect(ring(bowl, name)).to_be_focused()
        bowl.becomes(lambda: chosen(bowl), name)
    assert bowl.page.evaluate("scrollY") == top
    expect(bowl.figure.locator(".outcome")).not_to_contain_text("Nearest")
    assert [one.get_attribute("tabindex") for one in rings(bowl).all()].count("0") == 1
    bowl.page.go_back()
    bowl.becomes(lambda: chosen(bowl), "x −1.5, y −1")


def test_starts_follow_the_controls_and_those_left_out_have_no_ring(bowl: Watched):
    bowl.slide("start x", 2)
    bowl.becomes(lambda: chosen(bowl), "x 0.5, y 1")
    bowl.slide("step size", 1)
    bowl.becomes(lambda: rings(bowl).count(), 11)
    assert ring(bowl, "x 0.5, y 1").count() == 0


def test_beside_another_run_each_has_starts_of_its_own(bowl: Watched):
    bowl.turn_to("compare")
    bowl.figure.get_by_role("button", name="Pin this run").click()
    bowl.becomes(lambda: rings(bowl, 1).count(), 12)
    bowl.page.mouse.click(*at(bowl, 0.5, -1))
    bowl.becomes(lambda: (chosen(bowl), chosen(bowl, 1)), ("x 0.5, y −1", "x −1.5, y 1"))
    bowl.page.mouse.click(*at(bowl, 1.1, 0.3, pane=1))
    bowl.becomes(lambda: (chosen(bowl), chosen(bowl, 1)), ("x 0.5, y −1", "x 1.5, y 0.25"))
    outcomes = bowl.figure.locator(".outcome")
    expect(outcomes.nth(0)).to_have_text(re.compile("^Still on its way"))
    expect(outcomes.nth(1)).to_have_text(re.compile("^Nearest recorded start: x 1.5, y 0.25. "))
    bowl.reload()
    bowl.becomes(lambda: (chosen(bowl), chosen(bowl, 1)), ("x 0.5, y −1", "x 1.5, y 0.25"))


def test_named_starts_lie_on_the_ground_or_at_the_edge_of_the_picture_and_have_their_names(
    browser: Browser, page_path: Path
):
    with watch(browser, page_path.as_uri(), "hill", reduced_motion="reduce") as hill:
        hill.comes_into_sight()
        names = [one.get_attribute("aria-label") for one in rings(hill).all()]
        assert names == ["west, position −4", "east, position 6", "middle, position 1"]
        ring(hill, "west, position −4").focus()
        hill.page.keyboard.press("ArrowRight")
        hill.becomes(lambda: chosen(hill), "middle, position 1")
        hill.page.keyboard.press("ArrowRight")
        hill.becomes(lambda: chosen(hill), "east, position 6")
        expect(hill.page).to_have_url(re.compile(r"#hill\?walker=east"))
        expect(ring(hill, "west, position −4")).to_have_class("beyond")
        hill.page.keyboard.press("ArrowLeft")
        hill.page.keyboard.press("ArrowLeft")
        hill.becomes(lambda: chosen(hill), "west, position −4")
        expect(hill.figure.locator(".starts .beyond")).to_have_count(0)
        assert hill.said == []


def test_a_finger_takes_a_start_by_a_tap_drags_the_chosen_one_and_scrolls_the_page_elsewhere(
    browser: Browser, page_path: Path
):
    options = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 700}}
    with watch(browser, page_path.as_uri(), "bowl", reduced_motion="reduce", **options) as bowl:
        bowl.comes_into_sight()
        bowl.page.touchscreen.tap(*at(bowl, 0.6, 0.4))
        bowl.becomes(lambda: chosen(bowl), "x 0.5, y 0.25")
        touch = bowl.page.context.new_cdp_session(bowl.page)

        def swipe(*places: tuple[float, float]) -> None:
            for n, (x, y) in enumerate(places):
                kind = "touchMove" if n else "touchStart"
                touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
                bowl.page.wait_for_timeout(40)
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        before = bowl.page.evaluate("scrollY")
        swipe(*[at(bowl, 0.5, 0.25 - n / 8) for n in range(10)])
        bowl.becomes(lambda: chosen(bowl), "x 0.5, y −1")
        assert bowl.page.evaluate("scrollY") == before
        swipe(*[at(bowl, -1, n / 4 - 1.5) for n in range(8)])
        bowl.page.wait_for_function("before => scrollY !== before", arg=before)
        assert chosen(bowl) == "x 0.5, y −1"


@pytest.mark.sample(1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: Browser, page_path: Path, scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with watch(browser, page_path.as_uri(), "bowl", reduced_motion="reduce", **options) as bowl:
        bowl.comes_into_sight()
        bowl.turn_to("compare")
        bowl.figure.get_by_role("button", name="Pin this run").click()
        bowl.becomes(lambda: rings(bowl, 1).count(), 12)
        found = Axe().run(bowl.page, options={"rules": {"target-size": {"enabled": True}}})
        assert found.violations_count == 0, found.generate_report()


def test_the_picture_beside_a_link_has_rings_of_its_own(bowl: Watched):
    bowl.page.get_by_role("link", name="a start in the east").click()
    echo = bowl.page.locator(".echo")
    expect(echo.locator("[aria-checked=true]")).to_have_attribute("aria-label", "x 1.5, y −1")
    echo.get_by_role("radio", name="x 0.5, y −1").click()
    expect(echo.locator("[aria-checked=true]")).to_have_attribute("aria-label", "x 0.5, y −1")
    assert chosen(bowl) == "x 0.5, y −1"


def test_a_single_file_has_them_too(browser: Browser):
    file = built_starts().output / "downloads" / "short.html"
    with watch(browser, file.as_uri(), "bowl", reduced_motion="reduce") as bowl:
        bowl.comes_into_sight()
        bowl.page.mouse.click(*at(bowl, 1.1, 0.6))
        bowl.becomes(lambda: chosen(bowl), "x 1.5, y 0.25")
        expect(bowl.figure.locator(".outcome")).to_have_text(
            re.compile("^Nearest recorded start: x 1.5, y 0.25. ")
        )
        assert bowl.said == []


def test_no_ring_is_on_paper_or_where_no_script_runs(browser: Browser, page_path: Path):
    with watch(browser, page_path.as_uri(), "bowl", java_script_enabled=False) as bowl:
        expect(bowl.figure.locator(".starts")).to_be_hidden()
    with watch(browser, page_path.as_uri(), "bowl") as bowl:
        bowl.comes_into_sight()
        expect(rings(bowl).first).to_be_visible()
        bowl.page.emulate_media(media="print")
        expect(rings(bowl).first).to_be_hidden()
