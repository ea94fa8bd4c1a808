"""How a run ended, in one word."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klsim.mathematics.descent import Stop, Trajectory
from klsim.mathematics.distributions import Array

STATUSES = ("converged", "left_domain", "diverged", "stuck", "unfinished")


@dataclass(frozen=True)
class Outcome:
    """status: one of `STATUSES` for each run; converged_at: (runs,), −1 for a run that did not converge."""

    status: tuple[str, ...]
    converged_at: NDArray[np.int64]


def judge(trajectory: Trajectory, height: Array, tolerance: Array) -> Outcome:
    """How each run ended, from its height above the lowest point: height (N + 1, runs), tolerance (runs,).

    A run that was stopped is `left_domain` or `diverged`, however low it had come. Of the others one that
    stays within the tolerance from some iteration to its end is `converged`, one that ends higher than it
    started is `diverged`, the rest are `unfinished`.
    """
    settled = np.where(trajectory.stop == Stop.NOT, _settled_at(height, trajectory.last, tolerance), -1)
    rose = height[trajectory.last, np.arange(len(trajectory.last))] > height[0]
    words = np.select(
        [trajectory.stop == Stop.LEFT_DOMAIN, trajectory.stop == Stop.DIVERGED, settled >= 0, rose],
        ["left_domain", "diverged", "converged", "diverged"],
        "unfinished",
    )
    return Outcome(tuple(words.tolist()), settled)


def _settled_at(height: Array, last: NDArray[np.int64], tolerance: Array) -> NDArray[np.int64]:
    """The first iteration from which each run is never above its tolerance again, or −1."""
    iteration = np.arange(len(height))[:, np.newaxis]
    above = (iteration <= last) & ~(height <= tolerance)
    first = np.where(above, iteration + 1, 0).max(axis=0)
    return np.where(first <= last, first, -1)
