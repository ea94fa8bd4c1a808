"""At rest, and stuck."""

import numpy as np
import pytest

from klsim.numerics.descent import Descent, Stop, descend, heavy_ball
from klsim.numerics.outcome import AT_REST, Beyond, classify, is_stationary


def run_of(positions, stop=Stop.NOT):
    states = np.array(positions, dtype=float).reshape(-1, 1, 1)
    return Descent(states, np.array([len(positions) - 1]), np.array([stop]), states[-1])


def classified(heights, at_rest, stop=Stop.NOT):
    return classify(
        run_of(heights, stop), np.array(heights, dtype=float)[:, np.newaxis], np.array([0.1]), np.array([at_rest])
    )


@pytest.mark.parametrize(
    ("heights", "stop", "status"),
    [
        ([3, 2, 1], Stop.NOT, "stuck"),
        ([1, 2, 2], Stop.NOT, "stuck"),
        ([3, 0.1, 0], Stop.NOT, "converged"),
        ([3, 2, 1], Stop.DIVERGED, "diverged"),
        ([3, 2, 1], Stop.LEFT_DOMAIN, "left_domain"),
    ],
)
def test_a_run_at_rest_is_stuck_unless_it_arrived_or_was_stopped(heights, stop, status):
    outcome = classified(heights, True, stop)
    assert outcome.status == (status,)
    assert (outcome.converged_at[0] >= 0) == (status == "converged")


def test_a_run_that_is_not_at_rest_is_not_stuck():
    assert classified([3, 2, 1], False).status == ("unfinished",)


def rested(positions, slopes):
    return bool(is_stationary(run_of(positions), np.array(slopes, dtype=float).reshape(-1, 1, 1))[0])


def test_rest_needs_both_a_level_place_and_no_speed():
    assert rested([0, 1, 2, 2], [1, 1, 1, 0])
    assert not rested([0, 1, 2, 2], [1, 1, 1, 1])
    assert not rested([0, 1, 2, 3], [1, 1, 1, 0])


def test_rest_is_measured_against_the_largest_slope_and_step_of_the_run():
    assert rested([0, 1, 1 + AT_REST / 2], [1, 1, AT_REST / 2])
    assert not rested([0, 1, 1 + 2 * AT_REST], [1, 1, AT_REST / 2])
    assert not rested([0, 1, 1 + AT_REST / 2], [1, 1, 2 * AT_REST])


def test_one_who_never_felt_a_slope_is_at_rest():
    assert rested([4, 4, 4], [0, 0, 0])


def test_numbers_after_the_end_of_a_run_do_not_count():
    states = np.array([[0, 0], [1, 1], [1, 1], [np.nan, 1]], dtype=float)[:, :, np.newaxis]
    gradient = np.array([[1, 1], [1, 1], [0, 1], [np.nan, 0]], dtype=float)[:, :, np.newaxis]
    both = Descent(states, np.array([2, 3]), np.array([Stop.NOT, Stop.NOT]), states[-1])
    assert is_stationary(both, gradient).tolist() == [True, True]


def judged(step_size, momentum, iterations):
    """Runs on x²/2 from 3, and the numbers of those that were computed on."""
    step_size, momentum = np.array(step_size), np.array(momentum)
    asked = []

    def walk(numbers, start, carry=None):
        method = heavy_ball(lambda state: state, step_size[numbers], momentum[numbers])
        count = np.full(len(numbers), iterations)
        return descend(start, method, lambda state: np.ones(len(state), dtype=bool), count, carry)

    everyone = np.arange(len(step_size))
    path = walk(everyone, np.full((len(step_size), 1), 3.0))

    def go_on(numbers):
        asked.extend(numbers.tolist())
        beyond = walk(numbers, path.ends[numbers], path.carry[numbers])
        height = beyond.states[..., 0] ** 2 / 2
        return Beyond(beyond, height, np.ones(height.shape, dtype=bool))

    return classify(path, path.states[..., 0] ** 2 / 2, np.full(len(step_size), 0.001), go_on=go_on), asked


def test_only_runs_whose_verdict_hangs_on_it_are_computed_on():
    outcome, asked = judged([0.1, 0.3, 0.5, 1.9, 2.0, 2.1, 1e-4], [0, 0, 0.9, 0, 0, 0, 0], 200)
    assert outcome.status == (*["converged"] * 4, "oscillating", "diverged", "unfinished")
    assert asked == [4]


def test_a_run_that_is_low_in_the_middle_of_a_swing_has_not_converged():
    for iterations in range(300, 400):
        outcome, asked = judged([0.02], [0.99], iterations)
        longer, _ = judged([0.02], [0.99], 2 * iterations)
        stays = 0 <= longer.converged_at[0] <= iterations
        assert (outcome.status[0] == "converged") == stays, iterations
        assert asked == [0] or outcome.status[0] == "unfinished"
