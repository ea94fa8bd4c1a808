"""Recorded runs: their numbers as records, and how they ended."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klsim.batch import Batch
from klsim.declaration import DECLARATIONS, Declaration
from klsim.engine.task import Products
from klsim.figures.animation.outline import SIZES
from klsim.figures.animation.record import make_records
from klsim.figures.animation.recording import Goal, Relation
from klsim.figures.animation.runs import encode_records
from klsim.figures.animation.sweep import FIGURES, Run, frozen
from klsim.numerics.distributions import Array
from klsim.numerics.outcome import stays_from
from klsim.recordings.packed import unpack
from klsim.scene.codec import decode_scenes
from klsim.scene.together import scene_of_runner


def record_runs(
    declaration: str,
    goal: str,
    settings: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    drawn: Sequence[str],
    scene_of_run: Sequence[int],
    runners: Sequence[int | None],
    pace: float,
    numbers: Sequence[str],
    endings: Sequence[tuple[str, int]],
    scenes: Products,
    data: Products,
) -> Products:
    """The records of runs, as `simulate_runs` gives them.

    settings: what tells each run apart
    numbers:  of the runs among the data
    endings:  how they ended by their files, and from which iteration on they had converged, or −1; or nothing
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    aim = FIGURES.decode(goal.encode(), Goal) if goal != "null" else None
    runs = [Run((), frozen(setting), frozen(setting)) for setting in settings]
    batch = make_batch([unpack(data[number]) for number in numbers], aim, endings)
    known = decode_scenes(scenes)
    scene_of_each = [
        scene_of_runner(known[str(scene)], runner) for scene, runner in zip(scene_of_run, runners, strict=True)
    ]
    records = make_records(declared, runs, batch, scene_of_each, pace)
    return {**encode_records(records, names, drawn), SIZES: json.dumps({}).encode()}


def make_batch(
    runs: Sequence[Mapping[str, Array]], goal: Goal | None, endings: Sequence[tuple[str, int]] = ()
) -> Batch:
    """Runs together, each series (runs, N + 1) or (runs, N + 1, size), and how each ended.

    Without a goal it is as their files say, or `finished`. With one a run is `converged` from the iteration on
    from which what is known of its series meets it to the end, else `diverged` if it ended farther from it than it
    began, else `unfinished`.
    """
    longest = max(_length(run) for run in runs)
    series = {name: np.stack([_padded(run[name], longest) for run in runs]) for name in runs[0]}
    if goal is not None:
        endings = [ending(run[goal.series], goal) for run in runs]
    elif not endings:
        endings = [("finished", -1)] * len(runs)
    return Batch(
        series,
        np.array([_length(run) - 1 for run in runs], dtype=np.int64),
        tuple(word for word, _ in endings),
        np.array([at for _, at in endings], dtype=np.int64),
        ("",) * len(runs),
        ("",) * len(runs),
    )


def ending(values: Array, goal: Goal) -> tuple[str, int]:
    """How a run with these values (n,) of its goal's series ended, and from where on it met it, or −1."""
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return "unfinished", -1
    there = values[known]
    if goal.relation is not None:
        holds = meets(there, goal.relation, goal.value)
        at = int(stays_from(holds[:, np.newaxis], np.array([len(there) - 1]))[0])
        if at >= 0:
            return "converged", int(known[at])
    is_rising = goal.relation in (">", ">=")
    is_farther = there[-1] < there[0] if is_rising else there[-1] > there[0]
    return ("diverged" if is_farther else "unfinished"), -1


def meets(values: Array, relation: Relation, bound: float) -> NDArray[np.bool_]:
    """Where values are so: "<", "<=", ">" or ">=" the bound."""
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
    result: NDArray[np.bool_] = compare[relation](values, bound)
    return result


def _length(run: Mapping[str, Array]) -> int:
    return len(next(iter(run.values())))


def _padded(values: Array, length: int) -> Array:
    ways = [(0, length - len(values)), *[(0, 0)] * (values.ndim - 1)]
    return np.pad(values, ways, constant_values=np.nan)
