"""The simulation against an independent library, against itself, and the article's two claims."""

import numpy as np
import pytest

from klsim.simulations.mixture_descent import simulation
from tests.simulations.own import simulated

BASE = {
    "target": {"means": (-5.0, 0.0, 5.0), "variances": (2.0, 2.0, 2.0), "weights": (1.0, 1.0, 1.0)},
    "start": {"means": (-0.01, 0.0, 0.01), "variances": (2.0, 2.0, 2.0)},
    "domain": (-15.0, 15.0),
    "points": 401,
    "objective": "kl_qp",
    "step_size": 2.0,
    "momentum": 0.9,
    "iterations": 400,
    "tolerance": 0.001,
}
SPREAD = {"means": (-3.0, 0.0, 3.0), "variances": (2.0, 2.0, 2.0)}
GENTLE_FIT = {
    "target": {"means": (-4.0, 4.0), "variances": (1.0, 1.0), "weights": (1.0, 2.0)},
    "step_size": 0.5,
}


def state(batch, n=0, at=None):
    """Means and variances of a run, at its end or another iteration."""
    i = batch.last[n] if at is None else at
    return [batch.series[name][n, i] for name in batch.series if not name.startswith("kl")]


def test_trajectories_agree_with_an_independent_autodiff_library(reference_runs):
    runs = [run for run in reference_runs if run["simulation"] == "mixture-descent"]
    assert len(runs) >= 4
    batch = simulated(simulation, [_setting(run) for run in runs])
    for n, run in enumerate(runs):
        assert batch.last[n] == run["recorded"]
        for sample in run["samples"]:
            i = sample["iteration"]
            assert state(batch, n, i) == pytest.approx(
                [*sample["means"], *sample["variances"]], rel=1e-9, abs=1e-13
            )
            # The sum itself is only good to some 1e-16: near zero its terms cancel.
            for name in ("kl_qp", "kl_pq"):
                assert batch.series[name][n, i] == pytest.approx(sample[name], rel=1e-9, abs=2e-15)


def _setting(run):
    weights = {"weights": run["target"].get("weights", (1.0,) * len(run["target"]["means"]))}
    return BASE | {k: run[k] for k in BASE if k in run} | {"target": run["target"] | weights}


def test_the_reference_run_that_stops_early_would_have_stepped_to_a_variance_below_zero(reference_runs):
    (run,) = (
        r for r in reference_runs if r["simulation"] == "mixture-descent" and r["recorded"] < r["iterations"]
    )
    batch = simulated(simulation, [_setting(run)])
    assert (batch.last[0], batch.status[0]) == (79, "left_domain")
    # Momentum alone carries the third variance beyond zero, by far more than rounding decides.
    width = batch.series["variance_3"][0, :80]
    assert width[79] + run["momentum"] * (width[79] - width[78]) < -0.1


def test_every_run_of_a_grid_equals_the_same_run_alone():
    narrow = {"means": (0.0, 3.0), "variances": (1.0, 0.5), "weights": (1.0, 3.0)}
    grid = [
        BASE | {"objective": o, "step_size": s, "momentum": m, "iterations": n, "start": start, **other}
        for o in ("kl_qp", "kl_pq")
        for s, m, n in ((0.5, 0.0, 40), (2.0, 0.9, 60), (-1.0, 0.5, 30))
        for start in (BASE["start"], SPREAD)
        for other in ({}, {"target": narrow, "points": 101, "domain": (-6.0, 9.0)})
    ]
    together = simulated(simulation, grid)
    for n, setting in enumerate(grid):
        alone = simulated(simulation, [setting])
        length = int(alone.last[0]) + 1
        assert (together.status[n], together.last[n]) == (alone.status[0], alone.last[0])
        for name, values in alone.series.items():
            np.testing.assert_allclose(
                together.series[name][n, :length], values[0, :length], rtol=1e-9, atol=1e-12
            )


def test_weights_count_by_their_ratios_alone():
    weights = ((1.0, 2.0, 3.0), (10.0, 20.0, 30.0))
    runs = [BASE | {"iterations": 5, "target": BASE["target"] | {"weights": weight}} for weight in weights]
    batch = simulated(simulation, runs)
    np.testing.assert_allclose(batch.series["mean_1"][0], batch.series["mean_1"][1], rtol=1e-12)


def test_a_start_on_the_target_stays_there():
    start = {"means": (-5.0, 0.0, 5.0), "variances": (2.0, 2.0, 2.0)}
    batch = simulated(simulation, [BASE | {"start": start, "objective": o} for o in ("kl_qp", "kl_pq")])
    assert batch.converged_at.tolist() == [0, 0]
    for n in range(2):
        assert state(batch, n) == pytest.approx([-5, 0, 5, 2, 2, 2], abs=1e-3)


def test_from_almost_equal_kl_qp_parts_the_means_and_finds_the_target():
    batch = simulated(simulation, [BASE])
    assert (batch.status[0], batch.converged_at[0]) == ("converged", 190)
    assert state(batch) == pytest.approx([-5, 0, 5, 2, 2, 2], abs=1e-4)
    assert batch.series["kl_qp"][0, 400] < 1e-11


def test_from_almost_equal_kl_pq_leaves_the_means_together_in_the_centre():
    batch = simulated(simulation, [BASE | {"objective": "kl_pq"}])
    means, variances = np.split(np.array(state(batch)), 2)
    assert np.abs(means).max() < 0.01
    assert variances == pytest.approx([18.9] * 3, abs=0.1)  # that of the whole target is 2 + 50/3
    assert batch.status[0] == "unfinished"
    assert batch.series["kl_pq"][0, 400] > 0.1


def test_from_almost_equal_no_setting_of_the_grid_brings_kl_pq_to_the_target_but_several_do_kl_qp():
    settings = [
        BASE | {"objective": o, "step_size": s, "momentum": m}
        for o in ("kl_qp", "kl_pq")
        for s in (0.5, 1.0, 2.0)
        for m in (0.0, 0.5, 0.9)
    ]
    arrived = [status == "converged" for status in simulated(simulation, settings).status]
    assert sum(arrived[:9]) >= 5
    assert not any(arrived[9:])


def test_from_spread_every_setting_of_the_grid_arrives():
    settings = [
        BASE | {"start": SPREAD, "objective": o, "step_size": s, "momentum": m}
        for o in ("kl_qp", "kl_pq")
        for s in (0.5, 1.0, 2.0)
        for m in (0.0, 0.5, 0.9)
    ]
    assert set(simulated(simulation, settings).status) == {"converged"}


@pytest.mark.parametrize(
    ("start", "mean", "kl"), [(-2.0, -4, np.log(3)), (0.0, 4, np.log(1.5)), (2.0, 4, np.log(1.5))]
)
def test_one_bell_on_two_bumps_takes_a_single_one_with_kl_qp(start, mean, kl):
    setting = BASE | GENTLE_FIT | {"start": {"means": (start,), "variances": (3.0,)}}
    batch = simulated(simulation, [setting])
    assert state(batch) == pytest.approx([mean, 1], abs=0.01)
    assert batch.series["kl_qp"][0, 400] == pytest.approx(kl, abs=0.001)


@pytest.mark.parametrize("start", [-2.0, 0.0, 2.0])
def test_one_bell_on_two_bumps_covers_both_with_kl_pq(start):
    setting = BASE | GENTLE_FIT | {"start": {"means": (start,), "variances": (3.0,)}, "objective": "kl_pq"}
    batch = simulated(simulation, [setting])
    # The best bell has the mean and the variance of the whole target.
    assert state(batch) == pytest.approx([4 / 3, 1 + 16 * 8 / 9], rel=0.005)


def test_what_a_run_gives_does_not_depend_on_the_company_it_is_in():
    law = {"means": (-1.0, 2.0), "variances": (1.0, 3.0)}
    target = {"means": (-4.0, 3.0), "variances": (1.0, 2.0), "weights": (1.0, 1.0)}
    common = {"target": target, "start": law, "domain": (-15.0, 15.0), "objective": "kl_qp", "step_size": 0.5}
    settings = [
        {**common, "momentum": 0.5, "iterations": float(n), "tolerance": 0.001, "points": float(points)}
        for n, points in ((7, 11), (5, 401), (9, 101), (5, 11), (4, 150))
    ]
    together = simulated(simulation, settings)
    for n, setting in enumerate(settings):
        alone = simulated(simulation, [setting])
        assert (alone.last[0], alone.status[0], alone.converged_at[0]) == (
            together.last[n],
            together.status[n],
            together.converged_at[n],
        )
        for name, values in alone.series.items():
            np.testing.assert_array_equal(together.series[name][n, : values.shape[1]], values[0])
