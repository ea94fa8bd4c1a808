"""Optimisers against recorded runs of torch.optim, and against each other where they must agree."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from klsim.numerics.optimizer_defaults import OPTIMIZER_DEFAULTS, OPTIMIZER_LABELS
from klsim.numerics.optimizers import OPTIMIZERS
from klsim.numerics.schedules import SCHEDULES
from tests.simulations.functions import descended

RECORDED: list[Mapping[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "torch-runs.json").read_text(encoding="utf-8")
)["runs"]
ALWAYS = 80
"""So many iterations are to agree in any case."""

CLOSE = 1e-9


def words(case: Mapping[str, Any]) -> str:
    settings = case["settings"]
    rest = [f"{name} {value}" for name, value in settings.items() if name != "optimizer"]
    return " ".join([settings["optimizer"], case["function"], *rest])


def test_every_optimiser_has_a_label_and_defaults():
    assert set(OPTIMIZERS) == set(OPTIMIZER_LABELS) == set(OPTIMIZER_DEFAULTS)
    assert {case["settings"]["optimizer"] for case in RECORDED} == set(OPTIMIZERS)
    assert {case["settings"].get("schedule", "constant") for case in RECORDED} == set(SCHEDULES)


def test_runs_go_where_torch_goes():
    """As far as torch's own run does not hang on the last place of its start, 80 iterations at the least."""
    batch = descended(
        [{"function": case["function"], "start": case["start"], **case["settings"]} for case in RECORDED]
    )
    for n, case in enumerate(RECORDED):
        reliable = max(case["reliable"], ALWAYS)
        compared = 0
        for iteration, place in case["places"].items():
            found = [batch.series[name][n, int(iteration)] for name in ("x", "y")]
            if int(iteration) <= reliable and int(iteration) <= batch.last[n]:
                compared += 1
                np.testing.assert_allclose(
                    found, place, rtol=CLOSE, atol=CLOSE, err_msg=f"{words(case)} {iteration}"
                )
        assert compared >= 4 or max(map(abs, case["places"]["10"])) > 1e6, words(case)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimiser_is_not_changed_by_the_company_of_others(name: str):
    own = {"function": "beale", "start": (1.0, 1.5), "optimizer": name, "step_size": 0.01, "iterations": 60}
    others = [{**own, "optimizer": other, "start": (0.5, 1.0)} for other in OPTIMIZERS]
    alone, together = descended([own]), descended([*others, own, *others])
    for series in ("x", "y", "loss", "gradient_norm"):
        np.testing.assert_array_equal(together.series[series][len(others)], alone.series[series][0])


def test_without_momentum_all_three_first_ones_are_plain_descent():
    names = ("gradient-descent", "momentum", "nesterov")
    batch = descended(
        [
            {"function": "booth", "start": (0.0, 0.0), "optimizer": name, "momentum": 0, "step_size": 0.05}
            for name in names
        ]
    )
    np.testing.assert_array_equal(batch.series["x"][1], batch.series["x"][0])
    np.testing.assert_array_equal(batch.series["x"][2], batch.series["x"][0])


def test_the_first_step_of_adam_is_as_long_as_its_step_size():
    batch = descended([{"function": "booth", "start": (0.0, 0.0), "optimizer": "adam", "step_size": 0.25}])
    step = [abs(batch.series[name][0, 1] - batch.series[name][0, 0]) for name in ("x", "y")]
    np.testing.assert_allclose(step, 0.25, rtol=1e-8)
