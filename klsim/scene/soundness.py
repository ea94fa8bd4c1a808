"""Whether a scene can be drawn: its marks have roles that themes know, and move by series that runs record."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from klsim.diagnostics import nearest
from klsim.fields import misfits
from klsim.scene.marks import (
    Arrow,
    Band,
    Bars,
    Box,
    Contours,
    Density,
    Land,
    Line,
    Moving,
    Panel,
    Point,
    Profile,
    Scale,
    Scene,
    Static,
    series_of,
)
from klsim.scene.theme import ROLES
from klsim.simulation_faults import Fault


def faults_of_scene(scene: object, series: Collection[str]) -> Iterator[Fault]:
    """What is wrong with what a simulation gives as the scene of a run that records these series."""
    if not isinstance(scene, Scene):
        yield Fault(f"scene gives a {type(scene).__name__}, not a Scene; end it with `return Scene(…)`")
        return
    if found := list(misfits(scene, finite=True)):
        yield from found
        return
    if not scene.panels:
        yield Fault("the scene has no panel", scene)
    if scene.legend:
        yield Fault("the scene has a `legend`, which klsim makes; leave it out, and see `together`", scene)
    known = {"iteration", *series}
    panels = (*scene.panels, *scene.more)
    names = [panel.name for panel in panels]
    for n, panel in enumerate(panels):
        if names[:n].count(panel.name) == 1:
            yield Fault(f"two panels are called {panel.name!r}", panel)
        yield from _faults_of_panel(panel, known)
    for readout in scene.readouts:
        where = f"readout {readout.label!r}"
        yield from _unknown("role", readout.role, ROLES, where, readout)
        yield from _unknown("series", readout.series, known, where, readout)
        if readout.decimals < 0:
            yield Fault(f"{where} has {readout.decimals} decimals; they are 0 or more", readout)


def faults_of_sizes(scene: Scene, sizes: Mapping[str, int | None]) -> Iterator[Fault]:
    """What is wrong with a scene without faults for a run whose series have so many numbers at each iteration.

    sizes: None where a series is one number
    """
    for panel in (*scene.panels, *scene.more):
        for mark in (*panel.moving, *panel.arrows):
            where = f"{_kind(mark)} of panel {panel.name!r}"
            if isinstance(mark, Profile | Bars) or (isinstance(mark, Band) and not mark.x):
                for name in series_of(mark):
                    yield from _faults_of_row(mark, name, panel, sizes[name], where)
            else:
                yield from (one for name in series_of(mark) for one in _many(name, sizes, where, mark))
    for readout in scene.readouts:
        yield from _many(readout.series, sizes, f"readout {readout.label!r}", readout)


def _many(name: str, sizes: Mapping[str, int | None], where: str, part: object) -> Iterator[Fault]:
    """The fault of following a series of many numbers where there has to be one."""
    size = sizes[name]
    if size is not None:
        what = f"{where} follows {name!r}, which has {size} numbers at each iteration"
        yield Fault(f"{what}; record one of them, or their mean, as a measure and follow that", part)


def _faults_of_row(
    mark: Profile | Bars | Band, name: str, panel: Panel, size: int | None, where: str
) -> Iterator[Fault]:
    x = mark.places if isinstance(mark, Band) else mark.x
    if size is None:
        what = f"{where} follows {name!r}, which is one number at each iteration"
        instead = "give it an `x`" if isinstance(mark, Band) else "draw a Curve"
        yield Fault(f"{what}; follow a series of the shape (runs, iterations + 1, size), or {instead}", mark)
    elif x and len(x) != size:
        yield Fault(f"{where} has {len(x)} places x for the {size} numbers of {name!r}", mark)
    elif isinstance(mark, Bars) and not mark.x and (panel.x.low > 0 or panel.x.high < size):
        what = f"{where} stand from 0 to {size}, and the scale runs from {panel.x.low:g} to {panel.x.high:g}"
        yield Fault(f"{what}; give the middle of each bar, `Bars(…, x=(…))`, or let the scale hold them", mark)


def _faults_of_panel(panel: Panel, series: Collection[str]) -> Iterator[Fault]:
    where = f"panel {panel.name!r}"
    if not panel.name or set(panel.name) & set('/\\:*?"<>|'):
        yield Fault(f"{where} needs a name that files may have: letters, digits and hyphens", panel)
    if min(panel.box_px) < 0 or min(panel.box_px[2:]) < 1:
        yield Fault(f"{where} has no room within its margins: {panel.width_px} × {panel.height_px} px", panel)
    for scale in (panel.x, panel.y):
        yield from _faults_of_scale(scale, where)
    for mark in (*panel.static, *panel.moving, *panel.arrows):
        role = getattr(mark, "role", "ink")
        yield from _unknown("role", role, ROLES, f"{_kind(mark)} of {where}", mark)
    if stray := next((mark for mark in panel.moving if isinstance(mark, Arrow)), None):
        yield Fault(f"an Arrow moves in {where}; give it to the panel by `arrows=(…)`: blocks switch it on", stray)
    for still in panel.static:
        yield from _faults_of_static(still, f"{_kind(still)} of {where}")
    for arrow in panel.arrows:
        yield from _faults_of_arrow(arrow, panel, f"{_kind(arrow)} {arrow.kind!r} of {where}")
    for moving in (*panel.moving, *panel.arrows):
        for name in series_of(moving):
            yield from _unknown("series", name, series, f"{_kind(moving)} of {where}", moving)
        yield from _faults_of_look(moving, f"{_kind(moving)} of {where}")
        if isinstance(moving, Bars):
            yield from _faults_of_places(moving, panel.x, f"{_kind(moving)} of {where}")
        if isinstance(moving, Density) and (not moving.means or len(moving.means) != len(moving.variances)):
            counts = f"{len(moving.means)} means and {len(moving.variances)} variances"
            yield Fault(
                f"{_kind(moving)} of {where} has {counts}; it needs as many of each, and one at least", moving
            )


def _faults_of_arrow(arrow: Arrow, panel: Panel, where: str) -> Iterator[Fault]:
    if not arrow.kind.isidentifier():
        yield Fault(f"{where} needs a kind that blocks can name: letters, digits and underscores", arrow)
    if bool(arrow.across) != bool(arrow.up):
        yield Fault(f"{where} has one of across and up; give both, or neither for the step", arrow)
    if arrow.scaled and not arrow.across:
        yield Fault(f"{where} is the step, which ends where the next place is; leave `scaled` out", arrow)
    if arrow.across and "log" in (panel.x.kind, panel.y.kind):
        yield Fault(f"{where} is a vector, and the panel has a log scale; offer the step only", arrow)


def _faults_of_scale(scale: Scale, where: str) -> Iterator[Fault]:
    which = f"the scale {scale.label!r} of {where}"
    if not scale.low < scale.high:
        yield Fault(f"{which} runs from {scale.low:g} to {scale.high:g}; the lower end comes first", scale)
    if scale.kind == "log":
        if scale.low <= 0:
            yield Fault(
                f"{which} is logarithmic and begins at {scale.low:g}; begin above 0, such as at 0.01", scale
            )
        elif wrong := [tick for tick in scale.ticks if tick <= 0]:
            yield Fault(f"{which} is logarithmic and has a tick at {wrong[0]:g}; ticks are above 0", scale)


def _faults_of_static(mark: Static, where: str) -> Iterator[Fault]:
    if isinstance(mark, Line | Land):
        x, y = np.shape(mark.x), np.shape(mark.y)
        if len(x) != 1 or x != y:
            yield Fault(
                f"{where} has x of the shape {_shape(x)} and y of {_shape(y)}; both are rows of one length", mark
            )
    elif isinstance(mark, Contours):
        wanted, found = (np.size(mark.y), np.size(mark.x)), np.shape(mark.z)
        if found != wanted:
            yield Fault(f"{where} has z of the shape {_shape(found)}, not {_shape(wanted)}: len(y) × len(x)", mark)


def _faults_of_look(mark: Moving, where: str) -> Iterator[Fault]:
    dashes = getattr(mark, "dashes", ())
    if len(dashes) % 2 or any(length <= 0 for length in dashes):
        yield Fault(f"{where} has dashes {dashes}; they are lengths of ink and gap in turn, all above 0", mark)
    if isinstance(mark, Point) and len(mark.outline) in (1, 2):
        yield Fault(f"{where} has an outline of {len(mark.outline)} corners; it needs three, or none", mark)
    if isinstance(mark, Box) and bool(mark.low) != bool(mark.high):
        yield Fault(f"{where} has one of low and high; give both, or neither for one as high as the plot", mark)
    if isinstance(mark, Bars) and not 0 <= mark.beside[0] < mark.beside[1]:
        yield Fault(f"{where} are number {mark.beside[0]} of {mark.beside[1]} beside each other", mark)


def _faults_of_places(mark: Bars, scale: Scale, where: str) -> Iterator[Fault]:
    if any(one >= other for one, other in zip(mark.x, mark.x[1:], strict=False)):
        yield Fault(f"{where} has places x that do not rise from left to right", mark)
    elif wrong := [place for place in mark.x if not scale.low <= place <= scale.high]:
        ends = f"from {scale.low:g} to {scale.high:g}"
        yield Fault(f"{where} has a bar at {wrong[0]:g}, and the scale runs {ends}; let it hold all bars", mark)


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"


def _kind(mark: object) -> str:
    return type(mark).__name__


def _unknown(kind: str, name: str, known: Collection[str], where: str, part: object) -> Iterator[Fault]:
    if name not in known:
        yield Fault(f"{where} has the {kind} {name!r}, which is unknown; {nearest(name, known, kind)}", part)
