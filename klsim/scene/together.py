"""Several runs in one picture: each has a colour, dashes and a marker of its own, by its place on their axis.

The scene of such a picture has the marks of all of them. They name the series of a run with its place behind an @,
"mean@2"; names without one, such as those of readouts, mean the run in front.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from klsim.numerics.distributions import Array
from klsim.scene.marks import (
    CLOCK,
    Arrow,
    Band,
    Bars,
    Box,
    Curve,
    Dashes,
    Density,
    Key,
    Moving,
    Outline,
    Panel,
    Point,
    Profile,
    Raster,
    Readout,
    Scene,
    Trail,
    series_of,
)

COLOURS = 8
FEW = 4
"""Of so many runs the feet of curves are tinted; those of more would be mud."""

DASHES: tuple[Dashes, ...] = ((), (8, 6), (1, 5), (10, 5, 1, 5), (3.5, 5))

_PLUS: Outline = tuple(
    (x * right, y * down)
    for right, down, way in ((1, -1, 1), (1, 1, -1), (-1, 1, 1), (-1, -1, -1))
    for x, y in ((0.4, 1.1), (0.4, 0.4), (1.1, 0.4))[::way]
)
OUTLINES: tuple[Outline, ...] = (
    (),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    ((-1.1, -0.9), (1.1, -0.9), (0, 1.2)),
    _PLUS,
    tuple((0.7071 * (x - y), 0.7071 * (x + y)) for x, y in _PLUS),
)
"""No two of the first runs have the same dashes and the same outline: five and seven have no common factor."""


def key_of(runner: int, label: str, scene: Scene) -> Key:
    """How the run at a place of its axis looks, and how readers call it; the outline of its own points is kept."""
    points = (mark for panel in scene.panels for mark in panel.moving if isinstance(mark, Point))
    outline = next((point.outline for point in points if point.outline), OUTLINES[runner % len(OUTLINES)])
    return Key(runner, label, f"series-{runner % COLOURS + 1}", DASHES[runner % len(DASHES)], outline)


def standing_part(scene: Scene) -> Scene:
    """What a scene has but for what moves."""
    return replace(scene, panels=tuple(replace(panel, moving=(), arrows=()) for panel in scene.panels))


def join_scenes(scenes: Mapping[int, Scene], labels: Sequence[str], front: int) -> Scene:
    """One scene for the runs at these places of their axis, one of them in front; they share what stands still."""
    keys = tuple(key_of(runner, labels[runner], scene) for runner, scene in scenes.items())
    order = sorted(keys, key=lambda key: key.runner == front)
    first = next(iter(scenes.values()))
    panels = tuple(
        replace(
            panel,
            moving=tuple(_marks(scenes, order, n, [key.runner for key in keys])),
            arrows=tuple(_arrows(scenes, order, n)),
        )
        for n, panel in enumerate(first.panels)
    )
    role = next(key.role for key in keys if key.runner == front)
    return Scene(panels, tuple(_in_colour(readout, role) for readout in first.readouts), legend=keys)


def _marks(
    scenes: Mapping[int, Scene], keys: Sequence[Key], panel: int, runners: Sequence[int]
) -> Iterator[Moving]:
    for key in keys:
        beside = runners.index(key.runner), len(runners)
        for mark in scenes[key.runner].panels[panel].moving:
            yield from _of_runner(mark, key, beside)


def _arrows(scenes: Mapping[int, Scene], keys: Sequence[Key], panel: int) -> Iterator[Arrow]:
    """Those that readers may have."""
    return (_own_arrow(arrow, key) for key in keys for arrow in scenes[key.runner].panels[panel].arrows)


def _own_arrow(arrow: Arrow, key: Key) -> Arrow:
    return replace(_renamed(arrow, lambda name: f"{name}@{key.runner}"), role=key.role)


def _renamed(arrow: Arrow, rename: Callable[[str], str]) -> Arrow:
    across, up = (rename(series) if series else "" for series in (arrow.across, arrow.up))
    return replace(arrow, x=rename(arrow.x), y=rename(arrow.y), across=across, up=up)


def _of_runner(mark: Moving, key: Key, beside: tuple[int, int]) -> Iterator[Moving]:
    def name(series: str) -> str:
        return f"{series}@{key.runner}"

    role, dashes = key.role, key.dashes
    match mark:
        case Density():
            means, variances = tuple(map(name, mark.means)), tuple(map(name, mark.variances))
            thin = mark.thin or beside[1] > FEW
            yield replace(mark, means=means, variances=variances, role=role, thin=thin, dashes=dashes)
        case Trail():
            yield replace(mark, x=name(mark.x), y=name(mark.y), role=role, dashes=dashes)
        case Point():
            yield replace(mark, x=name(mark.x), y=name(mark.y), role=role, outline=key.outline)
        case Curve():
            yield Trail(name(CLOCK), name(mark.series), role, steps=False, dashes=dashes)
            yield Point(name(CLOCK), name(mark.series), role, held=True, outline=key.outline)
        case Profile():
            filled = mark.filled and beside[1] <= FEW
            yield replace(mark, series=name(mark.series), role=role, filled=filled, dashes=dashes)
        case Bars():
            foot, own = (name(mark.foot), mark.role) if mark.foot else ("", role)
            yield replace(mark, series=name(mark.series), role=own, beside=beside, foot=foot)
        case Band():
            x = name(mark.x) if mark.x else ""
            yield replace(mark, low=name(mark.low), high=name(mark.high), x=x, role=role)
        case Box():
            sides = {side: name(series) for side, series in _sides(mark).items() if series}
            yield replace(mark, role=role, **sides)
        case Arrow():
            yield _own_arrow(mark, key)


def _in_colour(readout: Readout, role: str) -> Readout:
    """A readout in the colour of the run in front, but for those that have the colour of words."""
    return readout if readout.role in ("ink", "muted") else replace(readout, role=role)


def runner_of(mark: Moving) -> int | None:
    """The place on its axis of the run that a mark of a joined scene belongs to; None for other marks."""
    _, _, place = next(iter(series_of(mark)), "").partition("@")
    return int(place) if place else None


def scene_of_runner(scene: Scene, runner: int | None) -> Scene:
    """A joined scene with the marks of one run only, which name series as it does; another as it is."""
    if runner is None:
        return scene
    return replace(scene, panels=tuple(_panel(panel, runner) for panel in scene.panels))


def _panel(panel: Panel, runner: int) -> Panel:
    moving = tuple(_alone(mark) for mark in panel.moving if runner_of(mark) == runner)
    return replace(panel, moving=moving, arrows=tuple(_renamed(arrow, _bare) for arrow in panel.arrows))


def _alone(mark: Moving) -> Moving:
    match mark:
        case Density():
            return replace(mark, means=tuple(map(_bare, mark.means)), variances=tuple(map(_bare, mark.variances)))
        case Trail() | Point():
            return replace(mark, x=_bare(mark.x), y=_bare(mark.y))
        case Curve() | Profile():
            return replace(mark, series=_bare(mark.series))
        case Bars():
            return replace(mark, series=_bare(mark.series), foot=_bare(mark.foot))
        case Band():
            return replace(mark, low=_bare(mark.low), high=_bare(mark.high), x=_bare(mark.x))
        case Box():
            return replace(mark, **{side: _bare(series) for side, series in _sides(mark).items()})
        case Arrow():
            return _renamed(mark, _bare)
        case Raster():
            return mark


def _sides(box: Box) -> Mapping[str, str]:
    return {"left": box.left, "right": box.right, "low": box.low, "high": box.high}


def _bare(name: str) -> str:
    return name.partition("@")[0]


def join_series(runs: Mapping[int, Mapping[str, Array]], front: int) -> Mapping[str, Array]:
    """The series of runs at these places, on one clock: a shorter run holds its end. Those of one are in front."""
    count = max(len(series[CLOCK]) for series in runs.values())
    held = {
        runner: {name: hold_end(values, count) for name, values in series.items()}
        for runner, series in runs.items()
    }
    return held[front] | {f"{name}@{n}": values for n, series in held.items() for name, values in series.items()}


def hold_end(values: Array, count: int) -> Array:
    """Values (n, …) as `count` of them, n or more: the last one goes on."""
    missing = count - len(values)
    return np.concatenate([values, np.repeat(values[-1:], missing, axis=0)]) if missing else values
