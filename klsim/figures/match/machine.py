"""What a machine does in a game of one bell: plain gradient descent from where the reader starts to the target."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klsim.figures.match.law import ARRIVED, Law
from klsim.numerics.descent import descend, heavy_ball
from klsim.numerics.distributions import Array, Gaussian
from klsim.numerics.divergences import kl_gaussian, kl_slopes
from klsim.numerics.objectives import arguments_of

MOST_STEPS = 1000
STEP_SIZES = tuple(float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 2, 5))
SHARE = 1 / 20
"""Of the breadth and of the height of the map: no step goes farther, so that the way can be followed."""

DECIMALS = 4
"""Of its places: finer than a screen."""


@dataclass(frozen=True)
class MachineWalk:
    """The places of q from the start until the game reads 0.00, or for `MOST_STEPS`.

    mean, variance: (steps + 1,)
    kl:             the divergence at the end, in nats
    """

    step_size: float
    mean: tuple[float, ...]
    variance: tuple[float, ...]
    kl: float


@dataclass(frozen=True, eq=False)
class _Tried:
    """A descent with each of the step sizes: states (N + 1, runs, 2), heights (N + 1, runs), ends (runs,)."""

    states: Array
    heights: Array
    last: NDArray[np.int64]


def machine_walk(measure: str, start: Law, target: Law, breadth: float, height: float) -> MachineWalk:
    """Gradient descent on `kl_qp` or `kl_pq` between normal laws, v ← v − step_size·∇KL.

    Its step size is the largest with which it arrives, goes downhill in every step, and in none farther than a
    share of the map, which is so broad and so high. Where none is like that, it is the one that comes nearest
    among those that go downhill in such steps, and where there are none either, the smallest.
    """
    tried = _try(measure, start, target)
    runs = range(len(STEP_SIZES))
    steady = [n for n in runs if _is_steady(tried, n, np.array([breadth, height]))] or [0]
    arriving = [n for n in steady if tried.heights[tried.last[n], n] < ARRIVED]
    best = arriving[-1] if arriving else min(steady, key=lambda n: float(tried.heights[tried.last[n], n]))
    walked = tried.states[: tried.last[best] + 1, best].round(DECIMALS)
    mean, variance = (tuple(map(float, column)) for column in walked.T)
    return MachineWalk(STEP_SIZES[best], mean, variance, float(tried.heights[tried.last[best], best]))


def _try(measure: str, start: Law, target: Law) -> _Tried:
    count = len(STEP_SIZES)
    first = np.tile([start.means[0], start.variances[0]], (count, 1))
    p = Gaussian(np.float64(target.means[0]), np.float64(target.variances[0]))  # type: ignore[arg-type]
    path = descend(
        first,
        heavy_ball(kl_slopes(p, np.full(count, measure == "kl_qp")), np.array(STEP_SIZES), np.zeros(count)),
        lambda state: state[:, 1] > 0,
        np.full(count, MOST_STEPS),
    )
    q = Gaussian(path.states[..., 0], path.states[..., 1])
    heights = kl_gaussian(*arguments_of(measure, q, p))
    is_there = heights < ARRIVED  # False where a run has ended
    last = np.where(is_there.any(axis=0), is_there.argmax(axis=0), path.last)
    return _Tried(path.states, heights, last)


def _is_steady(tried: _Tried, run: int, size: Array) -> bool:
    """Whether every step of a run goes downhill, and not far."""
    heights, states = (series[: tried.last[run] + 1, run] for series in (tried.heights, tried.states))
    steps = np.abs(np.diff(states, axis=0)) / size
    return bool((np.diff(heights) < 0).all() and steps.max(initial=0) <= SHARE)
