"""What a run does that has not arrived: whether it rests, comes back to where it was, or goes round, for ever.

Each is told from the whole run and from what it does beyond its record, as long again.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from klsim.numerics.distributions import Array

REST = 1e-5
"""A run that has come to rest changes its height by no more in its last tenth."""

WANDER = 0.01
"""Nor does it change a coordinate by more than this share of that coordinate's range over the whole run."""

MOST_PERIOD = 16
"""After so many steps at the most a state comes back."""

CLOSE, EXACT = 1e-3, 1e-9
"""How close a state that comes back is to itself, as shares of the cycle: in the end, and where all is settled."""

KEPT = 0.99
"""The share of its size that a cycle keeps: less, and it is dying out."""

SUNK, RISEN = 0.95, 1.1
"""Between these a height is as high as it was: a run is neither coming down nor running away."""

DUST = 1e-9
"""A coordinate that moves by less than this share of another has rounding errors only."""

TURNS = 1.5
"""Who goes round goes at least so many times as far as the place is wide."""


def behaviour(states: Array, height: Array, recorded: int) -> str:
    """`stuck`, `oscillating` or `circling`, or nothing where a run does something else.

    states (n + 1, d) and height (n + 1,) are finite; `recorded` is the last iteration of the record, and what
    follows is what the run does beyond it, if that is known: nothing, or about as long again.
    """
    states = _without_dust(states)
    if _comes_to_rest(states, height, recorded):
        return "stuck"
    since = recorded if recorded < len(states) - 1 else recorded // 2
    if _comes_back(states, since):
        return "oscillating"
    return "circling" if _goes_round(states, height, since) else ""


def may_last(states: Array, height: Array) -> bool:
    """Whether the record of a run leaves open that it goes on as it is for ever: it is worth computing on.

    A run that comes down steadily, or that rises beyond all it was, does not.
    """
    states, last = _without_dust(states), len(states) - 1
    if _is_level(states, height, last):
        return True
    before, late = height[last // 2 : 3 * last // 4 + 1], height[3 * last // 4 :]
    if (np.diff(late) < 0).all() or late.max() > 2 * before.max():
        return False
    if late.max() >= 0.9 * before.max():
        return True
    cycles = (_cycle(states, last, period) for period in _periods(last))
    return any(gap <= 0.2 * size for gap, size in cycles)


def comes_back_from(states: Array) -> int:
    """The iteration from which a run that comes back for ever, of states (n + 1, d), is in its last cycle."""
    last = len(states) - 1
    period = min(_periods(last), key=lambda period: _cycle(states, last, period)[0], default=1)
    size = _cycle(states, last, period)[1] if last >= 3 * period else 0.0
    is_away = np.abs(states[period:] - states[:-period]).max(axis=1) > WANDER * size
    return int(np.flatnonzero(is_away).max(initial=-1)) + 1


def _without_dust(states: Array) -> Array:
    """The states with those coordinates only that move beside the others."""
    span = np.ptp(states, axis=0)
    return states[:, span > DUST * span.max()] if span.any() else states


def _comes_to_rest(states: Array, height: Array, recorded: int) -> bool:
    if not _is_level(states, height, recorded):
        return False
    beyond = states[recorded:]
    if len(beyond) < 3:
        return True
    stays = (np.abs(beyond - beyond[0]) <= WANDER * np.ptp(states, axis=0)).all()
    steps = np.abs(np.diff(states, axis=0)).max(axis=1)
    late = steps[recorded - max(recorded // 10, 10) if recorded > 10 else 0 : recorded]
    grows = steps[recorded + len(beyond) // 2 :].max() > late.max(initial=0)
    return bool(stays and not grows and np.ptp(height[recorded:]) <= 10 * REST)


def _is_level(states: Array, height: Array, last: int) -> bool:
    """Whether next to nothing changes in the last tenth until then: who hops between equal heights moves."""
    late = slice(max(last - max(last // 10, 10) + 1, 0), last + 1)
    span = np.ptp(states[: last + 1], axis=0)
    return bool(np.ptp(height[late]) <= REST and (np.ptp(states[late], axis=0) <= WANDER * span).all())


def _periods(last: int) -> Iterator[int]:
    yield from range(2, min(MOST_PERIOD, last // 4) + 1)


def _cycle(states: Array, last: int, period: int) -> tuple[float, float]:
    """How far the last states are from those a period earlier, and how far a cycle reaches."""
    late = states[last - 2 * period + 1 : last + 1]
    gap = np.abs(late - states[last - 3 * period + 1 : last - period + 1]).max()
    return float(gap), float(np.ptp(late[-period:], axis=0).max())


def _comes_back(states: Array, since: int) -> bool:
    last, span = len(states) - 1, np.ptp(states, axis=0).max()
    for period in _periods(since):
        gap, size = _cycle(states, last, period)
        gap_before, size_before = _cycle(states, since, period)
        is_settling = gap <= CLOSE * size and gap <= 0.1 * gap_before
        lasts = size >= KEPT * size_before and size > CLOSE * span
        if lasts and (gap <= EXACT * size or is_settling):
            return True
    return False


def _sinks(height: Array, *ends: int) -> bool:
    """Whether the highest of three stretches get steadily lower, as in what dies out slowly."""
    first, second, third = (height[start : end + 1].max() for start, end in pairwise(ends))
    if not first or not second:
        return False
    losses = 1 - second / first, 1 - third / second
    return bool(min(losses) > 1e-6 and min(losses) > 0.8 * max(losses))


def _goes_round(states: Array, height: Array, since: int) -> bool:
    """Whether a run stays in its place and moves about in it, as high as before."""
    last = len(states) - 1
    middle = (since + last) // 2
    before, late = slice(since // 2, since + 1), slice(middle, last + 1)
    if last < 20 or not SUNK * height[before].max() <= height[late].max() <= RISEN * height[before].max():
        return False
    if height[late].mean() < 0.8 * height[before].mean() or _sinks(height, since // 2, since, middle, last):
        return False
    span, beyond = np.ptp(states[: since + 1], axis=0), states[since:]
    extent: Array = np.ptp(beyond, axis=0)
    if (extent > 1.25 * span).any():
        return False
    way = np.abs(np.diff(beyond, axis=0)).sum(axis=0)
    widest = np.argmax(extent / np.where(span > 0, span, np.inf))
    is_as_wide = extent[widest] >= 0.6 * np.ptp(states[before], axis=0)[widest]
    return bool(is_as_wide and extent[widest] > 0.05 * span[widest] and way[widest] >= TURNS * extent[widest])
