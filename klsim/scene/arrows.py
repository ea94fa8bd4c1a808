"""Arrows, which blocks switch on: those of a scene that are drawn, and those that readers may have beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from klsim.scene.marks import Arrow, Moving, Panel, Point, Scene


def choose_arrows(scene: Scene, chosen: Mapping[str, bool]) -> Scene:
    """A scene with the arrows of these kinds only: those that are True move with the others, behind the points."""
    return replace(scene, panels=tuple(_chosen(panel, chosen) for panel in scene.panels))


def _chosen(panel: Panel, chosen: Mapping[str, bool]) -> Panel:
    drawn = [arrow for arrow in panel.arrows if chosen.get(arrow.kind)]
    offered = tuple(arrow for arrow in panel.arrows if chosen.get(arrow.kind) is False)
    return replace(panel, moving=behind_points(panel.moving, drawn), arrows=offered)


def behind_points(marks: tuple[Moving, ...], arrows: Sequence[Arrow]) -> tuple[Moving, ...]:
    """Marks with arrows below the first point, which their ends would cover."""
    first = next((n for n, mark in enumerate(marks) if isinstance(mark, Point)), len(marks))
    return (*marks[:first], *arrows, *marks[first:])


def kinds_of(scene: Scene) -> tuple[str, ...]:
    """The kinds of arrows that the panels of a scene offer."""
    return tuple(dict.fromkeys(arrow.kind for panel in scene.panels for arrow in panel.arrows))


def drawn_kinds(scene: Scene) -> Mapping[str, Arrow]:
    """The kinds of arrows that move in a scene, each with the first of them."""
    found: dict[str, Arrow] = {}
    for panel in scene.panels:
        for mark in panel.moving:
            if isinstance(mark, Arrow):
                found.setdefault(mark.kind, mark)
    return found


def switched_kinds(scene: Scene) -> Mapping[str, Arrow]:
    """The same with those that readers may have beside them."""
    offered = {arrow.kind: arrow for panel in scene.panels for arrow in reversed(panel.arrows)}
    return {**drawn_kinds(scene), **offered}
