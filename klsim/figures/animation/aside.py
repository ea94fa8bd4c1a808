"""Runs whose last digit decides how they end: each is computed once more, from the next number above its start."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from klsim.batch import Batch
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.summary import Aside
from klsim.figures.animation.sweep import Run, frozen
from klsim.simulation import Simulation

OTHER = 0.01
"""Ends are others where the last values of the objective differ by more than this share of the larger."""


def find_asides(
    simulation: Simulation, source: str, runs: Sequence[Run], batch: Batch
) -> tuple[Aside | None, ...]:
    """Of each run how it would end, where that is otherwise than in `batch`, and None where it is not.

    source: the simulation, "module:name"
    """
    if not simulation.start:
        return (None,) * len(runs)
    objectives = [simulation.objective_of(run.settings) for run in runs]
    beside = simulate(simulation, source, [_beside(run, simulation.start) for run in runs], {*objectives} - {""})
    return tuple(
        there if _is_other(_end(batch, n, objective), there := _end(beside, n, objective)) else None
        for n, objective in enumerate(objectives)
    )


def _beside(run: Run, start: str) -> Run:
    """The run from the next number above in each coordinate."""
    settings: dict[str, Any] = {**run.settings, start: next_above(run.settings[start])}
    return replace(run, settings=frozen(settings))


def next_above(value: Any) -> Any:
    """The next numbers above some; 0, where a saddle has its ridge, stays as it is."""
    if isinstance(value, Mapping):
        return {name: next_above(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return tuple(map(next_above, value))
    return float(np.nextafter(value, np.inf)) if value else value


def _end(batch: Batch, n: int, objective: str) -> Aside:
    arrived, last = int(batch.converged_at[n]), int(batch.last[n])
    height = float(batch.series[objective][n, last]) if objective else None
    return Aside(batch.status[n], arrived if arrived >= 0 else None, height)


def _is_other(here: Aside, there: Aside) -> bool:
    if (here.status, here.converged_at) != (there.status, there.converged_at):
        return True
    if here.objective is None or there.objective is None or here.converged_at is not None:
        return False
    return abs(here.objective - there.objective) > OTHER * max(abs(here.objective), abs(there.objective))
