"""What samples see of a law: the rule, asked without numpy, and the same rule while a run walks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.numerics.mixtures import Mixture, evenly_spaced, log_density, luck, mass
from klsim.settings.views import RunSettings
from klsim.simulations import _sampling as sampling
from klsim.simulations._sampling import UNSEEN, Grid, find_blindness, is_coarse, sees
from klsim.simulations._sight import Sight, sight
from klsim.simulations.mixture_descent import simulation
from tests.simulations.own import simulated

BASE = {
    "target": {"means": (0.0,), "variances": (1.0,), "weights": (1.0,)},
    "start": {"means": (2.0,), "variances": (1.0,)},
    "domain": (-15.0, 15.0),
    "points": 401,
    "objective": "kl_qp",
    "step_size": 0.1,
    "momentum": 0.0,
    "iterations": 200,
    "tolerance": 0.001,
}


def samples_of(grid: Grid):
    return evenly_spaced(np.array([grid.low]), np.array([grid.high]), np.array([float(grid.points)]))


def law_of(components):
    means, deviations, weights = (np.array([part]) for part in zip(*components, strict=True))
    return Mixture(means, np.square(deviations), weights)


components = st.lists(st.tuples(st.floats(-12, 12), st.floats(0.02, 6)), min_size=1, max_size=3).map(
    lambda pairs: [(mean, deviation, 1 / len(pairs)) for mean, deviation in pairs]
)


@given(components, st.integers(2, 600))
def test_the_rule_is_the_same_before_a_run_and_during_it(law, points):
    grid = Grid(-10.0, 10.0, points)
    samples, mixture = samples_of(grid), law_of(law)
    log_q = log_density(samples.x, mixture)
    assert sampling._by_luck(grid, law) == pytest.approx(luck(mixture, samples.spacing)[0], rel=1e-9)
    assert sampling._sum(grid, law) == pytest.approx(mass(log_q, samples.length)[0], abs=2e-5)
    near = abs(abs(mass(log_q, samples.length)[0] - 1) - UNSEEN) < 4e-5
    outside = ((mixture.means < -10) | (mixture.means > 10)).any()
    if not near and not outside:
        assert (sight(mixture, log_q, samples)[0] == Sight.WHOLE) == sees(grid, law)


@given(st.floats(0.05, 3))
def test_luck_is_the_most_that_a_sum_differs_from_one_wherever_the_law_stands(deviation):
    sums = [
        sum(np.exp(-(((k - place) / deviation) ** 2) / 2) for k in range(-60, 61)) / deviation / np.sqrt(2 * np.pi)
        for place in np.linspace(0, 0.5, 21)
    ]
    worst = luck(Mixture(np.zeros((1, 1)), np.array([[deviation**2]]), np.ones(1)), np.ones(1))[0]
    assert worst == pytest.approx(max(abs(s - 1) for s in sums), rel=0.02, abs=1e-12)


def run(**changes):
    batch = simulated(simulation, [BASE | changes])
    return batch.status[0], int(batch.converged_at[0]), batch.doubts[0]


def test_a_run_that_sees_both_laws_is_not_doubted():
    status, _, doubt = run()
    assert (status, doubt) == ("converged", "")


def test_a_run_whose_q_leaves_the_domain_has_not_converged_though_its_sum_is_zero():
    status, converged_at, doubt = run(start={"means": (10.5,), "variances": (1.0,)}, step_size=3.0)
    assert (status, converged_at) == ("unfinished", -1)
    assert doubt == "Sampling sees less than 99.9 % of q from iteration 1 on: it reaches out of the domain."


def test_the_iteration_that_is_told_is_the_first_from_which_q_is_not_seen_to_the_end():
    start = {"means": (6.0,), "variances": (1.0,)}
    for iterations, told in ((14, ""), (15, "from iteration 15 on"), (17, "from iteration 15 on")):
        doubt = run(start=start, step_size=-0.05, iterations=iterations)[2]
        assert told in doubt
        assert bool(doubt) == bool(told)


def test_a_run_whose_q_becomes_a_needle_between_samples_has_not_converged():
    law = {"means": (0.25,), "variances": (1.0,), "weights": (1.0,)}
    start = {"means": (0.25,), "variances": (5.0,)}
    status, _, doubt = run(target=law, start=start, points=61, step_size=12.4999, iterations=1)
    assert status == "unfinished"
    assert doubt == "Sampling sees less than 99.9 % of q from iteration 1 on: it is too narrow for the points."


def test_a_run_of_which_the_samples_see_nothing_has_not_converged():
    outside = {"means": (40.0,), "variances": (1.0,)}
    assert run(start=outside)[:2] == ("stuck", -1)
    assert (
        run(start=outside)[2]
        == "Sampling sees less than 99.9 % of q from iteration 0 on: it reaches out of the domain."
    )
    needle = {"means": (0.03,), "variances": (1e-8,), "weights": (1.0,)}
    status, converged_at, doubt = run(target=needle, objective="kl_pq")
    assert (status, converged_at) == ("stuck", -1)
    assert doubt == "Sampling sees less than 99.9 % of p: it is too narrow for the points."


def test_what_is_not_seen_for_a_while_does_not_count_as_arrived():
    target = {"means": (12.5,), "variances": (1.0,), "weights": (1.0,)}  # its edge is out for 99.4 % only
    assert find_blindness(RunSettings(BASE | {"target": target}))
    status, _, _ = run(target=target, start={"means": (11.0,), "variances": (1.0,)}, tolerance=0.1)
    assert status == "stuck"


def test_a_run_that_is_coarse_from_its_settings_is_judged_by_its_sums_which_may_fall_below_zero():
    coarse = {"points": 12, "domain": (-20.0, 24.0), "step_size": 0.2, "momentum": 0.5, "iterations": 100,
              "target": {"means": (2.0,), "variances": (1.0,), "weights": (1.0,)},
              "start": {"means": (0.0,), "variances": (5.0,)}}  # fmt: skip
    assert is_coarse(RunSettings(BASE | coarse))
    status, converged_at, doubt = run(**coarse)
    assert (status, converged_at) == ("below_zero", -1)
    assert doubt == "Sampling sees less than 99.9 % of p: it is too narrow for the points."


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"start": {"means": (40.0,), "variances": (1.0,)}},
        {"target": {"means": (0.0,), "variances": (1e-8,), "weights": (1.0,)}},
        {"points": 12, "target": {"means": (20.0,), "variances": (1.0,), "weights": (1.0,)}},
    ],
)
def test_a_run_that_sees_all_or_next_to_nothing_is_not_coarse(changes):
    assert not is_coarse(RunSettings(BASE | changes))
