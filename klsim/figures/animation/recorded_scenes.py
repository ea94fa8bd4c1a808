"""The picture of recorded runs: panels whose scales hold all of them."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor, log10
from typing import Any

import numpy as np

from klsim.declaration import DECLARATIONS, Declaration
from klsim.engine.task import Products
from klsim.figures.animation.limits import MOST_HELD, TOGETHER
from klsim.figures.animation.outline import OBJECTIONS, OUTLINE, OUTLINES, Outline
from klsim.figures.animation.recording import CurvePanel, PanelWish, PathPanel, ProfilePanel, Recording
from klsim.figures.animation.scenes import arrange_scenes
from klsim.figures.animation.shared_scenes import Choice
from klsim.figures.animation.sweep import FIGURES
from klsim.numerics.distributions import Array
from klsim.recordings.data import GRID
from klsim.recordings.packed import unpack
from klsim.scene.codec import SCENES
from klsim.scene.marks import (
    Contours,
    Curve,
    Line,
    Margins,
    Moving,
    Panel,
    Point,
    Profile,
    Readout,
    Scale,
    Scene,
    Static,
    Trail,
)
from klsim.scene.scales import log_scale, nice_scale

SIZES_PX = {1: (640, 380), 2: (420, 340)}
USUAL_PX = (330, 300)
"""Of panels by how many there are, and of more."""

ROOM = 0.05
"""Of the extent of a path so much is left free around it."""

MOST_READOUTS = 6
MOST_DISCS = 150
"""A longer path has no disc at each iteration."""

LEVELS = 12


def make_recorded_scenes(
    recording: str, declaration: str, runs: int, shared: Mapping[str, Any] | None, data: Products
) -> Products:
    """The scenes of recorded runs by number, the `outline` of their figure, and no `objections`.

    recording: the encoded Recording, without the numbers of its runs
    data:      the landscapes that its panels name
    """
    known = FIGURES.decode(recording.encode(), Recording)
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    grids = {name.removeprefix(GRID): unpack(grid) for name, grid in data.items() if name.startswith(GRID)}
    scene = make_scene(known, declared, grids)
    scenes, scene_of_run = arrange_scenes([scene], [0] * runs, Choice(), shared)
    together = max(min(TOGETHER, MOST_HELD // (known.longest * len(known.extents))), 1)
    return {
        OUTLINE: OUTLINES.encode(Outline(len(scenes), tuple(scene_of_run), together)),
        OBJECTIONS: b"[]",
        **{str(n): SCENES.encode(one) for n, one in enumerate(scenes)},
    }


def make_scene(recording: Recording, declared: Declaration, grids: Mapping[str, Mapping[str, Array]]) -> Scene:
    """The picture that all runs share."""
    size_px = SIZES_PX.get(len(recording.panels), USUAL_PX)
    panels = tuple(
        _panel(f"{n}-{wish_name(wish)}", wish, recording, declared, grids, size_px)
        for n, wish in enumerate(recording.panels, 1)
    )
    return Scene(panels, tuple(_readouts(recording, declared)))


def wish_name(wish: PanelWish) -> str:
    """What a panel shows, as a part of the names of files."""
    match wish:
        case CurvePanel():
            return wish.series[0]
        case PathPanel():
            return f"{wish.x}-{wish.y}"
        case ProfilePanel():
            return wish.series


def _panel(
    name: str,
    wish: PanelWish,
    recording: Recording,
    declared: Declaration,
    grids: Mapping[str, Mapping[str, Array]],
    size_px: tuple[int, int],
) -> Panel:
    width, height = size_px
    static: tuple[Static, ...] = ()
    moving: tuple[Moving, ...]
    match wish:
        case CurvePanel():
            title = ", ".join(map(declared.label, wish.series))
            x, y = _iterations(recording, declared), _scale_of(recording, wish.series, is_log=wish.is_log)
            static = tuple(_goal_line(recording, wish, x))
            moving = tuple(
                mark
                for n, one in enumerate(wish.series)
                for mark in _curve(one, _role(n, len(wish.series)), declared.clock)
            )
            title += ", on a log scale" if wish.is_log else ""
        case PathPanel():
            title = f"{declared.label(wish.x)} and {declared.label(wish.y)}"
            grid = grids.get(wish.grid)
            x, y = (
                _place_scale(recording, declared, wish.x, grid, "x"),
                _place_scale(recording, declared, wish.y, grid, "y"),
            )
            static = (Contours(grid["x"], grid["y"], grid["z"], contour_levels(grid["z"])),) if grid else ()
            steps = recording.longest <= MOST_DISCS
            moving = (Trail(wish.x, wish.y, "object", steps=steps), Point(wish.x, wish.y, "object"))
        case ProfilePanel():
            title = declared.label(wish.series)
            extent = recording.extent(wish.series)
            x = nice_scale("place", 0, max((extent.size or 1) - 1, 1))
            x = Scale(x.label, 0.0, float(max((extent.size or 1) - 1, 1)), x.ticks)
            y = _scale_of(recording, (wish.series,), is_log=False)
            moving = (Profile(wish.series, "object"),)
    margins = Margins(56, 30, 14, 42)
    return Panel(name, title, x, y, static, moving, width, height, margins, grid=not isinstance(wish, PathPanel))


def _role(n: int, count: int) -> str:
    return "object" if count == 1 else f"series-{n % 8 + 1}"


def _curve(series: str, role: str, clock: str) -> Iterator[Moving]:
    if clock:
        yield Trail(clock, series, role, steps=False)
        yield Point(clock, series, role, held=True)
    else:
        yield Curve(series, role)


def _goal_line(recording: Recording, wish: CurvePanel, x: Scale) -> Iterator[Line]:
    goal = recording.goal
    if goal is None or goal.relation is None or goal.series not in wish.series:
        return
    if not wish.is_log or goal.value > 0:
        yield Line(np.array([x.low, x.high]), np.full(2, goal.value), "target", dashed=True)


def _iterations(recording: Recording, declared: Declaration) -> Scale:
    """The scale of iterations: from the first to the last of the longest run."""
    if declared.clock:
        extent = recording.extent(declared.clock)
        low, high = extent.low, extent.high
    else:
        first, stride = declared.counting
        low, high = first, first + stride * max(recording.longest - 1, 1)
    label = declared.label(declared.clock or "iteration")
    found = nice_scale(label, low, high)
    return Scale(label, low, high, tuple(tick for tick in found.ticks if low <= tick <= high))


def _scale_of(recording: Recording, series: Sequence[str], *, is_log: bool) -> Scale:
    extents = [recording.extent(name) for name in series]
    goal = recording.goal
    marks = [goal.value] if goal and goal.relation and goal.series in series else []
    if is_log:
        low = min([one.positive for one in extents if one.positive] + [mark for mark in marks if mark > 0])
        return _with_room(low, max([one.high for one in extents] + marks))
    low, high = min([one.low for one in extents] + marks), max([one.high for one in extents] + marks)
    return nice_scale("", low, high)


def _with_room(low: float, high: float) -> Scale:
    """A log scale with some room beyond low and high, both above 0."""
    first, last = log10(low), log10(max(high, low))
    room = max(0.03 * (last - first), 0.1)
    return log_scale("", 10.0 ** (first - room), 10.0 ** (last + room))


def _place_scale(
    recording: Recording, declared: Declaration, series: str, grid: Mapping[str, Array] | None, side: str
) -> Scale:
    """The extent of the landscape, or, without one, that of the path."""
    label, extent = declared.label(series), recording.extent(series)
    if grid is not None:
        low, high = float(grid[side][0]), float(grid[side][-1])
        found = nice_scale(label, low, high)
        return Scale(label, low, high, tuple(tick for tick in found.ticks if low <= tick <= high))
    room = ROOM * (extent.high - extent.low)
    return nice_scale(label, extent.low - room, extent.high + room)


def contour_levels(z: Array) -> tuple[float, ...]:
    """Levels of a landscape: of equal areas between its lowest and its highest places."""
    shares = np.linspace(0, 1, LEVELS + 2)[1:-1]
    levels = np.unique(np.quantile(z, shares))
    return tuple(levels.tolist()) if len(levels) else (float(z.min()),)


def _readouts(recording: Recording, declared: Declaration) -> Iterator[Readout]:
    clock = declared.clock or "iteration"
    yield Readout(declared.label(clock), clock, 0, "ink")
    roles: dict[str, str] = {}
    for wish in recording.panels:
        match wish:
            case CurvePanel():
                roles |= {one: _role(n, len(wish.series)) for n, one in enumerate(wish.series)}
            case PathPanel():
                roles |= {wish.x: "object", wish.y: "object"}
    others = [one.name for one in recording.extents if one.size is None and one.name not in (*roles, clock)]
    for name in [*roles, *others][: MOST_READOUTS - 1]:
        yield Readout(declared.label(name), name, decimals(recording, name), roles.get(name, "ink"))


def decimals(recording: Recording, series: str) -> int:
    """How many decimals tell the numbers of a series apart: five digits of the largest."""
    extent = recording.extent(series)
    largest = max(abs(extent.low), abs(extent.high))
    return 0 if not largest else min(max(4 - floor(log10(largest)), 0), 6)
