"""Panels that zoom out after what leaves them: how far, when, and what stays as it is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from klsim.scene.marks import Bars, Curve, Density, Label, Panel, Point, Scale, Trail
from klsim.scene.motion import hold, trace
from klsim.scene.zooming import FACTORS, LINGER, Zoom, factors_at, plan_zooms, stretches, widen, with_sign
from tests.examples import examples

X = Scale("x", -2, 6, (-2, 0, 2, 4, 6), around=1)
Y = Scale("y", 0, 5, (0, 5), around=0)
STILL = Scale("y", 0, 5, (0, 5))
PANEL = Panel("there", "There", X, Y, moving=(Trail("a", "b", "object"), Point("a", "b", "object")))


def run(a, b=None) -> dict[str, np.ndarray]:
    across = np.asarray(a, dtype=float)
    up = np.ones(len(across)) if b is None else np.asarray(b, dtype=float)
    return {"a": across, "b": up, "iteration": np.arange(float(len(across)))}


def is_in_sight(panel: Panel, x: float, y: float) -> bool:
    left, top, width, height = panel.box_px
    across, down = panel.to_px(np.float64(x), np.float64(y))
    near = 1e-6
    return -near <= across - left <= width + near and -near <= down - top <= height + near


def test_what_stays_in_a_panel_leaves_it_as_it_is():
    assert plan_zooms([PANEL], run(np.linspace(-2, 6, 200), np.linspace(0, 5, 200))) == ()


def test_a_panel_that_follows_nothing_never_zooms():
    bare = replace(PANEL, x=replace(X, around=None), y=STILL)
    assert plan_zooms([bare], run(np.linspace(0, 1e6, 200))) == ()


def test_a_flight_is_followed_in_tens_each_from_the_iteration_that_leaves():
    flight = run(1 - 3 * 10 ** np.linspace(-1, 3.5, 451))  # a tenth of the way to the left edge at first
    zooms = plan_zooms([PANEL], flight)
    assert zooms == (Zoom(101, 0, 10, 1), Zoom(201, 0, 100, 1), Zoom(301, 0, 1000, 1), Zoom(401, 0, 10_000, 1))


def test_each_direction_zooms_for_itself():
    up = run(np.full(100, 2.0), np.linspace(1, 400, 100))
    assert {zoom.across for zoom in plan_zooms([PANEL], up)} == {1}
    assert plan_zooms([PANEL], up)[-1].up == 100


def test_a_bell_has_left_when_it_has_to_one_standard_deviation():
    panel = Panel("bell", "Bell", X, STILL, moving=(Density(("a",), ("b",), "object"),))
    slim = run(np.linspace(1, -5, 121), np.full(121, 0.25))
    (zoom,) = plan_zooms([panel], slim)
    assert zoom.at == np.flatnonzero(slim["a"] - 0.5 < -2)[0]


@pytest.mark.parametrize("mark", [Curve("b", "object"), Bars("rows", "object")])
def test_heights_are_followed_upwards(mark):
    panel = Panel("heights", "Heights", replace(X, around=None), Y, moving=(mark,))
    heights = run(np.zeros(90), np.repeat([1, 30, 300], 30))
    heights["rows"] = np.stack([heights["b"], -heights["b"]], axis=1)
    assert [(zoom.at, zoom.up) for zoom in plan_zooms([panel], heights)] == [(30, 10), (60, 100)]


def test_who_is_back_soon_is_not_followed_and_who_looks_in_for_a_moment_is_still_away():
    away = np.zeros(300)
    away[100 : 100 + LINGER - 1] = 50
    assert plan_zooms([PANEL], run(away)) == ()
    away[100:250] = 50
    away[160 : 160 + LINGER - 1] = 0
    assert plan_zooms([PANEL], run(away)) == (Zoom(100, 0, 10, 1), Zoom(250, 0, 1, 1))


def test_who_ends_away_is_followed_however_late_it_leaves():
    assert plan_zooms([PANEL], run([*np.zeros(80), 20, 300])) == (Zoom(80, 0, 10, 1), Zoom(81, 0, 100, 1))


def test_who_would_come_back_is_not_followed_for_having_left_just_before_the_end():
    late = run([*np.zeros(80), *np.full(LINGER - 1, 20)])
    assert plan_zooms([PANEL], late, stays=True) == ()
    assert plan_zooms([PANEL], late) == (Zoom(80, 0, 10, 1),)
    long = run([*np.zeros(80), *np.full(LINGER, 20)])
    assert plan_zooms([PANEL], long, stays=True) == (Zoom(80, 0, 10, 1),)


def test_what_is_not_known_or_never_comes_in_sight_does_not_count():
    assert plan_zooms([PANEL], run(np.full(90, np.nan), np.full(90, -7.0))) == ()
    assert plan_zooms([PANEL], run(np.full(90, np.inf)))[0].across == FACTORS[-1]


@given(st.lists(st.tuples(st.floats(-1e5, 1e5), st.integers(1, 60)), min_size=1, max_size=8))
@examples(60)
def test_a_panel_reaches_as_far_as_the_morphology_of_what_it_needs(parts: list[tuple[float, int]]):
    """scipy.ndimage closes dips and opens bumps; a place needs the first factor by which it is in sight."""
    values = np.repeat([value for value, _ in parts], [count for _, count in parts])
    needed = [
        next(n for n, factor in enumerate(FACTORS) if is_in_sight(widen(PANEL, (factor, 1)), float(value), 1))
        for value in values
    ]
    wide = np.pad(needed, 4 * LINGER, mode="edge")
    calm = ndimage.grey_opening(ndimage.grey_closing(wide, LINGER), LINGER)[4 * LINGER : -4 * LINGER]
    zooms = plan_zooms([PANEL], run(values))
    assert [factors_at(zooms, 0, n)[0] for n in range(len(values))] == [FACTORS[step] for step in calm]
    told = [factors for start, end, factors in stretches(zooms, 0, len(values)) for _ in range(start, end)]
    assert told == [factors_at(zooms, 0, n) for n in range(len(values))]


@pytest.mark.parametrize("factors", [(10, 1), (1, 100), (1000, 1000), (1_000_000, 10)])
def test_the_place_that_a_scale_zooms_around_stays_and_distances_shrink_by_the_factor(factors: tuple[int, int]):
    wide = widen(PANEL, factors)
    middle = PANEL.to_px(np.float64(1), np.float64(0))
    np.testing.assert_allclose(wide.to_px(np.float64(1), np.float64(0)), middle, atol=1e-6)
    away = PANEL.to_px(np.float64(3), np.float64(4)) - middle
    np.testing.assert_allclose(
        wide.to_px(np.float64(3), np.float64(4)) - middle, away / np.array(factors), atol=1e-6
    )
    for scale in (wide.x, wide.y):
        assert len(scale.ticks) >= 2
        assert all(scale.low <= tick <= scale.high for tick in scale.ticks)


@pytest.mark.parametrize(
    ("panel", "factors", "words"),
    [
        (replace(PANEL, y=STILL), (1000, 1), "zoomed out 1,000×"),
        (PANEL, (10, 1), "zoomed out 10× across"),
        (PANEL, (100, 10), "100× across, 10× up"),
        (PANEL, (10, 10), "zoomed out 10×"),
    ],
)
def test_a_panel_says_how_far_it_has_zoomed_out(panel: Panel, factors: tuple[int, int], words: str):
    (sign,) = with_sign(widen(panel, factors), factors).static
    assert isinstance(sign, Label)
    assert sign.text == words


def test_a_zoom_is_motion_even_where_nothing_moves_by_a_pixel():
    """From one edge to the same place of a panel that reaches ten times as far."""
    there = run([1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    places = trace([PANEL], there, zooms=(Zoom(2, 0, 10, 10),))
    assert hold(places, range(4), 1.0) == (0, 0, 2, 3)
