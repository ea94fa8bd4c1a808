"""Films and stills of panels that zoom out: each frame is what the panel looks like on its scales of then."""

from dataclasses import replace

import numpy as np
import pytest

from klsim.numerics.distributions import Gaussian, density
from klsim.render.animation import render_frames
from klsim.render.background import prepare_backgrounds, zoom_out
from klsim.render.movie import Movie, Reel
from klsim.render.movie_layout import MovieWords
from klsim.render.panel import tick_text
from klsim.render.shapes import Stroke
from klsim.render.static import standing_shapes
from klsim.render.vector import draw_still
from klsim.scene.film import Film
from klsim.scene.marks import Line, Panel, Scene
from klsim.scene.wider import decode_wider, encode_wider, panel_in
from klsim.scene.zooming import factors_at, plan_zooms, widen, with_sign
from klsim.settings.views import RunSettings
from klsim.simulations.gaussian_descent import simulation
from tests.render.conftest import descent_settings

WORDS = MovieWords("", "", "KL(q, p) · step size −0.02", ("There.",))
SETTINGS = descent_settings(step_size=-0.02)
FRAMES = (0, 7, 8, 14, 15, 60, 120)


@pytest.fixture(scope="module")
def flight(scenes, run_of) -> Reel:
    """A run that runs away, and what its panels are then."""
    series, _ = run_of(step_size=-0.02)
    scene = scenes[0]
    zooms = plan_zooms(scene.panels, series)
    views = {(zoom.panel, zoom.factors) for zoom in zooms}
    wider = {(n, factors): wide_panel(scene.panels[n], factors) for n, factors in sorted(views)}
    return Reel(scene, series, Film(FRAMES, zooms=zooms), WORDS, wider=decode_wider(encode_wider(wider)))


def wide_panel(panel: Panel, factors: tuple[int, int]) -> Panel:
    assert simulation.standing is not None
    wide = widen(panel, factors)
    return with_sign(replace(wide, static=tuple(simulation.standing(RunSettings(SETTINGS), wide))), factors)


def scene_then(reel: Reel, iteration: int) -> Scene:
    """The scene with the panels that it has at an iteration."""
    zooms = reel.film.zooms
    panels = (
        panel_in(panel, n, reel.wider, factors_at(zooms, n, iteration))
        for n, panel in enumerate(reel.scene.panels)
    )
    return replace(reel.scene, panels=tuple(panels))


def fixed(reel: Reel, iteration: int) -> Reel:
    """The same run on the panels of an iteration, which never zoom."""
    return replace(reel, scene=scene_then(reel, iteration), film=replace(reel.film, zooms=()), wider={})


def test_the_flight_zooms_twice_in_either_panel_at_least(flight: Reel):
    assert {zoom.panel for zoom in flight.film.zooms} == {0, 1}
    assert len({zoom.factors for zoom in flight.film.zooms}) >= 3


@pytest.mark.parametrize("number", range(len(FRAMES)))
def test_a_frame_of_a_film_is_that_of_a_film_on_the_scales_of_then(flight: Reel, themes, number: int):
    movie = Movie(flight, (1280, 720), themes.light)
    movie.frame(len(FRAMES) - 1)  # in any order
    alone = Movie(fixed(flight, FRAMES[number]), (1280, 720), themes.light)
    np.testing.assert_array_equal(movie.frame(number), alone.frame(number))


def test_gifs_show_the_same_and_a_run_that_stays_is_drawn_as_if_no_panel_could_zoom(flight: Reel, themes):
    scene, series = flight.scene, flight.series
    (bare,) = prepare_backgrounds([scene], themes.light)
    background = zoom_out(bare, flight.wider)
    frames = list(render_frames(background, series, FRAMES, "", "", zooms=flight.film.zooms))
    for n, picture in enumerate(frames):
        then = scene_then(flight, FRAMES[n])
        (alone,) = prepare_backgrounds([then], themes.light)
        expected = alone.palette.colours[list(render_frames(alone, series, FRAMES, "", ""))[n]]
        found = background.palette.colours[picture]
        off = np.abs(found.astype(int) - expected).max(axis=-1)
        assert off.mean() < 1.5
        assert (off > 40).mean() < 0.001
    (unaware,) = prepare_backgrounds([scene], themes.light)
    np.testing.assert_array_equal(background.palette.colours, unaware.palette.colours)
    np.testing.assert_array_equal(frames[0], next(render_frames(unaware, series, FRAMES, "", "")))


def test_a_still_as_lines_is_that_of_the_scales_of_the_end(flight: Reel, themes):
    last = FRAMES[-1]
    assert draw_still(flight, themes.light) == draw_still(fixed(flight, last), themes.light)
    assert draw_still(flight, themes.light) != draw_still(fixed(flight, 0), themes.light)


@pytest.mark.parametrize("factor", [10, 100, 1000, 1_000_000])
def test_p_is_a_needle_of_its_full_height_at_every_zoom(scenes, themes, factor: int):
    """The line of p has the height that p has, and nowhere another than p has there."""
    wide = wide_panel(scenes[0].panels[0], (factor, 1))
    p = next(mark for mark in wide.static if isinstance(mark, Line) and mark.filled)
    law = Gaussian(np.float64(2), np.float64(1))
    np.testing.assert_allclose(p.y, density(p.x, law))
    assert p.y.max() == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-3)
    assert (p.x[0], p.x[-1]) == (wide.x.low, wide.x.high)
    drawn = next(shape for shape in standing_shapes(wide, themes.light) if isinstance(shape, Stroke))
    left, top, width, height = wide.box_px
    middle, foot = left + width * (2 - wide.x.low) / (wide.x.high - wide.x.low), top + height
    near = drawn.xy[np.abs(drawn.xy[:, 0] - middle) < 0.5 + width / factor]
    assert foot - near[:, 1].min() == pytest.approx(height / 1.6, rel=1e-3)


@pytest.mark.parametrize(("value", "text"), [(-6000, "−6000"), (-20_000, "−20k"), (0, "0"), (3_000_000, "3M")])
def test_far_ticks_are_told_in_thousands_and_millions(value: float, text: str):
    size = max(abs(value), 1000)
    scale = replace(wide_scale(), ticks=(-size, 0, size))
    assert tick_text(value, scale) == text
    assert tick_text(value, replace(scale, around=None)) == f"{value:.0f}".replace("-", "−")


def wide_scale():
    return simulation.scene(RunSettings(SETTINGS)).panels[0].x
