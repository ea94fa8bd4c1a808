"""Where things are in a film of any size: panels stand in as many rows as let everything be largest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from klsim.render.card import wrap
from klsim.render.header import MOST_LINES, count_lines_of
from klsim.render.layout import (
    FOOT_PX,
    HEADER_LINE_PX,
    HEADER_PX,
    LEGEND_COLUMN_PX,
    LEGEND_PX,
    Layout,
)
from klsim.render.legend import arrow_entry_px, entry_px
from klsim.render.type_scale import NUMBER_PX
from klsim.scene.arrows import drawn_kinds
from klsim.scene.marks import Panel, Scene
from klsim.scene.numbers import DIGITS

MARGIN_PX = 18
"""Around everything."""

TITLE_PX, TITLE_LINE_PX, MOST_TITLE_LINES = 21.0, 26, 2
SOURCE_PX, SOURCE_LINE_PX = 13.0, 20
NARROWEST_PX = 300
"""Of the room for words."""

MOST_KEY_PX = 480
"""For an entry of the legend everything is made so small that it has this room, if it needs it."""

COLUMN_PX = 84
"""How wide a number below the panels is at the least."""

SMALLEST, LARGEST, STEPS = 0.05, 16.0, 24
"""Between which scales one is looked for, and how often what is left is halved."""


@dataclass(frozen=True)
class MovieWords:
    """What stands in a film beside numbers.

    headline: of what it is about, such as the title of an article
    source:   where it comes from
    title:    the setting of the run
    endings:  what is told below that, one at a time
    legend:   of each of its entries the longest of what it tells
    """

    headline: str
    source: str
    title: str
    endings: tuple[str, ...]
    legend: tuple[str, ...] = ()

    @property
    def has_header(self) -> bool:
        """Whether anything is ever told above the panels."""
        return bool(self.title or any(self.endings))


@dataclass(frozen=True)
class MovieLayout:
    """Places in px, of which each is `scale` pixels.

    layout:   those of what GIFs have too, panels aside
    corners:  where each panel begins
    headline: its lines, the first with its baseline at MARGIN_PX + TITLE_PX
    header:   where the header begins
    """

    scale: float
    size: tuple[int, int]
    layout: Layout
    corners: tuple[tuple[float, float], ...]
    headline: tuple[str, ...]
    header: int

    @property
    def source_baseline(self) -> float:
        """Where the source stands, at the foot."""
        return self.size[1] / self.scale - MARGIN_PX


def lay_out_movie(scene: Scene, words: MovieWords, size: tuple[int, int]) -> MovieLayout:
    """The layout of a film of so many pixels across and down in which everything is largest."""
    found = (_largest(scene, words, size, columns) for columns in range(1, len(scene.panels) + 1))
    return max(found, key=lambda one: one.scale)


def _largest(scene: Scene, words: MovieWords, size: tuple[int, int], columns: int) -> MovieLayout:
    low, high = SMALLEST, LARGEST
    best = _arrange(scene, words, size, columns, low)
    for _ in range(STEPS):
        middle = (low * high) ** 0.5
        tried = _arrange(scene, words, size, columns, middle)
        low, high, best = (middle, high, tried) if _fits(tried) else (low, middle, best)
    return best


def _fits(one: MovieLayout) -> bool:
    width, height = (pixels / one.scale for pixels in one.size)
    return one.layout.width_px <= width and one.layout.height_px <= height


def _rows(panels: Sequence[Panel], columns: int) -> list[Sequence[Panel]]:
    return [panels[n : n + columns] for n in range(0, len(panels), columns)]


def _arrange(scene: Scene, words: MovieWords, size: tuple[int, int], columns: int, scale: float) -> MovieLayout:
    """Everything at a scale, whether there is room for it or not: the layout says how much it needs."""
    paper_width, paper_height = (pixels / scale for pixels in size)
    rows = _rows(scene.panels, columns)
    across = max(sum(panel.width_px for panel in row) for row in rows)
    room = max(int(paper_width) - 2 * MARGIN_PX, NARROWEST_PX)
    headline = tuple(wrap(words.headline, TITLE_PX, "Semibold", room, MOST_TITLE_LINES))
    lines = min(count_lines_of(words.title, words.endings, room), MOST_LINES)
    entries = zip(scene.legend, words.legend or [""] * len(scene.legend), strict=True)
    arrows = drawn_kinds(scene).values()
    widest = max([*(entry_px(*entry) for entry in entries), *map(arrow_entry_px, arrows)], default=0)
    count = len(scene.legend) + len(arrows)
    header = MARGIN_PX + len(headline) * TITLE_LINE_PX
    header_px = HEADER_PX + (lines - 1) * HEADER_LINE_PX if words.has_header else 0
    key_columns = max(int(room // max(widest, LEGEND_COLUMN_PX)), 1)
    legend_px = ceil(count / key_columns) * LEGEND_PX
    in_row = max(min(len(scene.readouts), room // COLUMN_PX), 1)
    in_row = ceil(len(scene.readouts) / ceil(max(len(scene.readouts), 1) / in_row)) or 1
    feet_px = ceil(len(scene.readouts) / in_row) * FOOT_PX
    tall = sum(max(panel.height_px for panel in row) for row in rows)
    needed = header + header_px + tall + legend_px + feet_px + SOURCE_LINE_PX + MARGIN_PX
    spare = max(paper_height - needed, 0) / 2
    top = _whole(header + header_px + spare, scale)
    keys = top + tall
    feet = keys + legend_px
    left = MARGIN_PX
    layout = Layout(
        width_px=ceil(max(across, NARROWEST_PX, min(widest, MOST_KEY_PX))) + 2 * MARGIN_PX,
        height_px=ceil(needed),
        header_lines=lines,
        header_px=header_px,
        left_px=left,
        right_px=left + room,
        corners=(),
        places=tuple(
            (left + n % in_row * (room // in_row), int(feet) + n // in_row * FOOT_PX)
            for n in range(len(scene.readouts))
        ),
        column_px=room // in_row,
        number_px=min(NUMBER_PX, room / in_row / (DIGITS / 2 + 2)),
        keys=tuple(
            (left + n % key_columns * (room // key_columns), int(keys) + n // key_columns * LEGEND_PX)
            for n in range(count)
        ),
        key_px=room // key_columns,
    )
    corners = tuple(_corners(rows, top, paper_width, scale))
    return MovieLayout(scale, size, layout, corners, headline, header)


def _corners(
    rows: Sequence[Sequence[Panel]], top: float, paper_width: float, scale: float
) -> Iterator[tuple[float, float]]:
    """Where each panel begins, its row in the middle; at whole pixels, so that what moves lies on what stands."""
    for row in rows:
        left = (paper_width - sum(panel.width_px for panel in row)) / 2
        for panel in row:
            yield _whole(left, scale), _whole(top, scale)
            left += panel.width_px
        top += max(panel.height_px for panel in row)


def _whole(place_px: float, scale: float) -> float:
    return round(place_px * scale) / scale
