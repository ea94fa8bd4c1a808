"""The lowest place of a smooth function of a few variables over a box, without derivatives.

Method: compass search with all neighbours, see T. G. Kolda, R. M. Lewis and V. Torczon, "Optimization by direct
search", SIAM Review 45, 2003; started from every low place of a grid, so that no valley is missed.
"""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array

ACROSS = 41
"""Places of the grid in each direction."""

FINEST = 1e-9
"""The search ends when its step is this share of the box."""

MOST_PLACES, MOST_STEPS = 200, 5000
"""Of so many low places, the lowest, is started, and no longer searched than this."""


def minimise(
    height: Callable[[Array], Array], low: Array, high: Array, across: int = ACROSS
) -> tuple[Array, float]:
    """The place (d,) where `height`, (n, d) → (n,), is least between low (d,) and high (d,); and how low it is."""
    axes = [np.linspace(start, end, across) for start, end in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    neighbours = _neighbours(len(low))
    heights = height(grid.reshape(-1, len(low))).reshape(grid.shape[:-1])
    is_low = _low_places(heights, neighbours)
    place = grid[is_low][np.argsort(heights[is_low], kind="stable")[:MOST_PLACES]]
    step = np.full(len(place), 1 / (across - 1))
    for _ in range(MOST_STEPS):
        if step.max() <= FINEST:
            break
        around = place[:, np.newaxis] + neighbours * step[:, np.newaxis, np.newaxis] * (high - low)
        around = np.clip(around, low, high)
        best = height(around.reshape(-1, len(low))).reshape(len(place), -1).argmin(axis=1)
        place = around[np.arange(len(place)), best]
        step = np.where(best == 0, step / 2, step)
    heights = height(place)
    lowest = int(heights.argmin())
    return place[lowest], float(heights[lowest])


def _neighbours(count: int) -> NDArray[np.int64]:
    """A place itself, first, and those around it, as steps in so many directions."""
    return np.array(sorted(product((-1, 0, 1), repeat=count), key=any))


def _low_places(heights: Array, neighbours: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a grid is no higher than around."""
    rim = np.pad(heights, 1, constant_values=np.inf)
    around = [
        rim[tuple(slice(1 + step, 1 + step + size) for step, size in zip(steps, heights.shape, strict=True))]
        for steps in neighbours
    ]
    result: NDArray[np.bool_] = (heights <= np.min(around, axis=0)) & np.isfinite(heights)
    return result
