"""Heavy-ball descent on functions whose path is known exactly, and its stopping rules."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.numerics.descent import Stop, descend, heavy_ball
from klsim.numerics.outcome import classify


def anywhere(state):
    return np.ones(len(state), dtype=bool)


def above_zero(state):
    return state[:, 0] > 0


def bowl(curvature=1.0):
    return lambda state: curvature * state


def go(gradient, start, step_size, momentum, iterations, in_domain=anywhere):
    runs = len(start)
    method = heavy_ball(gradient, np.broadcast_to(step_size, runs), np.broadcast_to(momentum, runs))
    return descend(np.array(start, dtype=float), method, in_domain, np.broadcast_to(iterations, runs))


@given(st.floats(0.01, 1.9), st.floats(-100, 100))
def test_zero_momentum_is_plain_gradient_descent(step_size, start):
    path = go(bowl(), [[start]], step_size, 0, 30).states[:, 0, 0]
    assert path == pytest.approx(start * (1 - step_size) ** np.arange(31), rel=1e-9, abs=1e-12)


@given(st.floats(0.01, 0.9), st.floats(0, 0.99))
def test_momentum_follows_the_two_term_recurrence(step_size, momentum):
    path = go(bowl(), [[1.0]], step_size, momentum, 40).states[:, 0, 0]
    expected = [1.0, 1.0 - step_size]
    for _ in range(39):
        expected.append((1 + momentum - step_size) * expected[-1] - momentum * expected[-2])
    assert path == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_a_step_of_two_over_the_curvature_hops_between_two_points_for_ever():
    path = go(bowl(4.0), [[3.0]], 0.5, 0, 50).states[:, 0, 0]
    assert path.tolist() == [3.0 * (-1) ** i for i in range(51)]


def test_runs_of_a_batch_do_not_touch_each_other():
    start = [[1.0], [2.0], [5.0]]
    step_size, momentum = np.array([0.1, 2.5, -0.3]), np.array([0.9, 0.0, 0.5])
    together = go(bowl(), start, step_size, momentum, np.array([20, 7, 13]))
    for n in range(3):
        alone = go(bowl(), start[n : n + 1], step_size[n], momentum[n], [20, 7, 13][n])
        assert together.last[n] == alone.last[0]
        np.testing.assert_array_equal(together.states[: alone.last[0] + 1, n], alone.states[:, 0])


def test_a_run_stops_before_the_first_state_out_of_its_domain():
    run = go(lambda state: np.ones_like(state), [[1.0]], 0.3, 0, 10, above_zero)
    assert (run.last[0], run.stop[0]) == (3, Stop.LEFT_DOMAIN)
    assert np.isnan(run.states[4:]).all()


def test_a_state_on_the_border_is_out():
    run = go(lambda state: np.ones_like(state), [[1.0]], 0.5, 0, 10, above_zero)
    assert (run.last[0], run.stop[0]) == (1, Stop.LEFT_DOMAIN)


def test_a_run_stops_before_a_coordinate_passes_a_million():
    run = go(bowl(), [[1.0]], -9.0, 0, 10)
    assert (run.last[0], run.stop[0]) == (6, Stop.DIVERGED)
    assert run.states[6, 0, 0] == 1e6


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_state_that_is_not_finite_stops_the_run(value):
    run = go(lambda state: np.full_like(state, value), [[1.0]], 0.1, 0, 10)
    assert (run.last[0], run.stop[0]) == (0, Stop.DIVERGED)


def height_of(values):
    return np.array(values, dtype=float)[:, np.newaxis]


def classified(heights, tolerance=0.1, stop=Stop.NOT):
    last = np.array([len(heights) - 1])
    run = go(bowl(), [[1.0]], 0.1, 0, len(heights) - 1)
    run = replace(run, last=last, stop=np.array([stop]))
    outcome = classify(run, height_of(heights), np.array([tolerance]))
    return outcome.status[0], int(outcome.converged_at[0])


@pytest.mark.parametrize(
    ("heights", "expected"),
    [
        ([1, 0.5, 0.1, 0.05], ("converged", 2)),
        ([0.05, 0.01], ("converged", 0)),
        ([1, 0.05, 0.5, 0.05, 0.01], ("converged", 3)),
        ([1, 0.05, 0.5], ("unfinished", -1)),
        ([1, 0.05, 1.5], ("diverged", -1)),
        ([1, 1], ("unfinished", -1)),
    ],
)
def test_a_run_has_converged_when_it_stays_below_the_tolerance_to_its_end(heights, expected):
    assert classified(heights) == expected


def test_a_run_that_was_stopped_has_not_converged_however_low_it_had_come():
    assert classified([1, 0.05], stop=Stop.LEFT_DOMAIN) == ("left_domain", -1)
    assert classified([1, 0.05], stop=Stop.DIVERGED) == ("diverged", -1)
