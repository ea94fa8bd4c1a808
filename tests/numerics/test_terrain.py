"""Terrain against mpmath's derivatives, and its lowest point against searches that know nothing of it."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brute, minimize_scalar

from klsim.numerics.terrain import Terrain, height, low_points, lowest_point, nearest_low_point, slope
from tests.examples import examples

bumps = st.lists(st.tuples(st.floats(-5, 5), st.floats(-10, 10), st.floats(0.05, 3)), max_size=6)


def terrain(quadratic=0.05, linear=0.0, bumps=()):
    return Terrain(np.float64(quadratic), np.float64(linear), *np.array(bumps, dtype=float).reshape(-1, 3).T)


terrains = st.builds(terrain, st.floats(0.02, 2), st.floats(-3, 3), bumps)


def exact_height(x, ground):
    total = ground.quadratic * x**2 + ground.linear * x
    for h, c, w in zip(ground.heights, ground.centres, ground.widths, strict=True):
        total += h * mpmath.exp(-((x - c) ** 2) / (2 * w**2))
    return total


@examples(15)
@given(terrains, st.floats(-15, 15))
def test_height_and_slope_are_those_of_the_formula(ground, x):
    with mpmath.workdps(40):
        assert float(height(np.float64(x), ground)) == pytest.approx(
            float(exact_height(x, ground)), rel=1e-12, abs=1e-12
        )
        wanted = mpmath.diff(lambda at: exact_height(at, ground), x)
        assert float(slope(np.float64(x), ground)) == pytest.approx(float(wanted), rel=1e-10, abs=1e-10)


@pytest.mark.slow
@given(terrains)
def test_no_search_finds_lower_ground_than_the_lowest_point(ground):
    place, low = lowest_point(ground)
    assert low == height(np.float64(place), ground)
    vertex = -ground.linear / (2 * ground.quadratic)
    reach = np.sqrt(np.abs(ground.heights).sum() / ground.quadratic) + 1
    found = brute(lambda x: height(x[0], ground), ((vertex - reach, vertex + reach),), Ns=3000, full_output=True)[
        1
    ]
    assert low <= found + 1e-6 * np.abs(ground.heights).sum() + 1e-12


def test_the_lowest_point_is_the_one_that_minimize_scalar_finds_near_it():
    ground = terrain(0.058, -0.86, [(4.3, 1.2, 0.81), (-1.1, 3, 0.23), (1, 3.9, 0.31), (-2.1, 8, 0.67)])
    place, low = lowest_point(ground)
    oracle = minimize_scalar(lambda x: height(x, ground), bracket=(7, 8, 9), tol=1e-12)
    assert place == pytest.approx(oracle.x, abs=1e-6)
    assert low == pytest.approx(oracle.fun, abs=1e-13)


@given(st.floats(0.01, 100), st.floats(-100, 100))
def test_without_bumps_the_lowest_point_is_that_of_the_parabola(quadratic, linear):
    place, low = lowest_point(terrain(quadratic, linear))
    assert place == pytest.approx(-linear / (2 * quadratic), rel=1e-12, abs=1e-12)
    assert low == pytest.approx(-(linear**2) / (4 * quadratic), rel=1e-12, abs=1e-12)


def test_a_needle_of_a_hollow_in_a_wide_valley_is_found():
    place, low = lowest_point(terrain(1e-4, 0, [(-5, 123.456, 0.001)]))
    assert place == pytest.approx(123.456, abs=1e-6)
    assert low == pytest.approx(-5 + 1e-4 * 123.456**2, rel=1e-6)


@given(terrains)
def test_low_points_ascend_and_the_ground_is_level_there(ground):
    places = low_points(ground)
    assert len(places) >= 1
    assert (np.diff(places) > 0).all()
    steepest = 2 * ground.quadratic * 20 + abs(ground.linear) + np.sum(np.abs(ground.heights) / ground.widths**2)
    np.testing.assert_allclose(slope(places, ground), 0, atol=1e-12 * steepest)


@examples(15)
@given(terrains, st.floats(-15, 15))
def test_the_way_to_the_nearest_low_point_only_falls(ground, start):
    way = np.linspace(start, nearest_low_point(start, ground), 400)
    fall = np.diff(height(way, ground))
    assert (fall <= 1e-5 * (1 + np.abs(ground.heights).sum())).all()


@given(terrains, st.floats(-20, 20))
def test_a_bump_of_no_height_changes_no_bit(ground, x):
    parts = (
        np.append(part, filler)
        for part, filler in zip((ground.heights, ground.centres, ground.widths), (0, 0, 1), strict=True)
    )
    filled = Terrain(ground.quadratic, ground.linear, *parts)
    assert height(np.float64(x), filled) == height(np.float64(x), ground)
    assert slope(np.float64(x), filled) == slope(np.float64(x), ground)
