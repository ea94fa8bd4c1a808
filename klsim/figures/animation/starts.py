"""Where the runs of a figure start, as places in one of its panels at which readers point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from klsim.figures.animation.sweep import Axis, Figure
from klsim.scene.marks import Land, Line, Panel, Scene
from klsim.settings.defaults import settings_that_decide
from klsim.settings.scalars import Settings

CLOSE_PX = 24
"""Places that are no farther apart than this cannot be told apart by a finger."""


@dataclass(frozen=True)
class Side:
    """What places have across or up: a value for each index on an axis, or one for all.

    axis: its number, or None
    """

    axis: int | None
    values: tuple[float, ...]


def find_starts(figure: Figure, scenes: Sequence[Scene]) -> Mapping[str, object] | None:
    """What the page's script knows of these places; None where there is nothing to choose by pointing, or no room.

    panel:  its number
    label:  what is chosen there, and what the place is called across and up
    axes:   the numbers of those by which it is chosen
    x, y:   the places: of y in each scene the heights of the ground, if they lie on it
    """
    pointing = figure.declaration.pointing
    axes = chosen_axes(figure)
    if pointing is None or not axes:
        return None
    shown = [panel.name for panel in scenes[0].panels]
    panel = next((shown.index(name) for name in pointing.panels if name in shown), None)
    x, y = _side(figure, pointing.x), _side(figure, pointing.y)
    if panel is None or x is None:
        return None
    panels = [scene.panels[panel] for scene in scenes]
    if all(_is_one_place(one, x, y) for one in panels):
        return None
    names = [_name(panels[0].x.label, pointing.x), *([_name(panels[0].y.label, pointing.y)] if y else [])]
    return {
        "panel": panel,
        "label": pointing.label,
        "names": names,
        "axes": axes,
        "x": {"axis": x.axis, "values": x.values},
        "y": {"axis": y.axis, "values": y.values} if y else [_ground(one, x.values) for one in panels],
    }


def chosen_axes(figure: Figure) -> tuple[int, ...]:
    """The numbers of the axes by which readers choose where runs start.

    One that decides other things on which the start hangs, as the function does on which a run descends, is none.
    """
    pointing = figure.declaration.pointing
    if pointing is None:
        return ()
    sides = [side for name in (pointing.x, pointing.y) if (side := _side(figure, name))]
    deciders = set(settings_that_decide(figure.declaration.defaults, pointing.x.partition(".")[0]))
    found = {side.axis for side in sides if side.axis is not None and len(set(side.values)) > 1}
    return tuple(sorted(n for n in found if deciders.isdisjoint(figure.axes[n].assigns[0])))


def _side(figure: Figure, name: str) -> Side | None:
    """The values of a setting, or of a member of one, along the axis that has it; None where runs lack it."""
    if not name:
        return None
    for n, axis in enumerate(figure.axes):
        if (values := _along(axis, name)) is not None:
            return Side(n, values)
    value = _value(figure.settings, name)
    return None if value is None else Side(None, (value,))


def _along(axis: Axis, name: str) -> tuple[float, ...] | None:
    found = [_value(assigned, name) for assigned in axis.assigns]
    return tuple(value for value in found if value is not None) if None not in found else None


def _value(settings: Settings, name: str) -> float | None:
    """What some settings say of one, or of a member of one."""
    if name in settings:
        return float(cast(float, settings[name]))
    group, _, member = name.partition(".")
    whole = settings.get(group)
    return float(cast(float, whole[member])) if member and isinstance(whole, Mapping) and member in whole else None


def _is_one_place(panel: Panel, x: Side, y: Side | None) -> bool:
    """Whether all places lie so close together in a panel that nobody could point at one of them."""
    across = panel.to_px(np.array(x.values), np.full(len(x.values), panel.y.low))[:, 0]
    heights = np.array(y.values if y else [panel.y.low])
    down = panel.to_px(np.full(len(heights), panel.x.low), heights)[:, 1]
    return bool(max(np.ptp(across), np.ptp(down)) < CLOSE_PX)


def _name(label: str, setting: str) -> str:
    """How a direction is called: as the scale says, else as the setting."""
    return label or setting.rpartition(".")[2].replace("_", " ")


def _ground(panel: Panel, x: Sequence[float]) -> list[float]:
    """How high the ground is at places across: that of the first line or land that stands there, else its foot."""
    for mark in panel.static:
        if isinstance(mark, Line | Land):
            return [float(height) for height in np.interp(x, mark.x, mark.y)]
    return [panel.y.low] * len(x)
