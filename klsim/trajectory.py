"""What the runs of one figure did, as arrays; and the columns of settings that go in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from klsim.content.settings import Settings
from klsim.numerics.distributions import Array


@dataclass(frozen=True)
class Batch:
    """All runs of a figure, simulated. N is the longest number of iterations, d the number of coordinates.

    series:       name of a coordinate or measure → (N + 1, runs), NaN after a run has ended
    last:         (runs,) the last recorded iteration
    status:       one word for each run, see `klsim.numerics.outcome`
    converged_at: (runs,) the iteration from which the run stays within its tolerance, or −1
    doubts:       for each run, a sentence that says why its last numbers are not to be trusted, or nothing
    """

    series: Mapping[str, Array]
    last: NDArray[np.int64]
    status: tuple[str, ...]
    converged_at: NDArray[np.int64]
    doubts: tuple[str, ...]


def column(settings: Sequence[Settings], name: str) -> Array:
    """One number of every run, (runs,)."""
    return np.array([setting[name] for setting in settings], dtype=np.float64)


def group_columns(settings: Sequence[Settings], name: str, *fields: str) -> tuple[Array, ...]:
    """The fields of one group of every run, each (runs,)."""
    groups = [cast(Mapping[str, float], setting[name]) for setting in settings]
    return tuple(np.array([group[field] for group in groups], dtype=np.float64) for field in fields)


def in_equal_company(
    simulate: Callable[[Sequence[Settings]], Batch], settings: Sequence[Settings], name: str
) -> Batch:
    """All runs, those with equal values of a setting simulated together.

    For a setting that decides how long arrays are: a sum over a longer, padded array is rounded otherwise, and
    what a run gives must not depend on the company that it is simulated in.
    """
    values = column(settings, name)
    places = [np.flatnonzero(values == kind) for kind in np.unique(values)]
    batches = [simulate([settings[int(n)] for n in numbers]) for numbers in places]
    return batches[0] if len(batches) == 1 else _merge(batches, places)


def _merge(batches: Sequence[Batch], places: Sequence[NDArray[np.intp]]) -> Batch:
    """One batch of several, each with the numbers of its runs in the whole."""
    runs = sum(map(len, places))
    longest = max(len(values) for batch in batches for values in batch.series.values())
    series = {name: np.full((longest, runs), np.nan) for name in batches[0].series}
    last, converged_at = np.empty((2, runs), dtype=np.int64)
    status, doubts = [""] * runs, [""] * runs
    for batch, numbers in zip(batches, places, strict=True):
        for name, values in batch.series.items():
            series[name][: len(values), numbers] = values
        last[numbers], converged_at[numbers] = batch.last, batch.converged_at
        for n, *words in zip(numbers, batch.status, batch.doubts, strict=True):
            status[n], doubts[n] = words
    return Batch(series, last, tuple(status), converged_at, tuple(doubts))
