"""What stands still, as shapes in px of the panel: lines, landscapes, dots; labels are words and come apart."""

from collections.abc import Iterator
from typing import cast

import numpy as np
from contourpy import ContourGenerator, FillType, LineType, contour_generator
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.render.mountain import land_shapes, sign_shapes
from klsim.render.shapes import Fill, Shape, Stroke, disc, down_to
from klsim.scene.marks import Contours, Dot, Land, Line, Panel, Scale, Sign
from klsim.scene.theme import Colour, Theme

LINE_PX = 1.75
LINE_TINT = 0.13
DASHED_PX = 1.5
DASHES = (3.5, 4.0)
CONTOUR_PX = 0.75
DOT_RADIUS_PX = 4.0
RING_PX = 1.75
RIM_PX = 1.5


def standing_shapes(panel: Panel, theme: Theme) -> Iterator[Shape]:
    """Everything but axes and words, from back to front."""
    for mark in panel.static:
        match mark:
            case Line():
                yield from _line(mark, panel, theme)
            case Contours():
                yield from _contours(mark, panel, theme)
            case Dot():
                yield from _dot(mark, panel, theme)
            case Land():
                yield from land_shapes(mark, panel, theme)
            case Sign():
                yield from sign_shapes(mark, panel, theme)


def _line(mark: Line, panel: Panel, theme: Theme) -> Iterator[Shape]:
    xy, colour, box = panel.to_px(mark.x, mark.y), theme.colour(mark.role), panel.box_px
    if mark.filled:
        yield Fill(down_to(box[1] + box[3], xy), colour, LINE_TINT, box)
    width, dashes = (DASHED_PX, DASHES) if mark.dashed else (CONTOUR_PX if mark.thin else LINE_PX, ())
    yield Stroke(xy, colour, width, clip=box, dashes=dashes)


def _dot(mark: Dot, panel: Panel, theme: Theme) -> Iterator[Shape]:
    centre = panel.to_px(np.float64(mark.x), np.float64(mark.y))  # type: ignore[arg-type]
    colour = theme.colour(mark.role)
    yield disc(centre, DOT_RADIUS_PX + RIM_PX, theme.paper)
    yield disc(centre, DOT_RADIUS_PX, colour)
    if mark.ring:
        yield disc(centre, DOT_RADIUS_PX - RING_PX, theme.paper)


def _contours(mark: Contours, panel: Panel, theme: Theme) -> Iterator[Shape]:
    """Tints stacked from low to high, each over the whole of what is higher, so that no seam shows."""
    generator = _generator(mark, panel)
    box = panel.box_px
    for k, level in enumerate(mark.levels):
        tint = _between(theme.paper, theme.land, (k + 1) / len(mark.levels))
        for xy, codes in _higher_than(generator, level):
            yield Fill(xy, tint, 1, box, codes)
    for level in mark.levels:
        for line in cast(list[Array], generator.lines(level)):
            yield Stroke(line, theme.contour, CONTOUR_PX, clip=box)


def _generator(mark: Contours, panel: Panel) -> ContourGenerator:
    """Contours in px; heights are continued in straight lines where the grid stops short of the box."""
    x, z = _to_edges(mark.x, mark.z.T, panel.x)
    y, z = _to_edges(mark.y, z.T, panel.y)
    xy = panel.to_px(x[np.newaxis, :], y[:, np.newaxis])
    return contour_generator(xy[..., 0], xy[..., 1], z, fill_type=FillType.OuterCode, line_type=LineType.Separate)


def _higher_than(generator: ContourGenerator, level: float) -> Iterator[tuple[Array, NDArray[np.uint8]]]:
    """Outlines with their holes, and what each of their points is for a Path."""
    outlines, codes = cast(tuple[list[Array], list[NDArray[np.uint8]]], generator.filled(level, np.inf))
    return zip(outlines, codes, strict=True)


def _to_edges(grid: Array, z: Array, scale: Scale) -> tuple[Array, Array]:
    """The grid (n,) and its heights (n, others), with the ends of the scale added where they are missing."""
    if grid[0] > scale.low:
        grid, z = _prepend(grid, z, scale.low)
    if grid[-1] < scale.high:
        grid, z = (part[::-1] for part in _prepend(grid[::-1], z[::-1], scale.high))
    return grid, z


def _prepend(grid: Array, z: Array, end: float) -> tuple[Array, Array]:
    share = (end - grid[0]) / (grid[1] - grid[0])
    return np.concatenate([[end], grid]), np.concatenate([z[:1] + share * (z[1:2] - z[:1]), z])


def _between(low: Colour, high: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return red, green, blue
