"""The legend of a picture that several runs share: how each is drawn, what it is called, and how it ends."""

from collections.abc import Iterator

import numpy as np

from klsim.render.arrows import arrow_shapes
from klsim.render.layout import LEGEND_BASELINE_PX, LEGEND_PX, LEGEND_TOLD_PX, SAMPLE_PX, Layout
from klsim.render.shapes import Fill, Stroke, circle, closed
from klsim.render.text import fit, set_words
from klsim.render.type_scale import LABEL_PX
from klsim.render.words import Item, Words
from klsim.scene.marks import Arrow, Key
from klsim.scene.strokes import STROKES
from klsim.scene.theme import Theme

GAP_PX = 9
MIDDLE_PX = 12
"""How far below the top of an entry its sample line is."""


def key_items(layout: Layout, n: int, key: Key, theme: Theme) -> Iterator[Item]:
    """The sample and the name of the entry with this number."""
    left, top = layout.keys[n]
    colour, middle = theme.colour(key.role), np.array([left + SAMPLE_PX / 2, top + MIDDLE_PX])
    ends = middle + np.array([(-SAMPLE_PX / 2 + 2, 0), (SAMPLE_PX / 2 - 2, 0)])
    radius = STROKES.point_radius_px
    outline = middle + radius * np.array(key.outline) if key.outline else circle(middle, radius)
    yield Stroke(ends, colour, STROKES.curve_px, dashes=key.dashes)
    yield Fill(outline, colour)
    yield Stroke(closed(outline), theme.paper, STROKES.point_edge_px)
    room = layout.key_px - SAMPLE_PX - 2 * GAP_PX
    label = fit(key.label, LABEL_PX, "Semibold", room)
    pen = left + SAMPLE_PX + GAP_PX, top + LEGEND_BASELINE_PX
    yield Words(label, pen, LABEL_PX, theme.ink, "Semibold")


def arrow_key_items(layout: Layout, n: int, arrow: Arrow, theme: Theme, *, alone: bool) -> Iterator[Item]:
    """The sample and the words of a kind of arrow, in its own colour where a run has the picture `alone`."""
    left, top = layout.keys[n]
    begin, end = (np.array([left + x, top + MIDDLE_PX], dtype=float) for x in (2, SAMPLE_PX - 2))
    colour = theme.colour(arrow.role if alone else "ink")
    yield from arrow_shapes(begin, end, colour, theme.paper, arrow.dashes)
    words = fit(arrow.label, LABEL_PX, "Regular", layout.key_px - SAMPLE_PX - 2 * GAP_PX)
    pen = left + SAMPLE_PX + GAP_PX, top + LEGEND_BASELINE_PX
    yield Words(words, pen, LABEL_PX, theme.ink)


def ending_words(layout: Layout, n: int, key: Key, theme: Theme, words: str) -> Words:
    """How the run of the entry with this number ended, behind its name or below it."""
    left, top = layout.keys[n]
    begin = SAMPLE_PX + GAP_PX if layout.told_below else _name_end(key)
    baseline = LEGEND_BASELINE_PX + LEGEND_TOLD_PX * layout.told_below
    told = fit(words, LABEL_PX, "Regular", layout.key_px - begin - GAP_PX)
    return Words(told, (left + begin, top + baseline), LABEL_PX, theme.muted)


def entry_px(key: Key, words: str) -> float:
    """How wide an entry is that shows how its run ended in these words."""
    return _name_end(key) + set_words(words, LABEL_PX).advance_px + 2 * GAP_PX


def arrow_entry_px(arrow: Arrow) -> float:
    """How wide the entry of a kind of arrows is."""
    return SAMPLE_PX + 3 * GAP_PX + set_words(arrow.label, LABEL_PX).advance_px


def _name_end(key: Key) -> float:
    """Where the words behind the name of an entry begin."""
    return SAMPLE_PX + 2 * GAP_PX + set_words(key.label, LABEL_PX, "Semibold").advance_px


def key_area(layout: Layout, n: int) -> tuple[slice, slice]:
    """Rows and columns of the picture that an entry takes."""
    left, top = layout.keys[n]
    return layout.pixels(left, top, layout.key_px, LEGEND_PX + LEGEND_TOLD_PX * layout.told_below)
