"""The surface of a function of two variables, seen by a fixed camera: lines of a plane, the hidden ones left out.

Heights go from 0 at the foot of the box to 1 at its lid, evenly or by powers as the view has it. The camera is far
away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.scene.marks import Line

AZIMUTH, ELEVATION = 0.19 * pi, 0.3 * pi
"""How far the camera is turned from the y axis, and how high it stands above the horizon."""

HEIGHT = 0.45
"""How high the box is, beside its width of 1."""

LINES, SAMPLES = 41, 201
"""So many lines in each direction, each drawn through so many places."""

RAY_STEPS = 60
"""At so many places of a ray to the camera, more of them at its start, it is asked if it meets the surface."""

SLACK = 2e-3
"""So much of the height the surface may seem to stand before itself."""

_TO_CAMERA = np.array([-sin(AZIMUTH), -cos(AZIMUTH)])


@dataclass(frozen=True, eq=False)
class Surface:
    """A landscape in its box.

    x, y:   the ends of the view
    shares: (n, n) heights from 0 to 1, in rows of equal y
    low, high, powers: the heights of foot and lid, and the least share that powers tell apart, 0 if they are even
    """

    x: tuple[float, float]
    y: tuple[float, float]
    shares: Array
    low: float
    high: float
    powers: float

    def project(self, x: Array, y: Array, loss: Array) -> tuple[Array, Array]:
        """Where places on the surface are seen, across and up, in widths of the box from its middle."""
        across, deep = ((one - ends[0]) / (ends[1] - ends[0]) - 0.5 for one, ends in ((x, self.x), (y, self.y)))
        return _seen(across, deep, share_of(loss, self.low, self.high, self.powers))


def share_of(loss: Array, low: float, high: float, powers: float) -> Array:
    """Heights as shares of the box, from 0 at its foot to 1 at its lid; what is higher or lower stays there."""
    even = np.clip((loss - low) / (high - low), 0, 1)
    if not powers:
        return even
    result: Array = np.log1p(even / powers) / np.log1p(1 / powers)
    return result


def surface_lines(surface: Surface) -> Iterator[Line]:
    """The lines of equal x and of equal y, as far as they are seen."""
    places, samples = np.linspace(-0.5, 0.5, LINES), np.linspace(-0.5, 0.5, SAMPLES)
    for fixed in places:
        for across, deep in ((np.full(SAMPLES, fixed), samples), (samples, np.full(SAMPLES, fixed))):
            share = _height(surface.shares, across, deep)
            u, v = _seen(across, deep, share)
            for start, end in _stretches(_is_seen(surface.shares, across, deep, share)):
                yield Line(u[start:end], v[start:end], "muted", thin=True)


def _seen(across: Array, deep: Array, share: Array) -> tuple[Array, Array]:
    right = across * cos(AZIMUTH) - deep * sin(AZIMUTH)
    back = across * sin(AZIMUTH) + deep * cos(AZIMUTH)
    return right, back * sin(ELEVATION) + (share - 0.5) * HEIGHT * cos(ELEVATION)


def _is_seen(shares: Array, across: Array, deep: Array, share: Array) -> NDArray[np.bool_]:
    """Whether nothing stands between places (n,) and the camera."""
    step = 1.5 * ((np.arange(RAY_STEPS) + 1)[:, np.newaxis] / RAY_STEPS) ** 2
    ahead, aside = across + step * _TO_CAMERA[0], deep + step * _TO_CAMERA[1]
    ray = share * HEIGHT + step * np.tan(ELEVATION)
    is_within = (np.abs(ahead) <= 0.5) & (np.abs(aside) <= 0.5)
    before = _height(shares, np.clip(ahead, -0.5, 0.5), np.clip(aside, -0.5, 0.5)) * HEIGHT
    result: NDArray[np.bool_] = ~(is_within & (before > ray + SLACK)).any(axis=0)
    return result


def _height(shares: Array, across: Array, deep: Array) -> Array:
    """Heights between the places of the grid, in straight lines."""
    last = len(shares) - 1
    column, row = (across + 0.5) * last, (deep + 0.5) * last
    left, below = (np.clip(np.floor(one).astype(np.intp), 0, last - 1) for one in (column, row))
    right, above = column - left, row - below
    low = shares[below, left] * (1 - right) + shares[below, left + 1] * right
    high = shares[below + 1, left] * (1 - right) + shares[below + 1, left + 1] * right
    result: Array = low * (1 - above) + high * above
    return result


def _stretches(is_seen: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where two places or more in a row are seen: the first, and the one after the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_seen, [False]]).astype(np.int8)))
    yield from ((int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start > 1)
