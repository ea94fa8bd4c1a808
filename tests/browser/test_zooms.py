"""Panels that zoom out in a browser: the same picture as in films, whichever way readers come to an iteration."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.pages import Watched, view_of, watch
from tests.browser.test_painters_agree import (
    FAR_OFF,
    FAR_OFF_SHARE,
    MEAN_DIFFERENCE,
    differences,
    film_panels,
    load,
    page_panels,
)
from tests.site.sites import built_site
from tests.site.zooms import built_flights, built_rockets, pairs

pytestmark = [pytest.mark.browser, pytest.mark.site]

AWAY = "objective=kl_qp&step_size=-0.02"
COPIES = "figure => figure.querySelectorAll('.panel canvas').length - figure.querySelectorAll('.panel').length"


@pytest.fixture
def folder() -> Path:
    return built_flights().output / "short"


def opened(browser: Browser, folder: Path, query: str, **context: str) -> "Iterator[Watched]":
    return watch(browser, f"{(folder / 'index.html').as_uri()}#bells?{query}", "bells", **context)


def images(watched: Watched) -> list[str]:
    """What the panels lie on, without what tells one content from another."""
    names = [image.get_attribute("src") or "" for image in watched.figure.locator(".panel img").all()]
    return [re.sub(r"\.[0-9a-f]{12}\.png$", "", name.rpartition("/")[2]) for name in names]


def zooms_of(folder: Path, at: list[int]) -> list[list[int]]:
    """From which iteration on which panel of a run is which of the wider ones."""
    runs = view_of((folder / "index.html").read_text("utf-8"), "bells")["runs"]
    return next(run["zooms"] for run in runs if run["at"] == at)


def go_to(watched: Watched, iteration: int) -> None:
    slider = watched.figure.locator(".transport input[type=range]").first
    slider.evaluate(
        "(slider, n) => { slider.value = n; slider.dispatchEvent(new Event('input', {bubbles: true})) }", iteration
    )
    watched.reaches("iteration", str(iteration))


def agree(browser: Browser, folder: Path, at: tuple[int, ...]) -> None:
    """Page and film are compared where each panel has just zoomed and at the end, within the plots, below the words
    that say how far they have zoomed: letters differ most, and one function sets them for both."""
    folder, run, record = load(folder, at)
    known = view_of((folder.parent / "index.html").read_text("utf-8"), folder.name)
    zooms = next(one.get("zooms", []) for one in known["runs"] if one["at"] == list(at))
    frames = record["frames"]
    for frame in sorted({0, len(frames) - 1, *(frames.index(n) for n, *_ in zooms if n in frames)}):
        shown = page_panels(browser, folder, record, frames[frame])
        for off in differences(shown, film_panels(folder, run, frame)):
            within = off[54:276, 46:406]
            assert within.mean() < MEAN_DIFFERENCE
            assert (within > FAR_OFF).mean() < FAR_OFF_SHARE


@pytest.mark.parametrize("at", [(0, 0), (1, 0), (0, 1)])
def test_the_page_and_the_film_zoom_alike(browser: Browser, folder: Path, at: tuple[int, ...]):
    agree(browser, folder / "bells", at)


def test_a_simulation_of_its_own_zooms_alike_too(browser: Browser):
    agree(browser, built_rockets().output / "short" / "rocket", (0,))


def test_the_measure_notices_a_panel_that_has_not_zoomed(browser: Browser, folder: Path):
    bells, run, record = load(folder / "bells", (0, 0))
    at, panel, _ = zooms_of(folder, [0, 0])[0]
    frame = record["frames"].index(at)
    off = differences(page_panels(browser, bells, record, at), film_panels(bells, run, frame - 1))[panel]
    assert (off[54:276, 46:406] > FAR_OFF).mean() > FAR_OFF_SHARE


def test_panels_zoom_out_and_in_again_as_readers_go_to_and_fro(browser: Browser, folder: Path):
    with opened(browser, folder, f"{AWAY}&i=0", reduced_motion="reduce") as watched:
        watched.comes_into_sight()
        watched.reaches("iteration", "0")
        zooms = zooms_of(folder, [0, 0])
        first = images(watched)
        assert first == ["densities", "landscape"]
        assert len(zooms) >= 4
        for at, panel, _ in zooms:
            go_to(watched, at - 1)
            before = images(watched)[panel]
            go_to(watched, at)
            assert images(watched)[panel] != before
        assert all(name.startswith("zoomed-") for name in images(watched))
        assert watched.figure.evaluate(COPIES) == 0  # at once
        go_to(watched, 0)
        assert images(watched) == first
        go_to(watched, 150)
        expect(watched.figure.locator(".outcome")).not_to_have_text("Outside the picture.")
        assert watched.said == []


def test_a_trail_is_drawn_anew_on_the_scales_of_then(browser: Browser, folder: Path):
    """Scrubbed to from before, and opened there, an iteration looks the same."""
    shots = []
    for start in (100, 150):
        with opened(browser, folder, f"{AWAY}&i={start}", reduced_motion="reduce") as watched:
            watched.comes_into_sight()
            watched.reaches("iteration", str(start))
            watched.is_painted()
            go_to(watched, 150)
            watched.is_painted()
            shot = watched.figure.locator(".panel").nth(1).screenshot()
            shots.append(np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=int))
    np.testing.assert_array_equal(*shots)


def test_what_was_there_shrinks_for_a_moment_where_motion_is_welcome(browser: Browser, folder: Path):
    with opened(browser, folder, f"{AWAY}&i=136") as watched:
        watched.comes_into_sight()
        watched.reaches("iteration", "136")
        watched.is_painted()
        watched.page.clock.install()
        zooms = zooms_of(folder, [0, 0])
        at = next(at for at, panel, _ in zooms if panel == 1 and at > 100)
        go_to(watched, at)
        moving = "figure => document.getAnimations().filter(one => one.effect.getKeyframes().some(({transform}) => transform?.includes('scale'))).map(one => one.effect.getKeyframes().at(-1).transform)"
        (transform,) = watched.figure.evaluate(moving)
        across, down = map(float, re.search(r"scale\(([\d.]+), ([\d.]+)\)", transform).groups())
        assert (across, down) == pytest.approx((0.1, 1))
        watched.figure.evaluate(
            "() => document.getAnimations().filter(one => one.timeline instanceof DocumentTimeline).forEach(one => one.finish())"
        )
        watched.page.wait_for_function("figure => !(" + COPIES + ")(figure)", arg=watched.figure.element_handle())
        assert watched.said == []


def test_a_run_that_plays_rests_at_each_zoom_as_its_film_does(browser: Browser, folder: Path):
    with opened(browser, folder, f"{AWAY}&i=10") as watched:
        watched.comes_into_sight()
        watched.reaches("iteration", "10")
        first = min(at for at, *_ in zooms_of(folder, [0, 0]))
        watched.page.clock.install()
        watched.figure.locator(".play").click()
        seen = []
        for _ in range(60):  # of 50 ms
            watched.page.clock.run_for(50)
            seen.append(int(watched.figure.locator("[data-series=iteration]").text_content() or ""))
        assert 9 <= seen.count(first) <= 12
        others = [seen.count(n) for n in range(15, first)]
        assert max(others) <= 2
        assert watched.said == []


def test_two_runs_side_by_side_zoom_each_for_itself(browser: Browser, folder: Path):
    query = f"{AWAY}&pin.objective=kl_qp&pin.step_size=0.02&i=150"
    with opened(browser, folder, query, reduced_motion="reduce") as watched:
        watched.comes_into_sight()
        watched.reaches("iteration", "150")
        found = images(watched)
        assert [name.startswith("zoomed-") for name in found] == [True, True, False, False]
        assert watched.said == []


def test_paper_shows_the_end_on_its_scales(browser: Browser, folder: Path):
    with opened(browser, folder, f"{AWAY}&i=0", reduced_motion="reduce") as watched:
        watched.comes_into_sight()
        watched.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert all(name.startswith("zoomed-") for name in images(watched))
        expect(watched.figure.locator("svg.paper")).to_have_count(2)
        watched.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert images(watched) == ["densities", "landscape"]


def test_runs_that_share_a_picture_zoom_with_it(browser: Browser):
    folder = built_site(pairs()).output / "short"
    with opened(browser, folder, "step_size=-0.02&i=150", reduced_motion="reduce") as watched:
        watched.comes_into_sight()
        watched.reaches("iteration", "150")
        assert all(name.startswith("zoomed-") for name in images(watched))
        assert watched.said == []
