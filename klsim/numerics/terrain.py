"""A landscape over a line: a parabola with bumps and hollows, its slope, and its low points."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from klsim.numerics.distributions import Array

EVEN_PLACES = 4097
"""Places of the search over the whole stretch that may hold the lowest point."""

BUMP_PLACES, BUMP_REACH = 1537, 12
"""Places of the search around each bump, over so many widths either way: 1/64 of a width apart."""

BISECTIONS = 80


@dataclass(frozen=True)
class Terrain:
    """f(x) = quadratic·x² + linear·x + Σ height·exp(−(x − centre)² / (2 width²)).

    quadratic, linear:       (…), quadratic > 0 for a terrain that has a lowest point
    heights, centres, widths: (…, bumps), height < 0 for a hollow, width > 0
    """

    quadratic: Array
    linear: Array
    heights: Array
    centres: Array
    widths: Array


def height(x: Array, terrain: Terrain) -> Array:
    """f(x). `x` broadcasts with `terrain.quadratic`; a bump of height 0 changes no bit of the result."""
    total: Array = (terrain.quadratic * x + terrain.linear) * x
    for bump, away, _ in _bumps(x, terrain):
        total = total + bump * np.exp(-np.square(away) / 2)
    return total


def slope(x: Array, terrain: Terrain) -> Array:
    """f′(x) = 2·quadratic·x + linear − Σ height·(x − centre)/width²·exp(…), exact; shapes as in `height`."""
    total: Array = 2 * terrain.quadratic * x + terrain.linear
    for bump, away, width in _bumps(x, terrain):
        total = total - bump * away / width * np.exp(-np.square(away) / 2)
    return total


def low_points(terrain: Terrain) -> Array:
    """Every place where one terrain (no axes but that of its bumps) stops falling and rises, ascending, (n,).

    The slope is evaluated on a grid that is finer than each bump, and every change of its sign is bisected down to
    the spacing of floats. A dip so slight that the sign changes twice between neighbours of the grid is missed: it
    is less than 10⁻⁶·Σ|height| deep. Beyond the grid the ground is the parabola, to within rounding.
    """
    vertex = -terrain.linear / (2 * terrain.quadratic)
    reach = 1.001 * np.sqrt(np.abs(terrain.heights).sum() / terrain.quadratic) + 1
    even = np.linspace(vertex - reach, vertex + reach, EVEN_PLACES)
    around = np.linspace(-BUMP_REACH, BUMP_REACH, BUMP_PLACES)[:, np.newaxis]
    grid = np.unique(np.concatenate([even, (terrain.centres + terrain.widths * around).ravel()]))
    rises = slope(grid, terrain) >= 0
    is_valley = ~rises[:-1] & rises[1:]
    return _bisect(grid[:-1][is_valley], grid[1:][is_valley], terrain)


def lowest_point(terrain: Terrain) -> tuple[float, float]:
    """Where one terrain is lowest over the whole line, and f there.

    No bump changes the ground by more than |height|, so the lowest point lies within √(Σ|height| / quadratic) of
    the parabola's own, which `low_points` searches. The error of f is that of rounding, or, where that misses a
    dip, less than 10⁻⁶·Σ|height|.
    """
    places = low_points(terrain)
    heights = height(places, terrain)
    best = int(heights.argmin())
    return float(places[best]), float(heights[best])


def nearest_low_point(start: float, terrain: Terrain) -> float:
    """Where somebody ends who goes only downhill from `start`, in steps too short to cross anything."""
    places = low_points(terrain)
    if slope(np.asarray(start), terrain) > 0:
        return float(places[places <= start].max(initial=places[0]))
    return float(places[places >= start].min(initial=places[-1]))


def _bumps(x: Array, terrain: Terrain) -> Iterator[tuple[Array, Array, Array]]:
    """For each bump its height, the distance of x from its centre in widths, and its width."""
    parts = (np.moveaxis(part, -1, 0) for part in (terrain.heights, terrain.centres, terrain.widths))
    for bump, centre, width in zip(*parts, strict=True):
        yield bump, (x - centre) / width, width


def _bisect(low: Array, high: Array, terrain: Terrain) -> Array:
    """Where the slope, below zero at `low` and not at `high`, ceases to be below zero; shapes (n,)."""
    for _ in range(BISECTIONS):
        middle = low + (high - low) / 2
        is_past = slope(middle, terrain) >= 0
        low, high = np.where(is_past, low, middle), np.where(is_past, middle, high)
    return high
