"""The simulation against an independent library, and against itself one step at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.simulations.gaussian_descent import simulation
from tests.examples import examples
from tests.simulations.own import simulated

BASE = {
    "target": {"mean": 2.0, "variance": 1.0},
    "start": {"mean": 0.0, "variance": 5.0},
    "objective": "kl_qp",
    "step_size": 0.02,
    "momentum": 0.0,
    "iterations": 400,
    "tolerance": 0.001,
}
NAMES = ("mean", "variance", "kl_qp", "kl_pq")


def test_trajectories_agree_with_an_independent_autodiff_library(reference_runs):
    runs = [run for run in reference_runs if run["simulation"] == "gaussian-descent"]
    assert len(runs) >= 7
    batch = simulated(simulation, [BASE | {k: run[k] for k in BASE if k in run} for run in runs])
    for n, run in enumerate(runs):
        assert batch.last[n] == run["recorded"]
        for sample in run["samples"]:
            found = [batch.series[name][n, sample["iteration"]] for name in NAMES]
            # The reference evaluates KL as written, so its own rounding, some 1e-16, is the floor near zero.
            assert found == pytest.approx([sample[name] for name in NAMES], rel=1e-9, abs=2e-16)


def test_every_run_of_a_grid_equals_the_same_run_alone():
    grid = [
        BASE | {"objective": o, "step_size": s, "momentum": m, "iterations": n}
        for o in ("kl_qp", "kl_pq")
        for s, n in ((-0.02, 400), (0.2, 60), (2.0, 30))
        for m in (0.0, 0.99, 1.0)
    ]
    together = simulated(simulation, grid)
    for n, setting in enumerate(grid):
        alone = simulated(simulation, [setting])
        assert (together.status[n], together.last[n]) == (alone.status[0], alone.last[0])
        for name in NAMES:
            length = int(alone.last[0]) + 1
            np.testing.assert_array_equal(together.series[name][n, :length], alone.series[name][0, :length])


def status(**changes):
    batch = simulated(simulation, [BASE | changes])
    return batch.status[0], int(batch.last[0]), int(batch.converged_at[0])


def test_the_stories_of_the_article_are_what_happens():
    assert status() == ("unfinished", 400, -1)
    assert status(momentum=0.9) == ("converged", 400, 96)
    assert status(step_size=-0.02) == ("diverged", 400, -1)
    assert status(step_size=-0.02, momentum=0.5)[0] == "diverged"
    assert status(step_size=-0.02, objective="kl_pq") == ("left_domain", 294, -1)
    assert status(start=BASE["target"]) == ("converged", 400, 0)


@examples(15)
@given(
    st.sampled_from(["kl_qp", "kl_pq"]),
    st.floats(0.001, 0.05),
    st.floats(-5, 5),
    st.floats(2, 10),
    st.floats(0.5, 5),
)
def test_small_plain_steps_never_go_uphill(objective, step_size, mean, variance, target_variance):
    start = {"mean": mean, "variance": variance}
    target = {"mean": 1.0, "variance": target_variance}
    changes = {"objective": objective, "step_size": step_size, "start": start, "target": target, "iterations": 50}
    batch = simulated(simulation, [BASE | changes])
    height = batch.series[objective][0, : batch.last[0] + 1]
    # Near the bottom the height is all rounding.
    assert (np.diff(height) <= 1e-12).all() or batch.status[0] == "left_domain"
