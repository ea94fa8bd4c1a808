"""Which iterations of a run its film shows, and when: on one clock with the page, but for what is left out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.scene.zooming import Zoom

PACE = 30.0
"""Iterations a second."""

FRAME_RATE = 50
"""Frames a second at the most: browsers slow down those that ask for more."""

STILL_PX = 1.0
"""Where nothing moves so far, nothing happens."""

WAIT_SECONDS = 2.0
"""A wait as long as this is left out."""

MOST_SECONDS = 20.0
"""How long everything that moves may take."""

PART_SECONDS = 2.0
"""Of a film that would be longer, parts of this length are kept: the first two, the last, and the liveliest."""

AFTER_SECONDS = 1.0
"""How long a run is followed at the least when it has arrived."""

MOST_LEAPS = 12
REACH = 16
"""So many iterations ahead are looked at together."""

_AT_ONCE = 1000
"""From so many iterations on at a time, which takes about 128 kB for each thing that moves."""

FEWEST_LEFT_OUT = 10
"""Fewer iterations than this are shown rather than left out and told."""

KEPT_PATH = 0.8
"""Of the way that things go, what a film shows of it; else it says what it leaves out."""

SHORTEST_CS, FIRST_CS, LEAP_CS, ZOOM_CS, LAST_CS = 2, 60, 90, 50, 250
"""How long frames are shown, in centiseconds: at the least, the first, one after a leap, one on which a panel has
zoomed, as in the page, and the last."""

EASE = (1.15, 1.3, 1.5, 1.8, 2.2, 2.7)
"""By how much the last steps are slower, one after another, so that the end does not come with a jerk."""

Stretch = tuple[int, int]
"""The first and the last of some iterations."""


@dataclass(frozen=True)
class Film:
    """The iterations that a film shows, in playing order, and those that it leaves out.

    pace:    iterations a second
    leaps:   the long stretches that it leaves out, as the page does
    skipped: what has to be known of what it leaves out: the leaps, but for one to the end in which next to nothing
             happens, and where the pace is too high to keep the motion what is between frames
    zooms:   how far panels reach, where what moves leaves them
    """

    frames: tuple[int, ...]
    pace: float = PACE
    leaps: tuple[Stretch, ...] = ()
    skipped: tuple[Stretch, ...] = ()
    zooms: tuple[Zoom, ...] = ()

    @property
    def end(self) -> int:
        """The iteration at which all that is to be seen has happened: the last, or that before a leap to it."""
        last = self.frames[-1]
        return self.leaps[-1][0] - 1 if self.leaps and self.leaps[-1][1] == last - 1 else last

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said at each frame of what was left out before it, or nothing."""
        after = {end + 1: f"{end + 2 - start} iterations later" for start, end in self.leaps}
        between = {end + 1: f"every {_ordinal(end + 2 - start)} iteration" for start, end in self.skipped}
        told = between | after
        return tuple(told.get(frame, "") for frame in self.frames)

    @property
    def delays_cs(self) -> tuple[int, ...]:
        """How long each frame is shown, in centiseconds."""
        landings = {end + 1 for _, end in self.leaps}
        moments = np.rint(100 * np.array(self.frames) / self.pace).astype(int)
        delays = [max(int(step), SHORTEST_CS) for step in np.diff(moments)]
        eased = _eased(self.frames, landings)
        for n, factor in eased:
            eased_cs = round(100 * (self.frames[n + 1] - self.frames[n]) / self.pace * factor)
            delays[n] = max(eased_cs, SHORTEST_CS)
        for n, frame in enumerate(self.frames[:-1]):
            if self.frames[n + 1] in landings:
                delays[n] = max(round(100 / self.pace), SHORTEST_CS)
            if frame in landings:
                delays[n] = max(delays[n], LEAP_CS)
            if any(self.frames[max(n, 1) - 1] < zoom.at <= frame for zoom in self.zooms):
                delays[n] = max(delays[n], ZOOM_CS)
        if delays:
            delays[0] = max(delays[0], FIRST_CS)
        return (*delays, LAST_CS)


def plan_film(places: Array, pace: float = PACE, settled_at: int | None = None, most: int | None = None) -> Film:
    """The film of a run: every iteration, but for waits, what comes after its end, and what would be too long.

    places:     (N + 1, k) where things stand at each iteration, in px
    settled_at: from where on the run does nothing new, if so; a quarter of its way beyond that is shown
    most:       how many frames it has at the most, or nearly so, where each is costly
    """
    last = len(places) - 1
    is_left_out = np.zeros(last + 1, dtype=np.bool_)
    if settled_at is not None:
        is_left_out[settled_at + max(ceil(settled_at / 4), round(AFTER_SECONDS * pace)) + 1 : last] = True
    _leave_out_waits(is_left_out, places, pace)
    _shorten(is_left_out, places, pace)
    leaps = tuple(pair for pair in _stretches(is_left_out) if pair[1] - pair[0] + 1 >= FEWEST_LEFT_OUT)
    stride = 1 if most is None else ceil(int((~is_left_out).sum()) / most)
    return _film(places, last, pace, leaps, stride)


def _film(places: Array, last: int, pace: float, leaps: Sequence[Stretch], stride: int) -> Film:
    stride = max(stride, ceil(pace / FRAME_RATE))
    frames: list[int] = []
    gaps: list[Stretch] = []
    told = [leap for leap in leaps if leap[1] < last - 1]
    starts, ends = [0, *(end + 1 for _, end in leaps)], [*(start - 1 for start, _ in leaps), last]
    for start, end in zip(starts, ends, strict=True):
        shown = [*range(start, end, stride), end]
        frames += shown
        if not _keeps(places[shown], places[start : end + 1]):
            gaps += [(a + 1, b - 1) for a, b in pairwise(shown) if b > a + 1]
    if len(told) < len(leaps) and not _keeps(places[frames], places):
        told = list(leaps)
    return Film(tuple(frames), pace, tuple(leaps), tuple(sorted((*told, *gaps))))


def _keeps(shown: Array, recorded: Array) -> bool:
    """Whether everything goes as far at the places shown as it did, or nearly so."""
    there, whole = (np.abs(np.diff(places, axis=0)).sum(axis=0) for places in (shown, recorded))
    return bool((there >= KEPT_PATH * whole - STILL_PX).all())


def _leave_out_waits(is_left_out: NDArray[np.bool_], places: Array, pace: float) -> None:
    """Mark what lies within long stretches in which nothing moves a pixel, or a few if there are many of them."""
    still_px, longest = STILL_PX, len(places)
    shortest = int(max(WAIT_SECONDS * pace, FEWEST_LEFT_OUT)) + 1
    while True:
        waits = []
        if _may_wait(places, shortest, still_px):
            waits = [(start, end) for start, end in _waits(places, still_px) if end - start >= shortest]
        if len(waits) <= MOST_LEAPS or still_px > longest:
            break
        still_px *= 2
    for start, end in waits:
        is_left_out[start + 1 : end] = True


def _may_wait(places: Array, shortest: int, still_px: float) -> bool:
    """Whether anything is as close to where it was so many iterations later: seen at once, in most runs not so."""
    away = np.abs(places[shortest:] - places[:-shortest]).max(axis=1, initial=0)
    return bool((away < still_px).any())


def _waits(places: Array, still_px: float) -> Iterator[Stretch]:
    """Stretches from an iteration to the last one until which everything stays that close to where it was."""
    start, last = 0, len(places) - 1
    stays = _stays(places, still_px)
    calm = np.flatnonzero(stays)
    calm_at, stays_at = calm.tolist(), stays.tolist()
    while start < last:
        ahead = bisect_left(calm_at, start)
        if ahead == len(calm_at):
            return
        start = calm_at[ahead]
        end, reach = min(start + stays_at[start], last), REACH
        while end < last and end - start >= REACH:
            away = np.abs(places[end + 1 : end + 1 + reach] - places[start]).max(axis=1, initial=0)
            moved = np.flatnonzero(away >= still_px)
            if len(moved):
                end += int(moved[0])
                break
            end, reach = min(end + reach, last), 2 * reach
        yield start, end
        start = max(end, start + 1)


def _stays(places: Array, still_px: float) -> NDArray[np.int64]:
    """(N,) for how many of the next `REACH` iterations all stays close to where it is, at each but the last."""
    columns = np.ascontiguousarray(places.T)
    padded = np.concatenate([columns[:, 1:], np.full((len(columns), REACH), np.inf)], axis=1)
    ahead = sliding_window_view(padded, REACH, axis=1)
    found = np.empty(len(places) - 1, dtype=np.int64)
    for first in range(0, len(found), _AT_ONCE):
        part = slice(first, min(first + _AT_ONCE, len(found)))
        away = np.abs(ahead[:, part] - columns[:, part, np.newaxis]).max(axis=0, initial=0)
        is_far = np.concatenate([away >= still_px, np.ones((len(away), 1), dtype=np.bool_)], axis=1)
        found[part] = is_far.argmax(axis=1)
    return found


def _shorten(is_left_out: NDArray[np.bool_], places: Array, pace: float) -> None:
    """Leave out parts of what would take too long: the dullest, but not the first and the last."""
    most, length = round(MOST_SECONDS * pace), max(round(PART_SECONDS * pace), 1)
    shown = np.flatnonzero(~is_left_out)
    if len(shown) <= most:
        return
    steps = np.abs(np.diff(places, axis=0, prepend=places[:1])).sum(axis=1)
    parts = [shown[n : n + length] for n in range(0, len(shown), length)]
    inner = parts[2:-1]
    liveliest = sorted(range(len(inner)), key=lambda n: (-round(float(steps[inner[n]].sum())), n))
    for n in liveliest[max(most // length - 3, 0) :]:
        is_left_out[inner[n]] = True


def _stretches(mask: NDArray[np.bool_]) -> Iterator[Stretch]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    yield from ((int(start), int(end) - 1) for start, end in edges.reshape(-1, 2))


def _eased(frames: Sequence[int], landings: set[int]) -> Iterator[tuple[int, float]]:
    """The numbers of the frames by which things come to their end, and how much longer each is shown."""
    stop = len(frames) - 1
    while stop > 0 and frames[stop] in landings:
        stop -= 1
    first = max(stop - len(EASE), 0)
    for n, factor in zip(range(first, stop), EASE[len(EASE) - (stop - first) :], strict=True):
        if frames[n] not in landings:
            yield n, factor


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
