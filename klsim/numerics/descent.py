"""Heavy-ball gradient descent, and the driver that runs a whole sweep of it at once.

Method: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array

LARGEST = 1e6
"""A run stops before any coordinate is larger than this, either way."""


class Method(NamedTuple):
    """An algorithm as a pair of pure functions.

    init:   state (runs, d) → carry
    update: state (runs, d), carry → the next state (runs, d) and the next carry
    """

    init: Callable[[Array], Array]
    update: Callable[[Array, Array], tuple[Array, Array]]


class Stop(IntEnum):
    """Why a run was stopped before its last iteration."""

    NOT = 0
    LEFT_DOMAIN = 1
    DIVERGED = 2


@dataclass(frozen=True)
class Descent:
    """What the runs of a sweep did. N is the longest number of iterations asked for.

    states: (N + 1, runs, d), NaN after a run has ended
    last:   (runs,), the last recorded iteration of each run
    stop:   (runs,), a `Stop` for each run
    carry:  (runs, d), what its method carries on from there
    """

    states: Array
    last: NDArray[np.int64]
    stop: NDArray[np.int64]
    carry: Array

    @property
    def ends(self) -> Array:
        """The last state of each run, (runs, d)."""
        ends: Array = self.states[self.last, np.arange(len(self.last))]
        return ends


def heavy_ball(gradient: Callable[[Array], Array], step_size: Array, momentum: Array) -> Method:
    """v₀ = 0, v ← momentum·v − step_size·∇f(θ), θ ← θ + v; the carry is the velocity v.

    `gradient` maps (runs, d) to (runs, d); `step_size` and `momentum` have shape (runs,). With momentum 0 it
    is plain gradient descent, and with a negative step size it climbs.
    """
    step, keep = step_size[:, np.newaxis], momentum[:, np.newaxis]

    def update(state: Array, velocity: Array) -> tuple[Array, Array]:
        velocity = keep * velocity - step * gradient(state)
        return state + velocity, velocity

    return Method(np.zeros_like, update)


def descend(
    start: Array,
    method: Method,
    in_domain: Callable[[Array], NDArray[np.bool_]],
    iterations: NDArray[np.int64],
    carry: Array | None = None,
) -> Descent:
    """Advance all runs together from `start` (runs, d), each for at most its own `iterations` (runs,).

    Runs that go on from where others ended have what these `carry`. States lie in memory as `start` does: with
    equal coordinates side by side, if it is in Fortran's order, which is faster where there are many runs.

    A run stops before the first state that is out of its domain (`in_domain` maps (runs, d) to (runs,)), not
    finite, or has a coordinate beyond `LARGEST`.
    """
    longest = int(iterations.max(initial=0))
    soonest = int(iterations.min(initial=longest))
    states = _room(longest + 1, start)
    states[0] = start
    last = iterations.astype(np.int64)
    stop = np.full(len(start), Stop.NOT, dtype=np.int64)
    state, carried = start, method.init(start) if carry is None else carry
    kept, running, done = carried.copy("K"), iterations > 0, 0
    with np.errstate(all="ignore"):  # a run that blows up is an outcome here, not an accident
        while running.any():
            following, carry = method.update(state, carried)  # of runs that have ended too: nobody looks at those
            if (ends := running & ~_may_go_on(following, in_domain)).any():
                stop[ends] = _why_stop(following[ends], in_domain(following)[ends])
                last[ends], kept[ends] = done, carried[ends]
                running = running & ~ends
            state, carried, done = following, carry, done + 1
            states[done] = state
            if done >= soonest and (is_over := running & (iterations == done)).any():
                kept[is_over] = carried[is_over]
                running = running & ~is_over
    states[np.arange(longest + 1)[:, np.newaxis] > last] = np.nan
    return Descent(states, last, stop, kept)


def _room(count: int, start: Array) -> Array:
    """So many states that lie in memory as that at the start does, (count, runs, d)."""
    runs, coordinates = start.shape
    if start.flags.fnc:
        return np.empty((count, coordinates, runs)).swapaxes(1, 2)
    return np.empty((count, runs, coordinates))


def carried_on(states: Array, share: Array) -> Array:
    """What runs carry on of the step that led to each state, (N + 1, runs, d): a share (runs,) of it, 0 at first.

    With a constant step size a heavy ball's next step is this and −η·∇f.
    """
    with np.errstate(all="ignore"):
        steps = np.diff(states, axis=0, prepend=states[:1])
        carried: Array = share[:, np.newaxis] * steps
    return carried


def _may_go_on(state: Array, in_domain: Callable[[Array], NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Which runs are within bounds and in their domain, (runs,)."""
    within = in_domain(state)
    for column in state.T:  # there are few, and sums along short rows take longer
        within = within & (np.abs(column) <= LARGEST)  # False for NaN too
    return within


def _why_stop(state: Array, is_in_domain: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Why runs stop before these states."""
    known = ~np.isnan(state).any(axis=1)
    return np.where(known & ~is_in_domain, Stop.LEFT_DOMAIN, Stop.DIVERGED)
