"""What the runs of one figure did, as arrays; and the columns of settings that go in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from klsim.mathematics.distributions import Array
from klsim.simulations.settings import Settings


@dataclass(frozen=True)
class Batch:
    """All runs of a figure, simulated. N is the longest number of iterations, d the number of coordinates.

    series:       name of a coordinate or measure → (N + 1, runs), NaN after a run has ended
    last:         (runs,) the last recorded iteration
    status:       one word for each run, see `klsim.mathematics.outcome`
    converged_at: (runs,) the iteration from which the run stays within its tolerance, or −1
    """

    series: Mapping[str, Array]
    last: NDArray[np.int64]
    status: tuple[str, ...]
    converged_at: NDArray[np.int64]


def column(settings: Sequence[Settings], name: str) -> Array:
    """One number of every run, (runs,)."""
    return np.array([setting[name] for setting in settings], dtype=np.float64)


def group_columns(settings: Sequence[Settings], name: str, *fields: str) -> tuple[Array, ...]:
    """The fields of one group of every run, each (runs,)."""
    groups = [cast(Mapping[str, float], setting[name]) for setting in settings]
    return tuple(np.array([group[field] for group in groups], dtype=np.float64) for field in fields)
