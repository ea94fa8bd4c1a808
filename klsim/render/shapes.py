"""What the canvas can paint: filled outlines and stroked polylines, in px from the top left of a panel."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TypeAlias

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.scene.theme import Colour

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width, height in px."""

_CIRCLE = np.array([(cos(2 * pi * k / 48), sin(2 * pi * k / 48)) for k in range(48)])


@dataclass(frozen=True, eq=False)
class Fill:
    """The inside of the outline `xy` (n, 2). `codes` (n,) as in matplotlib's Path, for outlines with holes."""

    xy: Array
    colour: Colour
    opacity: float = 1
    clip: Box | None = None
    codes: NDArray[np.uint8] | None = None


@dataclass(frozen=True, eq=False)
class Stroke:
    """The polyline `xy` (n, 2) with round joins and caps; `dashes` are lengths of ink and gap in px.

    `codes` as in `Fill`, for several polylines that are stroked as one.
    """

    xy: Array
    colour: Colour
    width_px: float
    opacity: float = 1
    clip: Box | None = None
    codes: NDArray[np.uint8] | None = None
    dashes: tuple[float, ...] = ()


Shape: TypeAlias = Fill | Stroke


def circle(centre: Array, radius_px: float) -> Array:
    """The outline of a disc around `centre` (2,)."""
    return centre + radius_px * _CIRCLE


def disc(centre: Array, radius_px: float, colour: Colour) -> Fill:
    """A disc around `centre` (2,)."""
    return Fill(circle(centre, radius_px), colour)


def discs(centres: Array, radius_px: float, colour: Colour, clip: Box) -> Stroke:
    """Discs around `centres` (n, 2), painted as one: the round caps of strokes without length."""
    xy = np.repeat(centres, 2, axis=0)
    xy[1::2, 0] += 1e-3
    codes = np.tile(np.array([Path.MOVETO, Path.LINETO], dtype=np.uint8), len(centres))
    return Stroke(xy, colour, 2 * radius_px, 1, clip, codes)


def closed(outline: Array) -> Array:
    """The polyline (n + 1, 2) once around an outline (n, 2)."""
    return np.concatenate([outline, outline[:1]])


def rectangle(left: float, top: float, width: float, height: float, colour: Colour) -> Fill:
    """An upright rectangle; crisp where its sides are whole numbers of pixels."""
    right, bottom = left + width, top + height
    return Fill(np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=float), colour)


def down_to(bottom: float, line: Array) -> Array:
    """The outline of what lies between a polyline (n, 2) and the height `bottom`, (n + 2, 2)."""
    return np.concatenate([line, [(line[-1, 0], bottom), (line[0, 0], bottom)]])
