"""Moving marks at made-up places all over a panel, to see what colours may come up."""

from collections.abc import Iterator, Sequence

import numpy as np

from klsim.numerics.distributions import Array
from klsim.render.canvas import Canvas, paint
from klsim.render.moving import Series, plan_mark
from klsim.scene.marks import (
    Arrow,
    Band,
    Bars,
    Box,
    Curve,
    Density,
    Moving,
    Panel,
    Profile,
    Raster,
    Scale,
    series_of,
)
from klsim.scene.theme import Theme

FRAMES = 8
SIZE = 16  # of series of many numbers
GOLDEN = 0.618  # multiples of it, modulo 1, fall evenly and never twice on the same place


def sample_colours(canvas: Canvas, panel: Panel, theme: Theme, location: tuple[int, int]) -> Iterator[None]:
    """Paint the moving marks at several places, yielding after each; the caller looks and cleans up."""
    frames = range(FRAMES)
    plans = [plan_mark(mark, panel, theme, _made_up(mark, panel), frames) for mark in panel.moving]
    for frame in frames:
        for plan in plans:
            for shape in plan(frame):
                paint(canvas, shape, location)
        yield


def _made_up(mark: Moving, panel: Panel) -> Series:
    """A run that crosses the panel; every other step of a point ends outside."""
    if isinstance(mark, Density):
        widths = (panel.x.high - panel.x.low) * np.linspace(0.02, 0.3, FRAMES)
        means = {name: _spread(panel.x, k) for k, name in enumerate(mark.means)}
        return means | {name: np.square(widths) for name in mark.variances}
    if isinstance(mark, Curve):
        return {"iteration": _spread(panel.x, 0), mark.series: _spread(panel.y, 1)}
    if isinstance(mark, Profile | Bars):
        return {name: _rows(mark.x, panel.y, n) for n, name in enumerate(series_of(mark))}
    if isinstance(mark, Band):
        ends = {name: _spread(panel.y, n) for n, name in enumerate((mark.low, mark.high))}
        along = {mark.x: _spread(panel.x, 2)} if mark.x else {}
        return ends | along if mark.x else {name: _rows(mark.places, panel.y, n) for n, name in enumerate(ends)}
    if isinstance(mark, Box):
        across = {mark.left: _spread(panel.x, 0), mark.right: _spread(panel.x, 1)}
        return across | {name: _spread(panel.y, n) for n, name in enumerate((mark.low, mark.high)) if name}
    if isinstance(mark, Raster):
        return {}
    if isinstance(mark, Arrow):
        return {name: _spread((panel.x, panel.y)[n % 2], n) for n, name in enumerate(series_of(mark))}
    return {mark.x: _spread(panel.x, 0), mark.y: _spread(panel.y, 1)}


def _rows(places: Sequence[float], scale: Scale, seed: int) -> Array:
    """As many values as there are places, (FRAMES, size)."""
    return np.stack([_spread(scale, k + seed) for k in range(len(places) or SIZE)], axis=1)


def _spread(scale: Scale, seed: int) -> Array:
    """Values all over a scale and a little beyond its ends, (FRAMES,)."""
    shares = (np.arange(1, FRAMES + 1) * GOLDEN + seed * GOLDEN / 3) % 1
    reach = 1.2 * shares - 0.1
    if scale.kind == "log":
        return np.asarray(scale.low * (scale.high / scale.low) ** reach, dtype=np.float64)
    return np.asarray(scale.low + (scale.high - scale.low) * reach, dtype=np.float64)
