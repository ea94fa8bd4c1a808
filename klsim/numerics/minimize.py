"""The lowest place of a smooth function of two variables over a box, without derivatives.

Method: compass search with all eight neighbours, see T. G. Kolda, R. M. Lewis and V. Torczon, "Optimization by
direct search", SIAM Review 45, 2003; started from every low place of a grid, so that no valley is missed.
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

NEIGHBOURS = np.array(sorted(product((-1, 0, 1), repeat=2), key=lambda step: step != (0, 0)))
"""A place itself, first, and the eight around it."""


def minimise(height: Callable[[Array], Array], low: Array, high: Array) -> tuple[Array, float]:
    """The place (2,) where `height`, (n, 2) → (n,), is least between low (2,) and high (2,); and how low it is."""
    axes = [np.linspace(low[n], high[n], ACROSS) for n in range(2)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    place = grid[_low_places(height(grid.reshape(-1, 2)).reshape(ACROSS, ACROSS))]
    step = np.full(len(place), 1 / (ACROSS - 1))
    while step.max() > FINEST:
        around = place[:, np.newaxis] + NEIGHBOURS * step[:, np.newaxis, np.newaxis] * (high - low)
        around = np.clip(around, low, high)
        best = height(around.reshape(-1, 2)).reshape(len(place), -1).argmin(axis=1)
        place = around[np.arange(len(place)), best]
        step = np.where(best == 0, step / 2, step)
    heights = height(place)
    lowest = int(heights.argmin())
    return place[lowest], float(heights[lowest])


def _low_places(heights: Array) -> NDArray[np.bool_]:
    """Where a grid (a, b) is no higher than around."""
    rim = np.pad(heights, 1, constant_values=np.inf)
    rows, columns = heights.shape
    around = [rim[1 + i : 1 + i + rows, 1 + j : 1 + j + columns] for i, j in NEIGHBOURS]
    result: NDArray[np.bool_] = (heights <= np.min(around, axis=0)) & np.isfinite(heights)
    return result
