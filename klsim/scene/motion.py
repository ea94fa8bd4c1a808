"""How far things move in a picture, in px: where every moving mark stands at every iteration of a run."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from klsim.numerics.distributions import Array
from klsim.scene.gaps import hold_gaps
from klsim.scene.marks import (
    CLOCK,
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
    Scale,
    Trail,
)
from klsim.scene.strokes import STROKES
from klsim.scene.zooming import Zoom, stretches, widen

PICTURE_PX = 300
"""How far things go in pictures of which nothing else is known."""

MOST_PLACES = 32
"""Of a line of many numbers so many are followed."""


def trace(
    panels: Sequence[Panel], series: Mapping[str, Array], clock: float = 0, zooms: Sequence[Zoom] = ()
) -> Array:
    """Where what moves stands, (N + 1, k) px across or down, at the edge of its panel where it is out of sight.

    series: name → (N + 1,), or (N + 1, size); a mark that does not fit them is passed over
    clock:  the share of a px that a px along the iterations counts: to move along them is hardly motion
    zooms:  how far panels reach; when that changes, all of a panel moves
    """
    count = len(series[CLOCK])
    zoomed = {zoom.panel for zoom in zooms}
    found = [
        _trace_zoomed(n, panel, series, clock, zooms) if n in zoomed else _trace_panel(panel, series, clock)
        for n, panel in enumerate(panels)
    ]
    return np.concatenate(found, axis=1) if found else np.zeros((count, 0))


def _trace_panel(panel: Panel, series: Mapping[str, Array], clock: float) -> Array:
    count = len(series[CLOCK])
    found = [
        np.reshape(places, (count, -1)) for mark in panel.moving for places in _places(panel, mark, series, clock)
    ]
    return np.concatenate(found, axis=1) if found else np.zeros((count, 0))


def _trace_zoomed(
    number: int, panel: Panel, series: Mapping[str, Array], clock: float, zooms: Sequence[Zoom]
) -> Array:
    """The same of a panel that zooms, and as if something went through it each time."""
    parts = []
    for n, (start, end, factors) in enumerate(stretches(zooms, number, len(series[CLOCK]))):
        places = _trace_panel(widen(panel, factors), series, clock)[start:end]
        parts.append(np.column_stack([places, np.full(len(places), n % 2 * float(PICTURE_PX))]))
    return np.concatenate(parts)


def trace_many(panels: Sequence[Panel], several: Sequence[Mapping[str, Array]]) -> Sequence[Array]:
    """The same of each of several runs with these panels; where nothing forbids it all at once."""
    is_sound = all(np.isfinite(values).all() for series in several for values in series.values())
    if not is_sound or any(isinstance(mark, Raster) for panel in panels for mark in panel.moving):
        return [trace(panels, series) for series in several]
    names = several[0].keys()
    joined = {name: np.concatenate([series[name] for series in several]) for name in names}
    ends = np.cumsum([len(series[CLOCK]) for series in several])
    return np.split(trace(panels, joined), ends[:-1])


def hold(places: Array, frames: Sequence[int], least_px: float) -> tuple[int, ...]:
    """For each of the frames the one that may be painted in its place: nothing has moved `least_px` since then.

    The last frame is painted as it is.
    """
    held: list[int] = []
    for frame in frames:
        is_moved = not held or np.abs(places[frame] - places[held[-1]]).max(initial=0) >= least_px
        held.append(frame if is_moved or frame == frames[-1] else held[-1])
    return tuple(held)


def _places(panel: Panel, mark: Moving, series: Mapping[str, Array], clock: float) -> Iterator[Array]:
    _, _, width, height = panel.box_px
    match mark:
        case Trail() | Point():
            for scale, name, length in ((panel.x, mark.x, width), (panel.y, mark.y, height)):
                share = clock if name.partition("@")[0] == CLOCK else 1
                yield from (share * px for px in _of_series(scale, series, name, length, axes=1) if share)
        case Curve():
            yield from _of_series(panel.y, series, mark.series, height, axes=1)
        case Profile() | Bars():
            yield from _of_series(panel.y, series, mark.series, height, axes=2)
        case Band():
            for name in (mark.low, mark.high):
                yield from _of_series(panel.y, series, name, height, axes=1 if mark.x else 2)
        case Box():
            for scale, names, length in (
                (panel.x, (mark.left, mark.right), width),
                (panel.y, (mark.low, mark.high), height),
            ):
                for name in filter(None, names):
                    yield from _of_series(scale, series, name, length, axes=1)
        case Arrow():
            return  # it goes with its place
        case Raster():
            yield from _of_all(series)
        case Density():
            yield from _of_bells(panel, mark, series)


def _of_all(series: Mapping[str, Array]) -> Iterator[Array]:
    """What pictures show is not known: as if each series went from one end of a picture to the other."""
    for name, values in series.items():
        if name.partition("@")[0] == CLOCK:
            continue
        row = hold_gaps(values.reshape(len(values), -1)[:, :: max(1, -(-values[0].size // MOST_PLACES))])
        with np.errstate(all="ignore"):
            low, high = np.nanmin(row, axis=0), np.nanmax(row, axis=0)
            shares = (row - low) / np.where(high > low, high - low, 1)
        yield PICTURE_PX * np.clip(np.nan_to_num(shares, nan=0.0, posinf=1.0, neginf=0.0), 0, 1)


def _of_series(
    scale: Scale, series: Mapping[str, Array], name: str, length_px: int, *, axes: int
) -> Iterator[Array]:
    if name not in series or series[name].ndim != axes:
        return
    values = hold_gaps(series[name])
    if axes == 2:
        values = values[:, :: max(1, -(-values.shape[1] // MOST_PLACES))]
    yield _px(scale, values, length_px)


def _of_bells(panel: Panel, mark: Density, series: Mapping[str, Array]) -> Iterator[Array]:
    """Of each bell its middle, where it is one standard deviation to the left and to the right, and its top."""
    _, _, width, height = panel.box_px
    for mean, variance in zip(mark.means, mark.variances, strict=True):
        if any(series.get(name, np.zeros((1, 1))).ndim != 1 for name in (mean, variance)):
            continue
        with np.errstate(all="ignore"):
            deviation = np.sqrt(series[variance])
            away = np.maximum(panel.x.low - series[mean], series[mean] - panel.x.high)
            is_seen = away < STROKES.bell_reach * deviation
            top = np.where(is_seen, mark.share / len(mark.means) / (deviation * np.sqrt(2 * np.pi)), 0)
        yield from (_px(panel.x, series[mean] + n * deviation, width) for n in (-1, 0, 1))
        yield _px(panel.y, top, height)


def _px(scale: Scale, values: Array, length_px: int) -> Array:
    """Values as px along a scale; what is off it, or no number, stands at its end."""
    with np.errstate(all="ignore"):
        shares = scale.fraction(values)
    places: Array = length_px * np.clip(np.nan_to_num(shares, nan=0.0, posinf=1.0, neginf=0.0), 0, 1)
    return places
