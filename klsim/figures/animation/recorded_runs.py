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
from klsim.scene.marks import CLOCK
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
    is_packed: bool,
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
    batch = make_batch([unpack(data[number]) for number in numbers], aim, declared, endings)
    known = decode_scenes(scenes)
    scene_of_each = [
        scene_of_runner(known[str(scene)], runner) for scene, runner in zip(scene_of_run, runners, strict=True)
    ]
    records = make_records(declared, runs, batch, scene_of_each, pace, [None] * len(runs))
    return {**encode_records(records, names, drawn, is_packed=is_packed), SIZES: json.dumps({}).encode()}


def make_batch(
    runs: Sequence[Mapping[str, Array]],
    goal: Goal | None,
    declared: Declaration,
    endings: Sequence[tuple[str, int]] = (),
) -> Batch:
    """Runs together, each series (runs, N + 1) or (runs, N + 1, size), and how each ended.

    Without a goal it is as their files say, or `finished`. With one a run is `diverged` if its series breaks off;
    else `converged` from the iteration on from which what is known of it meets the goal to the end; else it is
    `diverged` if it ended farther from it than it began, or `unfinished`.
    """
    longest = max(_length(run) for run in runs)
    series = {name: np.stack([_padded(run[name], longest) for run in runs]) for name in runs[0]}
    sentences = [""] * len(runs)
    if goal is not None:
        endings = [ending(run[goal.series], goal) for run in runs]
        sentences = [_tell_break(run, goal.series, declared) for run in runs]
    elif not endings:
        endings = [("finished", -1)] * len(runs)
    return Batch(
        series,
        np.array([_length(run) - 1 for run in runs], dtype=np.int64),
        tuple(word for word, _ in endings),
        np.array([at for _, at in endings], dtype=np.int64),
        ("",) * len(runs),
        tuple(sentences),
    )


def ending(values: Array, goal: Goal) -> tuple[str, int]:
    """How a run with these values (n,) of its goal's series ended, and from where on it met it, or −1."""
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return "unfinished", -1
    if breaks_off_at(values) is not None:
        return "diverged", -1
    there = values[known]
    if goal.relation is not None:
        holds = meets(there, goal.relation, goal.value)
        at = int(stays_from(holds[:, np.newaxis], np.array([len(there) - 1]))[0])
        if at >= 0:
            return "converged", int(known[at])
    is_rising = goal.relation in (">", ">=")
    is_farther = there[-1] < there[0] if is_rising else there[-1] > there[0]
    return ("diverged" if is_farther else "unfinished"), -1


def breaks_off_at(values: Array) -> int | None:
    """From where on values (n,) are no numbers to the end, though there never was so long a gap; None if not so.

    A loss that has become too large is no number from there on. A series that is measured now and then ends in
    gaps as long as those before.
    """
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return None
    gaps = np.diff(known, prepend=-1, append=len(values)) - 1
    return int(known[-1]) + 1 if gaps[-1] > gaps[:-1].max() else None


def _tell_break(run: Mapping[str, Array], series: str, declared: Declaration) -> str:
    """How a run ended whose series breaks off; nothing of others."""
    at = breaks_off_at(run[series])
    if at is None:
        return ""
    clock = run[declared.clock][at] if declared.clock else declared.iteration(at)
    when = f"{declared.label(declared.clock or CLOCK)} {clock:.0f}"
    words = f"Ran away: {declared.label(series)} is no number from {when} on."
    return words.replace("{", "{{").replace("}", "}}")  # a sentence has the names of series in braces


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
