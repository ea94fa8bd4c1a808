"""What moves, as shapes: the marks of a panel at each frame of a run, in px of the panel.

The page's script draws the same shapes from the same `STROKES`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from klsim.numerics.distributions import Array, Gaussian, density
from klsim.render.arrows import frames_of_arrow
from klsim.render.shapes import Box as PxBox
from klsim.render.shapes import Fill, Shape, Stroke, circle, closed, discs, down_to
from klsim.scene.gaps import last_known
from klsim.scene.marks import (
    DENSITY_SAMPLES,
    Arrow,
    Band,
    Bars,
    Box,
    Curve,
    Density,
    Moving,
    Panel,
    Point,
    Profile,
    Raster,
    Trail,
)
from klsim.scene.strokes import STROKES
from klsim.scene.theme import Colour, Theme

Series: TypeAlias = Mapping[str, Array]
"""A run by the names of what it records: each (last + 1,)."""

FrameShapes: TypeAlias = Callable[[int], tuple[Shape, ...]]
"""From the number of a frame to what is painted, from back to front."""


def plan_mark(mark: Moving, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    """How a mark looks when each of `frames`, which are iterations, is shown."""
    match mark:
        case Density():
            return _plan_density(mark, panel, theme, series, frames)
        case Trail():
            return _plan_trail(mark, panel, theme, series, frames)
        case Point():
            return _plan_point(mark, panel, theme, series, frames)
        case Curve():
            return _plan_curve(mark, panel, theme, series, frames)
        case Profile():
            return _plan_profile(mark, panel, theme, series, frames)
        case Bars():
            return _plan_bars(mark, panel, theme, series, frames)
        case Band():
            return _plan_band(mark, panel, theme, series, frames)
        case Box():
            return _plan_box(mark, panel, theme, series, frames)
        case Arrow():
            return frames_of_arrow(mark, panel, theme, series, frames).__getitem__
        case Raster():
            return lambda _: ()  # its pictures are drawn by the simulation: see render/raster.py


def density_lines(mark: Density, panel: Panel, series: Series, frames: Sequence[int]) -> Array:
    """The curve at each frame, (frames, samples, 2) in px: even samples, and closer ones around each mean."""
    shown = np.array(frames)
    means = np.stack([series[name][shown] for name in mark.means], axis=-1)
    variances = np.stack([series[name][shown] for name in mark.variances], axis=-1)
    even = np.linspace(panel.x.low, panel.x.high, DENSITY_SAMPLES)
    deviations = np.linspace(-STROKES.bell_reach, STROKES.bell_reach, STROKES.bell_samples)
    bells = means[..., np.newaxis] + np.sqrt(variances)[..., np.newaxis] * deviations
    bells = np.clip(bells, panel.x.low, panel.x.high).reshape(len(frames), -1)
    x = np.sort(np.concatenate([np.broadcast_to(even, (len(frames), len(even))), bells], axis=1), axis=1)
    laws = density(x[..., np.newaxis], Gaussian(means[:, np.newaxis], variances[:, np.newaxis]))
    return within_reach(panel, panel.to_px(x, mark.share * laws.mean(axis=-1)))


def within_reach(panel: Panel, xy: Array) -> Array:
    """Positions (…, 2) in px, clamped to the plot box grown by `STROKES.far_px`; NaN goes to the low end."""
    left, top, width, height = panel.box_px
    low = np.array([left, top]) - STROKES.far_px
    high = np.array([left + width, top + height]) + STROKES.far_px
    known = np.where(np.isnan(xy), (low[0], high[1]), xy)
    return np.clip(known, low, high)


def _plan_density(mark: Density, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    lines = density_lines(mark, panel, series, frames)
    box, colour = panel.box_px, theme.colour(mark.role)
    bottom = box[1] + box[3]

    def at(frame: int) -> tuple[Shape, ...]:
        line = lines[frame]
        if mark.thin:
            return (Stroke(line, colour, STROKES.thin_px, clip=box, dashes=mark.dashes),)
        tint = Fill(down_to(bottom, line), colour, STROKES.fill_alpha, box)
        return tint, Stroke(line, colour, STROKES.curve_px, clip=box, dashes=mark.dashes)

    return at


def _plan_trail(mark: Trail, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    path = within_reach(panel, panel.to_px(series[mark.x], series[mark.y]))
    box, colour = panel.box_px, theme.colour(mark.role)
    known = _known(mark, series)

    def at(frame: int) -> tuple[Shape, ...]:
        passed = path[: frames[frame] + 1]
        if known is not None:
            passed = passed[known[: frames[frame] + 1]]
            if not len(passed):
                return ()
        way, codes = leaps(passed, mark.leap) if mark.leap else (passed, None)
        line = Stroke(way, colour, STROKES.trail_px, STROKES.trail_alpha, box, codes, mark.dashes)
        if not mark.steps:
            return (line,)
        return line, discs(passed, STROKES.step_radius_px, colour, box)

    return at


def _plan_point(mark: Point, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    shown = np.array(frames)
    is_there = None if (known := _known(mark, series)) is None else last_known(known)[shown]
    places = within_reach(panel, panel.to_px(series[mark.x], series[mark.y]))[
        shown if is_there is None else is_there
    ]
    left, top, width, height = panel.box_px
    inside = np.clip(places, (left, top), (left + width, top + height))
    colour = theme.colour(mark.role)
    radius = mark.size * STROKES.point_radius_px
    centres = inside - (0, radius if mark.lifted else 0)
    shape = radius * np.array(mark.outline)

    def at(frame: int) -> tuple[Shape, ...]:
        if is_there is not None and is_there[frame] < 0:
            return ()
        away = places[frame] - inside[frame]
        is_out = away.any() and not mark.held
        within = centres[frame] + shape if mark.outline else circle(centres[frame], radius)
        outline = arrow(inside[frame], away) if is_out else within
        return Fill(outline, colour), Stroke(closed(outline), theme.paper, STROKES.point_edge_px)

    return at


def _known(mark: Trail | Point, series: Series) -> NDArray[np.bool_] | None:
    """Where both numbers of a place are known; None where all are."""
    known: NDArray[np.bool_] = ~(np.isnan(series[mark.x]) | np.isnan(series[mark.y]))
    return None if known.all() else known


def _plan_curve(mark: Curve, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    line = _plan_trail(Trail("iteration", mark.series, mark.role, steps=False), panel, theme, series, frames)
    point = _plan_point(Point("iteration", mark.series, mark.role, held=True), panel, theme, series, frames)
    return lambda frame: (*line(frame), *point(frame))


def _plan_profile(mark: Profile, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    rows = series[mark.series][np.array(frames)]
    x = np.array(mark.x) if mark.x else np.linspace(panel.x.low, panel.x.high, rows.shape[1])
    lines = within_reach(panel, panel.to_px(x, rows))
    box, colour = panel.box_px, theme.colour(mark.role)

    def at(frame: int) -> tuple[Shape, ...]:
        line = Stroke(lines[frame], colour, STROKES.curve_px, clip=box, dashes=mark.dashes)
        if not mark.filled:
            return (line,)
        return Fill(down_to(box[1] + box[3], lines[frame]), colour, STROKES.fill_alpha, box), line

    return at


def _plan_bars(mark: Bars, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    rows = series[mark.series][np.array(frames)]
    middles = np.array(mark.x) if mark.x else np.arange(rows.shape[1]) + 0.5
    half = (np.diff(middles).min() if len(middles) > 1 else 1) * STROKES.bar_share / 2
    nth, count = mark.beside
    slim = (1 - STROKES.slim_share) / 2 if mark.foot else 0
    lefts, rights = (middles - half + 2 * half * (nth + end) / count for end in (slim, 1 - slim))
    tops = within_reach(panel, panel.to_px(lefts, rows))
    below = series[mark.foot][np.array(frames)] if mark.foot else np.zeros_like(rows)
    feet = within_reach(panel, panel.to_px(rights, below))
    box, colour = panel.box_px, theme.colour(mark.role)

    def at(frame: int) -> tuple[Shape, ...]:
        pairs = zip(tops[frame], feet[frame], strict=True)
        outlines = (np.array([(x, y), (right, y), (right, foot), (x, foot)]) for (x, y), (right, foot) in pairs)
        return tuple(Fill(outline, colour, clip=box) for outline in outlines)

    return at


def _plan_band(mark: Band, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    box, colour = panel.box_px, theme.colour(mark.role)
    if mark.x:
        high, low = (within_reach(panel, panel.to_px(series[mark.x], series[n])) for n in (mark.high, mark.low))
        return lambda frame: _between(high[: frames[frame] + 1], low[: frames[frame] + 1], colour, box)
    highs, lows = (series[name][np.array(frames)] for name in (mark.high, mark.low))
    x = np.array(mark.places) if mark.places else np.linspace(panel.x.low, panel.x.high, highs.shape[1])
    tops, feet = (within_reach(panel, panel.to_px(x, rows)) for rows in (highs, lows))
    return lambda frame: _between(tops[frame], feet[frame], colour, box)


def _between(high: Array, low: Array, colour: Colour, box: PxBox) -> tuple[Shape, ...]:
    return (Fill(np.concatenate([high, low[::-1]]), colour, STROKES.band_alpha, box),)


def _plan_box(mark: Box, panel: Panel, theme: Theme, series: Series, frames: Sequence[int]) -> FrameShapes:
    shown = np.array(frames)
    ends = (panel.y.low, panel.y.high)
    low, high = (
        series[name][shown] if name else np.full(len(frames), end)
        for name, end in zip((mark.low, mark.high), ends, strict=True)
    )
    first, last = (
        within_reach(panel, panel.to_px(series[x][shown], y)) for x, y in ((mark.left, low), (mark.right, high))
    )
    box, colour = panel.box_px, theme.colour(mark.role)

    def at(frame: int) -> tuple[Shape, ...]:
        (left, foot), (right, top) = first[frame], last[frame]
        outline = np.array([(left, foot), (left, top), (right, top), (right, foot)])
        return (Fill(outline, colour, STROKES.band_alpha, box),)

    return at


def leaps(path: Array, leap: float) -> tuple[Array, NDArray[np.uint8]]:
    """A path (n, 2) as one arc after another: points (2n − 1, 2), and what each of them is for a Path.

    The arcs are quadratic Bézier curves; their middle control points are raised by `leap` times their breadth.
    """
    way = np.repeat(path, 2, axis=0)[:-1]
    way[1::2] = (path[:-1] + path[1:]) / 2
    way[1::2, 1] -= leap * np.abs(np.diff(path[:, 0]))
    codes = np.full(len(way), Path.CURVE3, dtype=np.uint8)
    codes[0] = Path.MOVETO
    return way, codes


def arrow(tip: Array, towards: Array) -> Array:
    """The triangle (3, 2) with its tip there, which points in the direction `towards` (2,)."""
    ahead = STROKES.arrow_px * towards / np.hypot(*towards)
    aside = np.array([-ahead[1], ahead[0]]) / 2
    return np.stack([tip, tip - ahead + aside, tip - ahead - aside])
