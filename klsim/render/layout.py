"""Where things are in a GIF: a header, the panels side by side, a legend where several runs share the picture, and
the readouts in as many rows as they need."""

from dataclasses import dataclass
from math import ceil, floor

from klsim.render.type_scale import NUMBER_PX, letters_in_film
from klsim.scene.arrows import drawn_kinds
from klsim.scene.marks import Panel, Scene
from klsim.scene.numbers import DIGITS

HEADER_PX = 40
"""Of a header of one line."""

HEADER_LINE_PX = 21
"""Of each further line of a header."""

TITLE_BASELINE_PX = 26
LEGEND_PX = 24
"""Of each line of the legend."""

LEGEND_COLUMN_PX = 300
"""How wide an entry of the legend is at the least, where there is room."""

LEGEND_BASELINE_PX = 17
LEGEND_TOLD_PX = 17
"""How far below the name of an entry stands what is told of it, where both are not on one line."""

SAMPLE_PX = 44
"""How long the sample line of an entry is."""

FOOT_PX = 56
"""Of each row of readouts."""

MOST_IN_ROW = 11
NAME_BASELINE_PX = 16
NUMBER_BASELINE_PX = 39
MARGIN_PX = 12
"""How far beyond the plot box moving marks may reach: the disc of a point on its edge."""


@dataclass(frozen=True)
class Layout:
    """Places in px, of which each is `scale` pixels of the picture; `letters` are those of its panels.

    header_lines: how many lines of words stand above the panels
    corners: where each panel begins
    places:  for each readout its left, and the top of its row
    keys:    for each entry of the legend its left and its top, all of them `key_px` wide: runs that share the
             picture, and then kinds of arrows
    told_below: whether what the legend tells stands below names, not behind them; its entries have two lines then
    """

    width_px: int
    height_px: int
    header_lines: int
    header_px: int
    left_px: int
    right_px: int
    corners: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int], ...]
    column_px: int
    number_px: float
    keys: tuple[tuple[int, int], ...] = ()
    key_px: int = 0
    scale: float = 1
    letters: float = 1
    told_below: bool = False

    def pixels(self, left: float, top: float, width: float, height: float) -> tuple[slice, slice]:
        """The rows and columns of the picture in which such a part of it lies, those that it cuts included."""
        ends = (top, top + height), (left, left + width)
        rows, columns = (slice(floor(begin * self.scale), ceil(end * self.scale)) for begin, end in ends)
        return rows, columns


def room_px(scene: Scene) -> int:
    """How wide a line of words may be: from where the first plot box begins to where the last one ends."""
    panels = scene.panels
    return sum(panel.width_px for panel in panels) - panels[0].margins.left - panels[-1].margins.right


def lay_out(scene: Scene, header_lines: int) -> Layout:
    """The layout of a scene with so many lines of words above its panels."""
    panels = scene.panels
    lefts = [sum(panel.width_px for panel in panels[:n]) for n in range(len(panels) + 1)]
    left = panels[0].margins.left
    right = left + room_px(scene)
    count = max(len(scene.readouts), 1)
    rows = ceil(count / MOST_IN_ROW)
    in_row = ceil(count / rows)
    column = (right - left) // in_row
    header = HEADER_PX + (header_lines - 1) * HEADER_LINE_PX
    tall = max(panel.height_px for panel in panels)
    columns = max((right - left) // LEGEND_COLUMN_PX, 1)
    key = (right - left) // columns
    entries = len(scene.legend) + len(drawn_kinds(scene))
    feet = header + tall + ceil(entries / columns) * LEGEND_PX
    return Layout(
        width_px=lefts[-1],
        height_px=feet + rows * FOOT_PX,
        header_lines=header_lines,
        header_px=header,
        left_px=left,
        right_px=right,
        corners=tuple((x, header) for x in lefts[:-1]),
        places=tuple((left + n % in_row * column, feet + n // in_row * FOOT_PX) for n in range(count)),
        column_px=column,
        number_px=min(NUMBER_PX, column / (DIGITS / 2 + 2)),
        keys=tuple((left + n % columns * key, header + tall + n // columns * LEGEND_PX) for n in range(entries)),
        key_px=key,
        letters=letters_in_film(panels),
    )


def moving_area(panel: Panel, location: tuple[int, int], layout: Layout) -> tuple[slice, slice]:
    """Rows and columns of the picture that moving marks of a panel may touch."""
    left, top, width, height = panel.box_px
    x, y = location
    begin, end = max(left - MARGIN_PX, 0), min(left + width + MARGIN_PX, panel.width_px)
    first, last = max(top - MARGIN_PX, 0), min(top + height + MARGIN_PX, panel.height_px)
    return layout.pixels(x + begin, y + first, end - begin, last - first)
