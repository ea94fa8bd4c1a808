"""How a run ended, in one word."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.behaviour import behaviour, may_last
from klsim.numerics.descent import Descent, Stop
from klsim.numerics.distributions import Array

AT_REST = 1e-6
"""A run is at rest when its last slope and its last step are at most this share of the largest that it met."""

DEEP = 0.01
"""A run that has long been this much closer than it had to be, and comes no less close, has arrived for good."""


@dataclass(frozen=True)
class Outcome:
    """status: a word of `klsim.statuses` for each run; converged_at: (runs,), −1 where one did not converge."""

    status: tuple[str, ...]
    converged_at: NDArray[np.int64]


@dataclass(frozen=True)
class Beyond:
    """What runs do beyond their records, for as long again, from their last states on.

    height, is_known: as of the record, of the states of `descent`
    """

    descent: Descent
    height: Array
    is_known: NDArray[np.bool_]


GoOn: TypeAlias = Callable[[NDArray[np.intp]], Beyond]
"""From the numbers of some runs to what they do beyond."""


def classify(
    descent: Descent,
    height: Array,
    tolerance: Array,
    at_rest: NDArray[np.bool_] | bool = False,
    is_known: NDArray[np.bool_] | bool = True,
    go_on: GoOn | None = None,
) -> Outcome:
    """How each run ended, from its height above the lowest point: height (N + 1, runs), tolerance (runs,).

    A run that was stopped is `left_domain` or `diverged`, however low it had come. Of the others one that stays
    within the tolerance from some iteration on is `converged`; one that is `at_rest` (runs,) above it, or comes to
    rest, is `stuck`; one to whose states it comes back for ever is `oscillating`, one that goes round in its place
    and comes no lower `circling`; one that ends higher than it started is `diverged`, the rest are `unfinished`.
    A height that is not known (`is_known`, (N + 1, runs)) is within no tolerance.

    Where the verdict hangs on what comes after the record, runs `go_on`; else they are judged to their end.
    """
    known = np.broadcast_to(is_known, height.shape)
    is_low = (height <= tolerance) & known
    settled = np.where(descent.stop == Stop.NOT, stays_from(is_low, descent.last), -1)
    rose = height[descent.last, np.arange(len(descent.last))] > height[0]
    words = np.select(
        [descent.stop == Stop.LEFT_DOMAIN, descent.stop == Stop.DIVERGED, settled >= 0, at_rest, rose],
        ["left_domain", "diverged", "converged", "stuck", "diverged"],
        "unfinished",
    ).tolist()
    is_open = (descent.stop == Stop.NOT) & np.array([word != "stuck" for word in words], dtype=np.bool_)
    hanging = np.flatnonzero(_hang(descent, height, tolerance, settled, is_open)).tolist()
    if go_on is None:
        for n in hanging:
            if settled[n] < 0:
                words[n] = _word(words[n], *_whole(descent, height, n), int(descent.last[n]))
    elif hanging:
        beyond = go_on(np.array(hanging))
        is_low_beyond = (beyond.height <= tolerance[hanging]) & beyond.is_known
        for k, n in enumerate(hanging):
            goes_on, end = beyond.descent.stop[k] == Stop.NOT, int(beyond.descent.last[k])
            if settled[n] >= 0 and goes_on and is_low_beyond[: end + 1, k].all():
                continue
            words[n] = "unfinished" if settled[n] >= 0 else words[n]
            settled[n] = -1
            if goes_on:
                first, then = _whole(descent, height, n), _whole(beyond.descent, beyond.height, k)
                states, heights = (np.concatenate([a, b[1:]]) for a, b in zip(first, then, strict=True))
                words[n] = _word(words[n], states, heights, int(descent.last[n]))
    return Outcome(tuple(words), settled)


def _whole(descent: Descent, height: Array, n: int) -> tuple[Array, Array]:
    """The states (last + 1, d) of a run and its heights (last + 1,)."""
    end = int(descent.last[n]) + 1
    return descent.states[:end, n], height[:end, n]


def _word(word: str, states: Array, height: Array, recorded: int) -> str:
    return (np.isfinite(height).all() and behaviour(states, height, recorded)) or word


def _hang(
    descent: Descent, height: Array, tolerance: Array, settled: NDArray[np.int64], is_open: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the open runs have a verdict that hangs on what they do beyond their record, (runs,).

    One that settled in the first half of its record, and has come so deep that it will stay, does not.
    """
    is_settled = is_open & (settled >= 0)
    hangs: NDArray[np.bool_] = is_settled & (2 * settled > descent.last)
    for last in np.unique(descent.last[is_settled & ~hangs]):
        alike = np.flatnonzero(is_settled & ~hangs & (descent.last == last))
        third, fourth = (
            np.abs(height[first : end + 1, alike]).max(axis=0)
            for first, end in ((last // 2, 3 * last // 4), (3 * last // 4, last))
        )
        hangs[alike] = fourth > np.minimum(DEEP * tolerance[alike], np.maximum(third, 1e-12))
    for n in np.flatnonzero(is_open & ~is_settled & (descent.last > 0)).tolist():
        states, heights = _whole(descent, height, n)
        hangs[n] = np.isfinite(heights).all() and may_last(states, heights)
    return hangs


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
