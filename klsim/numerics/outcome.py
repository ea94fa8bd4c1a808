"""How a run ended, in one word."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import Descent, Stop
from klsim.numerics.distributions import Array

STATUSES = ("converged", "left_domain", "diverged", "stuck", "unfinished", "finished")

AT_REST = 1e-6
"""A run is at rest when its last slope and its last step are at most this share of the largest that it met."""


@dataclass(frozen=True)
class Outcome:
    """status: one of `STATUSES` for each run; converged_at: (runs,), −1 for a run that did not converge."""

    status: tuple[str, ...]
    converged_at: NDArray[np.int64]


def classify(
    descent: Descent,
    height: Array,
    tolerance: Array,
    at_rest: NDArray[np.bool_] | bool = False,
    is_known: NDArray[np.bool_] | bool = True,
) -> Outcome:
    """How each run ended, from its height above the lowest point: height (N + 1, runs), tolerance (runs,).

    A run that was stopped is `left_domain` or `diverged`, however low it had come. Of the others one that
    stays within the tolerance from some iteration to its end is `converged`, one that is `at_rest` (runs,) above
    it is `stuck`, one that ends higher than it started is `diverged`, the rest are `unfinished`. A height that is
    not known (`is_known`, (N + 1, runs)) is within no tolerance.
    """
    is_low = (height <= tolerance) & is_known
    settled = np.where(descent.stop == Stop.NOT, stays_from(is_low, descent.last), -1)
    rose = height[descent.last, np.arange(len(descent.last))] > height[0]
    words = np.select(
        [descent.stop == Stop.LEFT_DOMAIN, descent.stop == Stop.DIVERGED, settled >= 0, at_rest, rose],
        ["left_domain", "diverged", "converged", "stuck", "diverged"],
        "unfinished",
    )
    return Outcome(tuple(words.tolist()), settled)


def is_stationary(descent: Descent, gradient: Array) -> NDArray[np.bool_]:
    """Whether each run ends at rest, (runs,): slope and velocity no more than `AT_REST` of the largest it met.

    gradient: (N + 1, runs, d), NaN after a run has ended. The measure has no unit: stretching the ground in any
    direction changes nothing. A run that never felt a slope is at rest.
    """
    velocity = np.diff(descent.states, axis=0)
    return _dies_down(gradient, descent.last) & _dies_down(velocity, np.maximum(descent.last - 1, 0))


def _dies_down(vectors: Array, last: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether vectors (n, runs, d) end, at `last` (runs,), much shorter than the longest of the run."""
    lengths = np.nan_to_num(np.linalg.norm(vectors, axis=-1))
    result: NDArray[np.bool_] = lengths[last, np.arange(len(last))] <= AT_REST * lengths.max(axis=0)
    return result


def stays_from(holds: NDArray[np.bool_], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first iteration from which something holds to the end of each run, or −1.

    holds: (N + 1, runs), last: (runs,); what is after the end of a run does not count.
    """
    iteration = np.arange(len(holds))[:, np.newaxis]
    first = np.where((iteration <= last) & ~holds, iteration + 1, 0).max(axis=0)
    return np.where(first <= last, first, -1)
