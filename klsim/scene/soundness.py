"""Whether a scene can be drawn: its marks have roles that themes know, and move by series that runs record."""

from collections.abc import Collection, Iterator

from klsim.diagnostics import nearest
from klsim.scene.marks import Bars, Curve, Density, Moving, Panel, Point, Profile, Scene, Trail
from klsim.scene.theme import ROLES


def faults_of_scene(scene: object, series: Collection[str]) -> Iterator[str]:
    """What is wrong with what a simulation gives as the scene of a run that records these series, in words."""
    if not isinstance(scene, Scene):
        yield f"scene gives a {type(scene).__name__}, not a Scene"
        return
    if not scene.panels:
        yield "the scene has no panel"
    known = {"iteration", *series}
    for panel in scene.panels:
        yield from _faults_of_panel(panel, known)
    for readout in scene.readouts:
        yield from _unknown("role", readout.role, ROLES, f"readout {readout.label!r}")
        yield from _unknown("series", readout.series, known, f"readout {readout.label!r}")


def _faults_of_panel(panel: Panel, series: Collection[str]) -> Iterator[str]:
    where = f"panel {panel.name!r}"
    for scale in (panel.x, panel.y):
        if not scale.low < scale.high:
            yield f"a scale of {where} runs from {scale.low:g} to {scale.high:g}; the lower end comes first"
    for mark in (*panel.static, *panel.moving):
        role = getattr(mark, "role", "ink")
        yield from _unknown("role", role, ROLES, f"{type(mark).__name__} of {where}")
    for moving in panel.moving:
        for name in _series_of(moving):
            yield from _unknown("series", name, series, f"{type(moving).__name__} of {where}")


def _series_of(mark: Moving) -> tuple[str, ...]:
    match mark:
        case Density():
            return (*mark.means, *mark.variances)
        case Trail() | Point():
            return (mark.x, mark.y)
        case Curve() | Profile() | Bars():
            return (mark.series,)


def _unknown(kind: str, name: str, known: Collection[str], where: str) -> Iterator[str]:
    if name not in known:
        yield f"{where} has the {kind} {name!r}, which is unknown; {nearest(name, known, kind)}"
