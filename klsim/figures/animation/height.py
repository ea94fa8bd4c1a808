"""How high a figure will be in a page that shows it alone, before any browser has laid it out."""

import json
from collections.abc import Sequence
from math import ceil

from klsim.figures.animation.view import AnimationView
from klsim.figures.panel import PanelView
from klsim.figures.place import EMBED_WIDTH

_WIDTH = EMBED_WIDTH - 2 * 20
_NARROWEST_PANEL, _NARROWEST_OF_THREE = 336, 272
_PANEL_GAP = 24
_GROWTH = 1.5
"""How much larger than it was drawn a panel may become."""

_READOUT, _CONTROL, _ENTRY = (115, 52), (307, 96), (376, 38)
"""How wide each is at the least with the gap behind it, and how high with the gap below, in px."""

_LINE, _LETTERS = 25, 90
_AROUND = 310
"""Caption and outcome of one line each, player, tabs, the way home, and what is between them, in px."""


def estimate_height(view: AnimationView) -> int:
    """The height of a figure as it begins, in px, where the page is as wide as frames mostly are."""
    figure, panels = view.figure, view.scenes[view.start.scene]
    controls = sum(n != figure.together for n in range(len(figure.axes)))
    below = _map_height(view) if view.maps else _rows(controls, _CONTROL) + 56 * bool(figure.presets)
    return round(
        _AROUND
        + _panels_height(panels, 1 if figure.declaration.is_drawn else _GROWTH)
        + _rows(len(view.legends[view.start.scene]), _ENTRY)
        + _rows(len(view.readouts), _READOUT)
        + _LINE * (len(figure.caption) // _LETTERS + len(view.start.outcome.outcome) // _LETTERS)
        + below
    )


def _panels_height(panels: Sequence[PanelView], growth: float) -> float:
    """The height of panels that stand beside each other as far as there is room."""
    narrowest = _NARROWEST_PANEL if len(panels) < 3 else _NARROWEST_OF_THREE
    columns = min(len(panels), (_WIDTH + _PANEL_GAP) // (narrowest + _PANEL_GAP))
    room = (_WIDTH - _PANEL_GAP * (columns - 1)) / columns
    sizes = [panel.size for panel in panels]
    rows = [sizes[n : n + columns] for n in range(0, len(sizes), columns)]
    return sum(max(min(room, growth * width) * height / width for width, height in row) for row in rows)


def _map_height(view: AnimationView) -> float:
    width, height = map(float, json.loads(view.frame)["size"])
    return 220 + min(_WIDTH, width) * height / width


def _rows(count: int, size: tuple[int, int]) -> int:
    """The height of so many things in rows."""
    width, height = size
    return ceil(count / (_WIDTH // width)) * height
