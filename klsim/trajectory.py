"""What runs did, as a simulation gives it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.settings.views import RunColumns

Integers: TypeAlias = NDArray[np.int64]

GivenSeries: TypeAlias = Array | Callable[[], Array]
"""(runs, N + 1), or (runs, N + 1, size) for many numbers; or a function that gives it."""


class TrajectoryError(Exception):
    """What a simulation gave is not what it declares; `run` is the number of the run at fault, or None."""

    def __init__(self, message: str, run: int | None = None) -> None:
        super().__init__(message, run)
        self.message, self.run = message, run

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Trajectory:
    """What some runs did. N is the longest number of iterations.

    series:       name → (runs, N + 1), or (runs, N + 1, size) for many numbers; NaN after the end of a run.
                  A measure may be a function without arguments that gives it, called only where it is shown
    last:         (runs,) the last recorded iteration
    status:       a word for each run
    converged_at: (runs,) the iteration from which a run stays within its tolerance, or −1
    doubts:       for each run, a sentence that says why its last numbers are not to be trusted, or nothing
    sentences:    for each run, how it ended in words, with {last}, {next} and series as in a Status; or nothing

    What is None is found by klsim: the end of a run by its NaN, how it ended by its objective.
    """

    series: Mapping[str, GivenSeries]
    last: Integers | None = None
    status: Sequence[str] | None = None
    converged_at: Integers | None = None
    doubts: Sequence[str] | None = None
    sentences: Sequence[str] | None = None


def in_equal_company(
    simulate: Callable[[RunColumns], Trajectory], settings: RunColumns, values: Array
) -> Trajectory:
    """All runs, those with equal `values` (runs,) simulated together.

    For a setting that decides how long arrays are: a sum over a longer, padded array is rounded otherwise, and
    what a run gives must not depend on the company that it is simulated in.
    """
    places = [np.flatnonzero(values == kind) for kind in np.unique(values)]
    parts = [simulate(settings.take(numbers.tolist())) for numbers in places]
    return parts[0] if len(parts) == 1 else _merge(parts, places)


def _merge(parts: Sequence[Trajectory], places: Sequence[NDArray[np.intp]]) -> Trajectory:
    """One trajectory of several complete ones, each with the numbers of its runs in the whole."""
    runs = sum(map(len, places))
    all_series = [{name: evaluated(values) for name, values in part.series.items()} for part in parts]
    longest = max(values.shape[1] for part in all_series for values in part.values())
    series = {name: np.full((runs, longest), np.nan) for name in parts[0].series}
    last, converged_at = np.empty((2, runs), dtype=np.int64)
    status, doubts, sentences = [""] * runs, [""] * runs, [""] * runs
    for part, there, numbers in zip(parts, all_series, places, strict=True):
        for name, values in there.items():
            series[name][numbers, : values.shape[1]] = values
        if part.last is None or part.converged_at is None:
            raise TrajectoryError("what is simulated in parts has to say how each run ended")
        last[numbers], converged_at[numbers] = part.last, part.converged_at
        nothing = ("",) * len(numbers)
        told = part.status or (), part.doubts or nothing, part.sentences or nothing
        for n, word, doubt, sentence in zip(numbers, *told, strict=True):
            status[n], doubts[n], sentences[n] = word, doubt, sentence
    return Trajectory(series, last, status, converged_at, doubts, sentences)


def evaluated(series: GivenSeries) -> Array:
    """A series that may be a function."""
    return series() if callable(series) else series
