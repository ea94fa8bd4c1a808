"""The picture of a mixture: its scene, and the marks that it brought along."""

from dataclasses import replace

import numpy as np
import pytest

from klsim.figures.animation.description import left_picture_at
from klsim.figures.animation.record import Record
from klsim.figures.animation.sweep import Run
from klsim.render.animation import render_frames
from klsim.render.background import prepare_backgrounds
from klsim.render.canvas import new_canvas, paint
from klsim.render.moving import density_lines, plan_mark
from klsim.render.panel import render_panel, tick_text
from klsim.render.shapes import Fill, Stroke
from klsim.render.text import set_words
from klsim.scene.film import Film
from klsim.scene.marks import Density, Panel, Point, Scale, Trail
from klsim.scene.strokes import STROKES
from klsim.settings.views import RunSettings
from klsim.simulations._divergence_panel import DEEP
from klsim.simulations.mixture_descent import simulation
from tests.simulations.own import simulated

SETTINGS = {
    "target": {"means": (-5.0, 0.0, 5.0), "variances": (2.0, 2.0, 2.0), "weights": (1.0, 1.0, 1.0)},
    "start": {"means": (-0.01, 0.0, 0.01), "variances": (2.0, 2.0, 2.0)},
    "domain": (-15.0, 15.0),
    "points": 401,
    "objective": "kl_qp",
    "step_size": 2.0,
    "momentum": 0.9,
    "iterations": 60,
    "tolerance": 0.001,
}
SINGLE = SETTINGS | {"start": {"means": (1.0,), "variances": (3.0,)}}
LOG = Panel("log", "", Scale("", 0, 10, ()), DEEP, (), ())


def scene_of(settings):
    return simulation.scene(RunSettings(settings))


def run_of(settings):
    batch = simulated(simulation, [settings])
    series = {name: values[0] for name, values in batch.series.items()}
    return series | {"iteration": np.arange(batch.series["kl_qp"].shape[1], dtype=float)}


def test_a_scene_shows_every_series_that_a_run_records():
    scene = scene_of(SETTINGS)
    names = {*simulation.coordinates(SETTINGS), *simulation.measures}
    assert {readout.series for readout in scene.readouts} == {"iteration", *names}
    densities, components, divergences = scene.panels
    assert [len(densities.moving), len(components.moving), len(divergences.moving)] == [4, 6, 4]


def test_a_single_bell_is_not_drawn_twice():
    scene = scene_of(SINGLE)
    assert [len(panel.moving) for panel in scene.panels] == [1, 2, 4]
    assert [readout.label for readout in scene.readouts][3:] == ["mean", "variance"]


def test_components_add_up_to_the_whole():
    panel = scene_of(SETTINGS).panels[0]
    series, frames = run_of(SETTINGS), [0, 30, 60]
    *parts, whole = (mark for mark in panel.moving if isinstance(mark, Density))
    bottom = panel.box_px[1] + panel.box_px[3]
    even = np.linspace(panel.box_px[0], panel.box_px[0] + panel.box_px[2], 90)

    def heights(mark):
        return [
            np.interp(even, line[:, 0], bottom - line[:, 1]) for line in density_lines(mark, panel, series, frames)
        ]

    total = sum(np.array(heights(part)) for part in parts)
    np.testing.assert_allclose(total, heights(whole), atol=0.3)


def test_a_thin_density_is_a_line_without_a_tint(themes):
    panel = scene_of(SETTINGS).panels[0]
    (shape,) = plan_mark(panel.moving[0], panel, themes.light, run_of(SETTINGS), [5])(0)
    assert isinstance(shape, Stroke)
    assert shape.width_px == STROKES.thin_px
    assert shape.colour == themes.light.series_1


def test_a_trail_without_steps_is_a_line_alone(themes):
    series = {"iteration": np.arange(3.0), "kl": np.array([1, 0.1, 0.01])}
    (line,) = plan_mark(Trail("iteration", "kl", "object", steps=False), LOG, themes.light, series, [2])(0)
    assert isinstance(line, Stroke)
    assert np.diff(line.xy[:, 1]) == pytest.approx(np.full(2, line.xy[1, 1] - line.xy[0, 1]))  # even in decades


@pytest.mark.parametrize("value", [1e-30, 0.0, -1e-16])
def test_what_is_too_small_for_a_log_scale_is_held_at_its_foot(themes, value):
    series = {"iteration": np.array([5.0]), "kl": np.array([value])}
    disc, _ = plan_mark(Point("iteration", "kl", "object", held=True), LOG, themes.light, series, [0])(0)
    assert isinstance(disc, Fill)
    _, top, _, height = LOG.box_px
    assert disc.xy[:, 1].mean() == pytest.approx(top + height)
    assert len(disc.xy) > 3


def test_a_held_point_does_not_leave_the_picture():
    scene = scene_of(SETTINGS)
    series = run_of(SETTINGS) | {"kl_qp": np.full(61, 1e-20), "kl_pq": np.full(61, 1e9)}
    record = Record(Run((), {}, SETTINGS), series, "unfinished", None, Film((0, 60)))
    assert left_picture_at(record, scene) is None


def test_ticks_of_a_log_scale_are_powers_of_ten():
    assert [tick_text(tick, DEEP) for tick in DEEP.ticks] == ["10^−12", "10^−9", "10^−6", "10^−3", "1"]


def test_a_power_is_set_smaller_and_higher():
    plain, raised = set_words("10", 24), set_words("10^−3", 24)
    rows = [
        np.flatnonzero(mask.coverage[:, int(mask.left + plain.advance_px) :].any(axis=1)) for mask in (raised,)
    ]
    assert rows[0].max() < raised.baseline - 24 * 0.25
    assert plain.advance_px < raised.advance_px < set_words("10−3", 24).advance_px


def test_a_grid_is_painted_under_everything_at_the_ticks(themes):
    panel = scene_of(SETTINGS).panels[2]
    with_grid, without = (
        render_panel(replace(panel, grid=on, static=()), themes.light, 1) for on in (True, False)
    )
    left, top, width, height = panel.box_px
    assert (with_grid[top + height // 2 :, left + 2 : left + width] == themes.light.rule).all(axis=-1).any()
    assert (without[top : top + height, left : left + width] == themes.light.paper).all()


@pytest.mark.slow
def test_frames_of_a_mixture_are_painted_within_one_palette(themes):
    (background,) = prepare_backgrounds([scene_of(SETTINGS)], themes.light)
    first, last = render_frames(background, run_of(SETTINGS), [0, 60], "a title", "an outcome")
    assert (first != last).any()
    canvas = new_canvas(background.layout.width_px, background.layout.height_px, themes.light.paper)
    for panel, corner in zip(background.panels, background.layout.corners, strict=True):
        for mark in panel.moving:
            for shape in plan_mark(mark, panel, themes.light, run_of(SETTINGS), [60])(0):
                paint(canvas, shape, corner)
    used = np.unique(canvas.rgba[..., :3].reshape(-1, 3), axis=0).astype(float)
    off = np.abs(used[:, np.newaxis] - background.palette.colours.astype(float)).max(axis=-1).min(axis=1)
    assert off.max() < 45  # blends of edges; every full colour is close


@pytest.mark.parametrize("role", ["series-1", "series-2", "series-3"])
def test_colours_of_components_can_be_read_on_paper(themes, role):
    for theme in (themes.light, themes.dark):
        assert _contrast(theme.colour(role), theme.paper) >= 4.5


def _contrast(one, other):
    """The contrast of WCAG 2.2."""

    def luminance(colour):
        share = np.array(colour) / 255
        return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4) @ (
            0.2126,
            0.7152,
            0.0722,
        )

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
