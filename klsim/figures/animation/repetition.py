"""A run computed again: alone, and in the company of others. A simulation that gives other numbers then cannot be
trusted, since klsim computes runs in any company, and only those that are missing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from klsim.batch import Batch
from klsim.engine.task import Products, resolve
from klsim.figures.animation.outline import AGAIN, DIFFERENCE, OUTLINE, OUTLINES, TOGETHER, Outline
from klsim.figures.animation.simulating import other_sizes, simulate, size_of
from klsim.figures.animation.sweep import Run, frozen
from klsim.scene.codec import decode_scenes
from klsim.scene.marks import Scene
from klsim.scene.soundness import faults_of_sizes
from klsim.scene.spread import scene_alone
from klsim.simulation import Simulation
from klsim.simulation_faults import fault_at, telling_faults


def compute_again(
    source: str,
    number: int,
    runner: int | None,
    runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    outline: Products,
) -> Products:
    """The `difference` that the first of some runs shows: how it was computed and where it differs, or null.

    Raises ContentError where the simulation fails, or its scene does not fit what the run records.

    source:  the simulation, "module:name"
    number:  that of the first among all runs of the figure, whose outline is known
    runner:  its place on the axis of those that share a picture, if any do
    runs:    the setting and all settings of each
    """
    planned = [Run((), frozen(setting), frozen(settings)) for setting, settings in runs]
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    alone = simulate(simulation, source, planned[:1])
    numbers = OUTLINES.decode(outline[OUTLINE], Outline).scene_of_run
    scene = decode_scenes(outline)[str(numbers[number])]
    _check_fit(simulation, scene_alone(scene, runner), alone)
    where = {AGAIN: _difference(alone, simulate(simulation, source, planned[:1]))}
    if len(planned) > 1:
        where[TOGETHER] = _difference(alone, simulate(simulation, source, planned))
    found = next(([how, place] for how, place in where.items() if place), None)
    return {DIFFERENCE: json.dumps(found).encode()}


def _check_fit(simulation: Simulation, scene: Scene, batch: Batch) -> None:
    """Raise ContentError where the scene of a run does not fit what it records."""
    sizes = {"iteration": None, **{name: size_of(values) for name, values in batch.series.items()}}
    for fault in faults_of_sizes(scene, sizes):
        raise fault_at(simulation.scene, fault)


def _difference(one: Batch, other: Batch) -> str:
    """Where the first runs of two batches differ first, in words; empty where they do not."""
    for name in one.series:
        first, second = (batch.series[name][0, : batch.last[0] + 1] for batch in (one, other))
        if first.shape[1:] != second.shape[1:]:
            return other_sizes(name, size_of(first, 1), size_of(second, 1))
        length = min(len(first), len(second))
        same = np.equal(first[:length], second[:length]) | (np.isnan(first[:length]) & np.isnan(second[:length]))
        if not same.all():
            at, *entry = (int(numbers[0]) for numbers in np.nonzero(~same))
            where = f"{name}[{entry[0]}]" if entry else name
            return f"{where} at iteration {at} is {' and '.join(_apart(first[at, *entry], second[at, *entry]))}"
        if len(first) != len(second):
            return f"it ends at iteration {len(first) - 1} and {len(second) - 1}"
    if one.status[0] != other.status[0]:
        return f"its status is {one.status[0]} and {other.status[0]}"
    return ""


def _apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers that differ, with as many digits as show it."""
    forms = (f"{one:.9g}", f"{other:.9g}")
    return forms if forms[0] != forms[1] else (repr(float(one)), repr(float(other)))
