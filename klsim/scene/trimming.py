"""Empty room below panels, which is cut: a box that keeps its shape may leave some."""

from collections.abc import Sequence
from dataclasses import replace

from klsim.scene.marks import Panel, Scene

BELOW_PX = 42
"""What ticks and a label take below a box."""


def trim(scenes: Sequence[Scene]) -> list[Scene]:
    """Scenes of one figure whose panels are as much lower as all of them have room to spare at the foot."""
    spare = min((panel.margins.bottom - BELOW_PX for scene in scenes for panel in scene.panels), default=0)
    return [
        replace(scene, panels=tuple(_lower(panel, max(spare, 0)) for panel in scene.panels)) for scene in scenes
    ]


def _lower(panel: Panel, px: int) -> Panel:
    return replace(
        panel,
        height_px=panel.height_px - px,
        margins=replace(panel.margins, bottom=panel.margins.bottom - px),
    )
