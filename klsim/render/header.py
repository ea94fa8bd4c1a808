"""The words above the panels of a GIF: the setting of its run, and on the last frame what came of it.

Where there is room for both they share a line, the outcome at its right end. In narrow pictures the outcome has
lines of its own below the title; all GIFs of a figure have as many lines, so that they have one size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from klsim.render.fonts import Weight
from klsim.render.layout import HEADER_LINE_PX, TITLE_BASELINE_PX, Layout, room_px
from klsim.render.text import fit, set_words
from klsim.render.type_scale import HEADING_PX, TOLD_PX
from klsim.render.words import Words
from klsim.scene.marks import Scene
from klsim.scene.theme import Theme

Font: TypeAlias = tuple[float, Weight]
TITLE: Font = HEADING_PX, "Semibold"
OUTCOME: Font = TOLD_PX, "Regular"
GAP_PX = 24
JOINT = " · "
"""Between the parts of a title."""

MOST_LINES = 6


@dataclass(frozen=True)
class HeaderLine:
    """Words on a baseline, which begin at the left or, with `share` 1, end at the right."""

    words: str
    size_px: float
    weight: Weight
    baseline_px: int
    share: float = 0


@dataclass(frozen=True)
class HeaderWords:
    """What the headers of a figure may have to show.

    values:  for each axis the longest of what titles say of its values
    endings: how its runs usually end
    """

    values: Sequence[Sequence[str]]
    endings: Sequence[str]


def count_lines(words: HeaderWords, scenes: Sequence[Scene]) -> int:
    """How many lines the header of a figure needs, so that its titles and what usually comes of runs are whole."""
    widest = [max(labels, key=lambda label: _width(label, TITLE)) for labels in words.values]
    return count_lines_of(JOINT.join(widest), words.endings, min(room_px(scene) for scene in scenes))


def count_lines_of(title: str, endings: Sequence[str], room: int) -> int:
    """How many lines a header of this width needs for a title and, one at a time, each of some endings."""
    taken = _width(title, TITLE) + GAP_PX if title else 0
    if taken + max(_width(ending, OUTCOME) for ending in endings) <= room:
        return 1
    below = max(len(_wrap(ending, " ", OUTCOME, room, MOST_LINES)) for ending in endings)
    above = len(_wrap(title, JOINT, TITLE, room, MOST_LINES))
    return min(above + below, MOST_LINES)


def arrange_header(title: str, outcome: str, room: int, lines: int) -> Iterator[HeaderLine]:
    """The words of one frame in a header of so many lines; what does not fit is shortened."""
    if lines == 1:
        ending = fit(outcome, *OUTCOME, room)
        left = room - _width(ending, OUTCOME) - (GAP_PX if outcome else 0)
        yield HeaderLine(fit(title, *TITLE, left), *TITLE, TITLE_BASELINE_PX)
        yield HeaderLine(ending, *OUTCOME, TITLE_BASELINE_PX, share=1)
        return
    titles = _wrap(title, JOINT, TITLE, room, lines - 1)
    outcomes = _wrap(outcome, " ", OUTCOME, room, lines - len(titles))
    for n, words in enumerate([*titles, *outcomes]):
        font = TITLE if n < len(titles) else OUTCOME
        yield HeaderLine(words, *font, TITLE_BASELINE_PX + n * HEADER_LINE_PX)


def header_words(title: str, told: str, layout: Layout, theme: Theme, top_px: float = 0) -> Iterator[Words]:
    """The same where they stand; `top_px` is the top of the header."""
    for line in arrange_header(title, told, layout.right_px - layout.left_px, layout.header_lines):
        pen = layout.right_px if line.share else layout.left_px, top_px + line.baseline_px
        yield Words(line.words, pen, line.size_px, theme.ink, line.weight, line.share)


def _wrap(words: str, joint: str, font: Font, room: int, most: int) -> list[str]:
    """The words on at most so many lines, broken at joints only; the last line is shortened if it has to be."""
    lines: list[str] = []
    parts = words.split(joint) if words else []
    while parts:
        fitting = (n for n in range(len(parts), 1, -1) if _width(joint.join(parts[:n]), font) <= room)
        count = len(parts) if len(lines) == most - 1 else next(fitting, 1)
        lines.append(joint.join(parts[:count]))
        parts = parts[count:]
    return [fit(line, *font, room) for line in lines]


def _width(words: str, font: Font) -> float:
    return set_words(words, *font).advance_px
