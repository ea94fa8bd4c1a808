"""The map of a figure's runs in a browser: it tells, selects, follows, and needs neither a mouse nor colours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import combinations

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator

from tests.browser.pages import Watched, watch
from tests.site.sites import built_site

pytestmark = [pytest.mark.browser, pytest.mark.site]

ARTICLE = """\
---
title: Maps
date: 2026-01-02
summary: Figures with many runs.
---

```animation
id: descent
simulation: gaussian-descent
caption: Two maps.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 60
gif: default
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [-0.5, 0.02, 0.2, 1, 2]
  momentum: [0, 0.5, 0.99]
default: {step_size: 0.2, momentum: 0.5}
exclude: [{objective: kl_qp, step_size: 1, momentum: 0.5}]
presets:
  Too far: {step_size: 2, momentum: 0.99}
```

```animation
id: many
simulation: gaussian-descent
caption: Nine maps.
target: {mean: 2, variance: 1}
tolerance: 1
gif: default
sweep:
  start: {left: {mean: 0, variance: 1}, near: {mean: 1, variance: 1}, right: {mean: 4, variance: 1}}
  momentum: [0, 0.5, 0.9]
  step_size: [0.1, 0.2, 0.4]
  iterations: [3, 4, 5]
```

```animation
id: wide
simulation: gaussian-descent
caption: One row.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 1}
iterations: 8
gif: default
sweep:
  step_size: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6]
```
"""


@pytest.fixture(scope="module")
def page_of_maps() -> str:
    """The address of an article whose figures have two maps, nine, and one of a single row."""
    return (built_site(ARTICLE).output / "short" / "index.html").as_uri()


@contextmanager
def show_maps(browser: Browser, address: str, figure: str = "descent", **options: object) -> Iterator[Watched]:
    """The article with the maps of all figures shown."""
    with watch(browser, address, figure, **options) as watched:
        for tab in watched.page.locator(".tabs label:has(.to-overview)").all():
            tab.click()
        yield watched


@pytest.fixture
def maps(browser: Browser, page_of_maps: str) -> Iterator[Watched]:
    """The article with motion reduced, in a window of usual size, and the maps of its first figure shown."""
    with show_maps(browser, page_of_maps, reduced_motion="reduce") as watched:
        yield watched
        assert watched.said == []


def cell(watched: Watched, at: str) -> Locator:
    return watched.figure.locator(f".overview [data-at='{at}']")


def told(watched: Watched) -> str:
    return watched.figure.locator(".told").inner_text()


def present(watched: Watched) -> list[str]:
    """The marked cells."""
    marked = watched.figure.locator(".overview [aria-pressed=true]")
    return marked.evaluate_all("cells => cells.map(cell => cell.dataset.at)")


def tab_stops(watched: Watched) -> list[str]:
    cells = watched.figure.locator(".overview button")
    return cells.evaluate_all("cells => cells.filter(cell => cell.tabIndex === 0).map(cell => cell.dataset.at)")


def focused(watched: Watched) -> str:
    return watched.page.evaluate("document.activeElement.dataset.at || document.activeElement.className")


def press(watched: Watched, *keys: str) -> str:
    """Press keys one after the other; the cell that has the focus then."""
    for key in keys:
        watched.page.keyboard.press(key)
    return focused(watched)


def selects(watched: Watched, at: str, file: str) -> None:
    """Wait until a run is shown: its file is linked, and its cell alone is marked."""
    watched.page.wait_for_function(
        "([id, file]) => document.querySelector(`#${id} .data`).getAttribute('href').includes(file)",
        arg=[watched.id, file],
    )
    assert present(watched) == [at]
    assert tab_stops(watched) == [at]


def test_the_line_below_tells_the_run_under_the_pointer_and_then_the_present_one_again(maps: Watched):
    at_first = told(maps)
    assert at_first.startswith("KL(q, p) · step size 0.2 · momentum 0.5: Arrived")
    cell(maps, "1,4,2").hover()
    assert told(maps) == cell(maps, "1,4,2").get_attribute("aria-label")
    assert told(maps).startswith("KL(p, q) · step size 2 · momentum 0.99: ")
    maps.page.mouse.move(0, 0)
    assert told(maps) == at_first


def test_the_line_below_tells_the_run_that_has_the_focus(maps: Watched):
    at_first = told(maps)
    cell(maps, "0,2,1").focus()
    press(maps, "ArrowUp")
    assert told(maps).startswith("KL(q, p) · step size 0.2 · momentum 0: ")
    maps.figure.locator(".play").focus()
    assert told(maps) == at_first


def test_a_click_selects_the_run(maps: Watched):
    cell(maps, "1,3,1").click()
    selects(maps, "1,3,1", "kl_pq_1_0.5.")
    maps.turn_to("controls")
    assert maps.figure.locator("output").all_inner_texts() == ["1", "0.5"]
    assert maps.figure.get_by_label("KL(p, q)", exact=True).is_checked()


def test_enter_selects_the_run(maps: Watched):
    cell(maps, "0,2,1").focus()
    press(maps, "ArrowDown", "Enter")
    selects(maps, "0,2,2", "kl_qp_0.2_0.99.")
    assert focused(maps) == "0,2,2"


def test_the_mark_follows_the_controls_the_presets_and_the_address(maps: Watched):
    maps.slide("step size", 1)
    selects(maps, "0,1,1", "kl_qp_0.02_0.5.")
    assert told(maps).startswith("KL(q, p) · step size 0.02 · momentum 0.5: Still on its way")
    maps.turn_to("controls")
    maps.figure.get_by_role("button", name="Too far").click()
    selects(maps, "0,4,2", "kl_qp_2_0.99.")
    maps.page.evaluate("location.hash = '#descent?objective=kl_pq&momentum=0'")
    selects(maps, "1,4,0", "kl_pq_2_0.")


def test_arrow_keys_walk_along_rows_and_columns_and_on_into_the_next_map(maps: Watched):
    cell(maps, "0,2,1").focus()
    assert press(maps, "ArrowRight") == "0,4,1"  # the run between them was left out
    assert press(maps, "ArrowRight") == "1,0,1"
    assert press(maps, "ArrowLeft", "ArrowLeft") == "0,2,1"
    assert press(maps, "ArrowDown") == "0,2,2"
    assert press(maps, "ArrowDown") == "1,2,0"
    assert press(maps, "ArrowUp") == "0,2,2"
    assert press(maps, "End") == "1,4,2"
    assert press(maps, "ArrowRight", "ArrowDown") == "1,4,2"
    assert press(maps, "Home") == "0,0,2"


def test_keys_with_modifiers_are_left_to_the_browser(maps: Watched):
    cell(maps, "0,2,1").focus()
    assert press(maps, "Control+ArrowRight", "Control+End") == "0,2,1"


def test_the_map_is_a_single_tab_stop_wherever_the_focus_has_wandered(maps: Watched):
    maps.figure.locator(".to-overview").focus()
    assert press(maps, "Tab") == "0,2,1"
    assert press(maps, "Tab") != "0,2,1"  # that which shows how to embed the figure
    assert press(maps, "Tab") == "play"
    assert press(maps, "Shift+Tab", "Shift+Tab", "Home") == "0,0,1"
    assert press(maps, "Tab") != "0,0,1"
    assert press(maps, "Shift+Tab", "End", "Shift+Tab") != "0,2,1"
    assert focused(maps) == "to-overview"
    assert tab_stops(maps) == ["0,2,1"]


def test_of_many_maps_the_one_with_the_present_run_is_shown(browser: Browser, page_of_maps: str):
    with show_maps(browser, page_of_maps, "many", reduced_motion="reduce") as watched:
        shown = watched.figure.locator(".map:visible caption")
        assert shown.all_inner_texts() == ["left · iterations 3"]
        watched.slide("iterations", 2)
        selects(watched, "0,0,0,2", "left_0_0.1_5.")
        assert shown.all_inner_texts() == ["left · iterations 5"]
        cell(watched, "0,0,0,2").focus()
        assert press(watched, "ArrowRight", "ArrowRight", "ArrowRight") == "0,2,0,2"


def test_maps_make_tables_for_screen_readers(maps: Watched):
    snapshot = maps.figure.locator(".map").first.aria_snapshot()
    assert re.search(r'table "KL\(q, p\)"', snapshot)
    assert 'columnheader "0.02"' in snapshot
    assert 'rowheader "0.99"' in snapshot
    assert re.search(r'button "KL\(q, p\) · step size 0.2 · momentum 0.5: Arrived[^"]*" \[pressed\]', snapshot)
    assert "no such run" in snapshot


@pytest.mark.sample(1)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_cells_are_large_enough_and_only_a_wide_map_scrolls_in_its_own_box(
    browser: Browser, page_of_maps: str, width: int
):
    with show_maps(browser, page_of_maps, "wide", viewport={"width": width, "height": 800}) as watched:
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = [button.bounding_box() for button in watched.page.locator(".map:visible button").all()]
        assert min(min(box["width"], box["height"]) for box in boxes) >= 24
        beyond = "map => map.scrollWidth > map.clientWidth"
        assert watched.figure.locator(".map").evaluate(beyond) == (width < 400)
        assert not watched.page.locator("#descent .map").first.evaluate(beyond)
        cell(watched, "0").focus()
        press(watched, "End")
        last = cell(watched, "15").bounding_box()
        assert last["x"] + last["width"] <= width


def test_a_map_that_is_wider_than_the_screen_is_scrolled_by_keys(browser: Browser, page_of_maps: str):
    with show_maps(browser, page_of_maps, "wide", viewport={"width": 320, "height": 800}) as watched:
        table = watched.figure.locator(".map")
        table.focus()
        watched.page.keyboard.press("ArrowRight")
        watched.becomes(lambda: table.evaluate("map => map.scrollLeft > 0"), True)


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_jumps_when_another_run_is_told(browser: Browser, page_of_maps: str, width: int):
    with show_maps(browser, page_of_maps, viewport={"width": width, "height": 800}) as watched:
        overview = watched.figure.locator(".overview")
        for button in watched.figure.locator(".overview button").all()[::4]:
            before = overview.bounding_box()["height"]
            button.focus()
            assert overview.bounding_box()["height"] == before


def looks(figure: Locator, kinds: list[str]) -> dict[str, np.ndarray]:
    """What a cell of each kind looks like: its pixels at the middle, (20, 20, 3)."""
    seen = {}
    for kind in kinds:
        shot = figure.locator(f".map .{kind}:not([aria-pressed=true])").first.screenshot()
        image = Image.open(BytesIO(shot)).convert("RGB")
        x, y = image.width // 2 - 10, image.height // 2 - 10
        seen[kind] = np.asarray(image.crop((x, y, x + 20, y + 20)), float)
    return seen


@pytest.mark.parametrize(
    "options", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
)
def test_cells_of_different_kinds_differ_even_in_greys(browser: Browser, page_of_maps: str, options: dict):
    with show_maps(browser, page_of_maps, reduced_motion="reduce", **options) as watched:
        watched.page.evaluate("document.fonts.ready")
        seen = looks(watched.figure, ["speed-1", "unfinished", "diverged", "left_domain"])
        for one, other in combinations(seen.values(), 2):
            assert np.abs(one.mean(axis=2) - other.mean(axis=2)).max() > 60
            if "forced_colors" not in options:
                corners = [pixels[0, 0] for pixels in (one, other)]
                assert np.linalg.norm(corners[0] - corners[1]) > 40


def test_the_present_run_stands_out_where_colours_are_forced(browser: Browser, page_of_maps: str):
    with show_maps(browser, page_of_maps, reduced_motion="reduce", forced_colors="active") as watched:
        width = "cell => getComputedStyle(cell).borderTopWidth"
        assert cell(watched, "0,2,1").evaluate(width) == "4px"
        assert cell(watched, "0,2,0").evaluate(width) == "1px"


def test_every_kind_of_ending_has_a_sign_of_its_own(maps: Watched):
    signs = {
        kind: maps.page.evaluate(
            """kind => {
              const sample = document.querySelector(".key i").cloneNode();
              sample.className = kind;
              document.querySelector(".key").append(sample);
              return getComputedStyle(sample, "::before").content;
            }""",
            kind,
        )
        for kind in ("unfinished", "stuck", "diverged", "left_domain")
    }
    assert len(set(signs.values())) == 4
    assert "none" not in signs.values()


@pytest.mark.sample(1)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(browser: Browser, page_of_maps: str, scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 800}
    with show_maps(browser, page_of_maps, color_scheme=scheme, viewport=size, reduced_motion="reduce") as watched:
        found = Axe().run(watched.page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_the_map_is_printed_with_its_colours(maps: Watched):
    maps.page.emulate_media(media="print")
    assert maps.figure.locator(".overview").is_visible()
    adjust = maps.figure.locator(".map button").first.evaluate("cell => getComputedStyle(cell).printColorAdjust")
    assert adjust == "exact"
