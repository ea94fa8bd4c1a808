"""Picture, player and the control in use are on one screen, also where a link in the text drives the figure."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import Watched, watch
from tests.site.sites import built_site

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LOW = {"width": 1280, "height": 420}
"""A screen on which the lead and the figure are not seen together."""

PAGES = ("kl-by-hand", "gradient-descent", "six-variables", "the-mathematics", "which-way-down")

ARTICLE = """\
---
title: Two at once
date: 2026-01-02
summary: A link that pins.
---

[Both](run:pair?objective=kl_qp&pin.objective=kl_pq&i=4) of them.

```animation
id: pair
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
step_size: 0.1
iterations: 8
sweep:
  objective: [kl_qp, kl_pq]
```
"""


def top_and_bottom(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


@pytest.mark.sample(3)
@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_picture_play_and_every_control_are_seen_together(
    browser: Browser, shipped_site: Path, name: str
):
    page = (shipped_site / name / "index.html").as_uri()
    with watch(browser, page, viewport=PHONE, reduced_motion="reduce") as watched:
        for figure in watched.page.locator("figure.simulation:has(.play)").all():
            top, _ = top_and_bottom(figure.locator(".panels"))
            parts = figure.locator(".transport, .settings, .pane .runners").filter(visible=True).all()
            assert len(parts) > (0 if figure.locator(".outcome-map").count() else 1)
            for part in parts:
                assert top_and_bottom(part)[1] - top <= PHONE["height"], figure.get_attribute("id")
        for game in watched.page.locator("figure.match").all():
            for knob in game.locator(".knob input").all():
                knob.focus()
                for part in (game.locator(".panel"), knob):
                    top, bottom = top_and_bottom(part)
                    assert top >= 0
                    assert bottom <= PHONE["height"] + 1


@pytest.mark.parametrize("name", PAGES)
def test_the_first_picture_of_an_article_is_near_its_beginning(browser: Browser, shipped_site: Path, name: str):
    with watch(browser, (shipped_site / name / "index.html").as_uri(), viewport=DESKTOP) as watched:
        first = watched.page.locator("figure.simulation").first
        assert top_and_bottom(first)[0] < 1_400


def test_panels_beside_each_other_are_swiped_on_a_phone_and_reached_by_keys(browser: Browser, address: str):
    with watch(browser, address, viewport=PHONE, reduced_motion="reduce") as watched:
        panels = watched.figure.locator(".panels")
        first, second = (panel.bounding_box() for panel in panels.locator(".panel").all())
        assert first["y"] == second["y"]
        assert first["x"] + first["width"] < second["x"] < PHONE["width"]
        panels.focus()
        watched.page.keyboard.press("ArrowRight")
        watched.becomes(lambda: panels.evaluate("panels => panels.scrollLeft > 0"), True)
        assert watched.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("kind", [".panels", ".presets"])
def test_what_goes_on_beyond_the_edge_fades_there_until_it_is_scrolled_to_its_end(
    browser: Browser, shipped_site: Path, kind: str
):
    page = (shipped_site / "gradient-descent" / "index.html").as_uri()
    with watch(browser, page, viewport=PHONE, reduced_motion="reduce") as watched:
        row = watched.page.locator(f"#descent {kind}")
        fade = "row => getComputedStyle(row).maskImage"
        watched.becomes(lambda: "linear-gradient(to left" in row.evaluate(fade), True)
        row.evaluate("row => row.scrollTo({ left: row.scrollWidth, behavior: 'instant' })")
        watched.becomes(lambda: row.evaluate(fade), "none")
    with watch(browser, page, viewport=DESKTOP, reduced_motion="reduce") as watched:
        assert watched.page.locator(f"#descent {kind}").evaluate(fade) == "none"


@pytest.mark.parametrize("fid", ["box", "fair"])
def test_on_a_phone_names_in_a_legend_stand_beside_their_lines(browser: Browser, shipped_site: Path, fid: str):
    page = (shipped_site / "which-way-down" / "index.html").as_uri()
    with watch(browser, page, viewport=PHONE, reduced_motion="reduce") as watched:
        for runner in watched.page.locator(f"#{fid} .runners li:not([hidden])").all():
            line, name = (runner.locator(part).bounding_box() for part in (".to-front svg", "b"))
            assert line["x"] + line["width"] <= name["x"]
            assert name["y"] <= line["y"] + line["height"] / 2 <= name["y"] + name["height"]


def follow(watched: Watched, name: str = "half the momentum") -> Locator:
    """Click a link in the text; what stands beside it then."""
    watched.page.get_by_role("link", name=name).click()
    return watched.page.locator(".echo")


def test_a_link_to_a_figure_out_of_sight_brings_its_picture_to_the_text(browser: Browser, address: str):
    with watch(browser, address, viewport=LOW) as watched:
        watched.stop_clock()
        echo = follow(watched)
        expect(watched.figure.get_by_label("momentum", exact=True)).to_have_js_property("value", "2")
        watched.wait(1_000)
        for series in ("iteration", "mean"):
            expect(echo.locator(f"[data-series={series}]")).to_have_text(watched.readout(series))
        assert int(watched.readout("iteration")) > 3, "the figure plays, though only its echo is seen"
        assert echo.evaluate("echo => echo.previousElementSibling.textContent").startswith("The lead")
        echo.get_by_role("button", name="Close").click()
        expect(echo).to_have_count(0)
        assert watched.page.evaluate("document.activeElement.textContent") == "half the momentum"
        assert watched.said == []


def test_there_is_one_echo_and_escape_closes_it(browser: Browser, address: str):
    with watch(browser, address, viewport=LOW, reduced_motion="reduce") as watched:
        follow(watched)
        echo = follow(watched, "tip toe")
        expect(echo).to_have_count(1)
        expect(echo.locator("[data-series=iteration]")).to_have_text("12")
        echo.get_by_role("button", name="Close").focus()
        watched.page.keyboard.press("Escape")
        expect(echo).to_have_count(0)
        assert watched.said == []


def test_the_echo_leads_to_the_whole_figure_and_that_back_to_the_text(browser: Browser, address: str):
    with watch(browser, address, viewport=LOW, reduced_motion="reduce") as watched:
        echo = follow(watched)
        echo.get_by_role("button", name="Whole figure").click()
        expect(echo).to_have_count(0)
        expect(watched.figure.locator(".panels")).to_be_in_viewport(ratio=0.6)
        watched.page.keyboard.press("Enter")
        link = watched.page.get_by_role("link", name="half the momentum")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        expect(watched.figure.locator(".back")).to_have_count(0)


def test_a_figure_in_sight_needs_no_echo(browser: Browser, address: str):
    with watch(browser, address, viewport={"width": 1280, "height": 1400}, reduced_motion="reduce") as watched:
        echo = follow(watched)
        expect(watched.figure.get_by_label("momentum", exact=True)).to_have_js_property("value", "2")
        expect(echo).to_have_count(0)


def test_on_a_phone_the_echo_lies_at_the_foot_and_leaves_the_link_in_sight(browser: Browser, shipped_site: Path):
    page = (shipped_site / "gradient-descent" / "index.html").as_uri()
    with watch(browser, page, viewport=PHONE, reduced_motion="reduce") as watched:
        link = watched.page.locator("article > p a[href*='momentum=0.9']").first
        link.evaluate("link => scrollTo({ top: link.getBoundingClientRect().bottom - 830, behavior: 'instant' })")
        link.click()
        echo = watched.page.locator(".echo")
        top, bottom = top_and_bottom(echo)
        assert bottom == PHONE["height"]
        watched.becomes(lambda: 0 < top_and_bottom(link)[1] <= top, True)


def test_a_link_may_pin_a_run_beside_its_own(browser: Browser):
    page = (built_site(ARTICLE).output / "short" / "index.html").as_uri()
    with watch(browser, page, "pair", reduced_motion="reduce") as watched:
        watched.page.get_by_role("link", name="Both").click()
        titles = watched.figure.locator(".setting b")
        expect(titles).to_have_text(["KL(q, p)", "KL(p, q)"])
        expect(watched.figure.locator("[data-series=iteration]")).to_have_text(["4", "4"])
        watched.figure.locator(".unpin").filter(visible=True).click()
        expect(watched.figure.locator(".pane")).to_have_count(1)


def test_the_last_picture_fades_when_the_setting_changes_but_not_where_motion_is_reduced(
    browser: Browser, address: str
):
    for motion, count in (("no-preference", 2), ("reduce", 0)):
        with watch(browser, address, reduced_motion=motion) as watched:
            watched.stop_clock()
            watched.figure.get_by_role("slider", name="momentum").press("ArrowRight")
            expect(watched.figure.locator(".fading")).to_have_count(count)
            watched.wait(250)
            expect(watched.figure.locator(".fading")).to_have_count(0)
