"""A run computed again: alone, and in the company of others. A simulation that gives other numbers then cannot be
trusted, since klsim computes runs in any company, and only those that are missing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from klsim.engine.task import Products, resolve
from klsim.figures.animation.outline import AGAIN, DIFFERENCE, TOGETHER
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Run, frozen
from klsim.simulation import Simulation
from klsim.simulation_faults import telling_faults
from klsim.trajectory import Batch


def compute_again(source: str, runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Products:
    """The `difference` that the first of some runs shows: how it was computed and where it differs, or null.

    source: the simulation, "module:name"
    runs:   the setting and all settings of each
    """
    planned = [Run((), frozen(setting), frozen(settings)) for setting, settings in runs]
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    alone = simulate(simulation, source, planned[:1])
    where = {AGAIN: _difference(alone, simulate(simulation, source, planned[:1]))}
    if len(planned) > 1:
        where[TOGETHER] = _difference(alone, simulate(simulation, source, planned))
    found = next(([how, place] for how, place in where.items() if place), None)
    return {DIFFERENCE: json.dumps(found).encode()}


def _difference(one: Batch, other: Batch) -> str:
    """Where the first runs of two batches differ first, in words; empty where they do not."""
    for name, values in one.series.items():
        first, second = (batch.series[name][0, : batch.last[0] + 1] for batch in (one, other))
        length = min(len(first), len(second))
        same = np.equal(first[:length], second[:length]) | (np.isnan(first[:length]) & np.isnan(second[:length]))
        rows = same.all(axis=1) if values.ndim == 3 else same
        if not rows.all():
            at = int(np.argmin(rows))
            return f"{name} at iteration {at} is {np.ravel(first[at])[0]:.9g} and {np.ravel(second[at])[0]:.9g}"
        if len(first) != len(second):
            return f"it ends at iteration {len(first) - 1} and {len(second) - 1}"
    if one.status[0] != other.status[0]:
        return f"its status is {one.status[0]} and {other.status[0]}"
    return ""
