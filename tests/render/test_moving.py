"""Moving marks on the canvas."""

import numpy as np
import pytest

from klsim.numerics.distributions import Gaussian, density
from klsim.render.canvas import new_canvas, paint
from klsim.render.moving import arrow, density_lines, plan_mark
from klsim.scene.marks import DENSITY_SAMPLES, Density, Panel, Point, Scale, Trail
from klsim.scene.strokes import STROKES

PANEL = Panel("land", "", Scale("x", -4, 4, ()), Scale("y", 0, 5, ()), (), ())
POINT = Point("x", "y", "object")
BELL = Density(("m",), ("v",), "object")


def painted(mark, series, themes, frame=0):
    """True where a mark changes the paper of an empty panel."""
    series = {name: np.atleast_1d(np.array(values, dtype=float)) for name, values in series.items()}
    canvas = new_canvas(PANEL.width_px, PANEL.height_px, themes.light.paper)
    for shape in plan_mark(mark, PANEL, themes.light, series, range(len(next(iter(series.values())))))(frame):
        paint(canvas, shape)
    return (canvas.rgba[..., :3] != themes.light.paper).any(axis=-1)


def extent(mask):
    """First and last changed column and row."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return int(columns[0]), int(columns[-1]), int(rows[0]), int(rows[-1])


def test_a_point_in_the_box_is_a_disc_around_its_place(themes):
    left, right, top, bottom = extent(painted(POINT, {"x": 0, "y": 2.5}, themes))
    x, y = PANEL.to_px(np.array(0.0), np.array(2.5))
    assert (left + right + 1) / 2 == pytest.approx(x, abs=0.5)
    assert (top + bottom + 1) / 2 == pytest.approx(y, abs=0.5)
    assert right - left == bottom - top == pytest.approx(2 * STROKES.point_radius_px, abs=2)


@pytest.mark.parametrize(
    ("place", "side"),
    [((-5000, 2), 0), ((9, 2), 1), ((0, 1e6), 2), ((0, -1), 3)],
    ids=["left", "right", "above", "below"],
)
def test_a_point_outside_is_a_triangle_at_the_nearest_edge_that_points_out(themes, place, side):
    mask = painted(POINT, {"x": place[0], "y": place[1]}, themes)
    left, top, width, height = PANEL.box_px
    edges = left, left + width, top, top + height
    assert extent(mask)[side] == pytest.approx(edges[side], abs=4)
    profile = mask.sum(axis=0 if side < 2 else 1)
    profile = profile[np.flatnonzero(profile)]
    thin, thick = (profile[:3], profile[-3:]) if side in (0, 2) else (profile[-3:], profile[:3])
    assert thick.max() > 2 * thin.max()


def test_an_arrow_is_as_long_as_it_is_wide():
    tip, one, other = arrow(np.array([10.0, 20.0]), np.array([3.0, -4.0]))
    assert np.hypot(*(one - other)) == pytest.approx(STROKES.arrow_px)
    assert np.hypot(*(tip - (one + other) / 2)) == pytest.approx(STROKES.arrow_px)


def test_a_density_line_is_the_density_in_px():
    series = {"m": np.array([0.5]), "v": np.array([0.25])}
    (line,) = density_lines(BELL, PANEL, series, [0])
    assert len(line) == DENSITY_SAMPLES + STROKES.bell_samples
    left, top, width, height = PANEL.box_px
    x = PANEL.x.low + (line[:, 0] - left) / width * 8
    y = (top + height - line[:, 1]) / height * 5
    np.testing.assert_allclose(y, density(x, Gaussian(0.5, 0.25)), atol=1e-12)


def test_a_bell_narrower_than_a_pixel_still_rises_through_the_box(themes):
    mask = painted(BELL, {"m": 0.0123, "v": 1e-9}, themes)
    _, top, _, height = PANEL.box_px
    middle = mask[top : top + height // 2].any(axis=0)
    assert mask[top : top + height // 2].any(axis=1).all()
    assert 1 <= middle.sum() <= 6


def test_densities_and_trails_stay_in_the_box(themes):
    wild = {"m": [0, 3.9], "v": [1e-4, 1e-300], "x": [0, 1e6], "y": [1, 1e6]}
    left, top, width, height = PANEL.box_px
    for mark in (BELL, Trail("x", "y", "object")):
        first, last, upper, lower = extent(painted(mark, wild, themes, frame=1))
        assert left <= first <= last < left + width
        assert top <= upper <= lower < top + height


def test_a_trail_shows_no_more_than_has_passed(themes):
    there_and_on = {"x": [-2, 0, 2], "y": [1, 1, 1]}
    ends = [extent(painted(Trail("x", "y", "object"), there_and_on, themes, frame))[1] for frame in range(3)]
    wanted = [PANEL.to_px(np.array(x), np.array(1.0))[0] for x in (-2.0, 0.0, 2.0)]
    np.testing.assert_allclose(ends, wanted, atol=3)


def test_numbers_that_are_not_finite_do_not_stop_the_painter(themes):
    for value in (np.inf, -np.inf):
        assert painted(POINT, {"x": value, "y": 1.0}, themes).any()


def test_where_no_place_is_known_nothing_is_painted(themes):
    assert not painted(POINT, {"x": np.nan, "y": 1.0}, themes).any()
