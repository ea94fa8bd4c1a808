"""The legend of a picture that several runs share: how each is drawn, what it is called, and how it ends."""

import numpy as np

from klsim.render.arrows import arrow_shapes
from klsim.render.canvas import Canvas, paint
from klsim.render.fonts import Weight
from klsim.render.layout import LEGEND_BASELINE_PX, LEGEND_PX, LEGEND_TEXT_PX, SAMPLE_PX, Layout
from klsim.render.shapes import Fill, Stroke, circle, closed
from klsim.render.text import blend, fit, set_words
from klsim.scene.marks import Arrow, Key
from klsim.scene.strokes import STROKES
from klsim.scene.theme import Colour, Theme

GAP_PX = 9
MIDDLE_PX = 12
"""How far below the top of an entry its sample line is."""


def paint_key(canvas: Canvas, layout: Layout, n: int, key: Key, theme: Theme) -> None:
    """The sample and the name of the entry with this number."""
    left, top = layout.keys[n]
    colour, middle = theme.colour(key.role), np.array([left + SAMPLE_PX / 2, top + MIDDLE_PX])
    ends = middle + np.array([(-SAMPLE_PX / 2 + 2, 0), (SAMPLE_PX / 2 - 2, 0)])
    radius = STROKES.point_radius_px
    outline = middle + radius * np.array(key.outline) if key.outline else circle(middle, radius)
    paint(canvas, Stroke(ends, colour, STROKES.curve_px, dashes=key.dashes))
    paint(canvas, Fill(outline, colour))
    paint(canvas, Stroke(closed(outline), theme.paper, STROKES.point_edge_px))
    room = layout.key_px - SAMPLE_PX - 2 * GAP_PX
    label = fit(key.label, LEGEND_TEXT_PX, "Semibold", room)
    pen = left + SAMPLE_PX + GAP_PX, top + LEGEND_BASELINE_PX
    _write(canvas, label, "Semibold", pen, theme.ink)


def paint_arrow_key(canvas: Canvas, layout: Layout, n: int, arrow: Arrow, theme: Theme, *, alone: bool) -> None:
    """The sample and the words of a kind of arrow, in its own colour where a run has the picture `alone`."""
    left, top = layout.keys[n]
    begin, end = (np.array([left + x, top + MIDDLE_PX], dtype=float) for x in (2, SAMPLE_PX - 2))
    colour = theme.colour(arrow.role if alone else "ink")
    for shape in arrow_shapes(begin, end, colour, theme.paper, arrow.dashes):
        paint(canvas, shape)
    words = fit(arrow.label, LEGEND_TEXT_PX, "Regular", layout.key_px - SAMPLE_PX - 2 * GAP_PX)
    pen = left + SAMPLE_PX + GAP_PX, top + LEGEND_BASELINE_PX
    blend(canvas.rgba, set_words(words, LEGEND_TEXT_PX), pen, theme.ink)


def paint_ending(canvas: Canvas, layout: Layout, n: int, key: Key, theme: Theme, words: str) -> None:
    """How the run of the entry with this number ended, behind its name."""
    left, top = layout.keys[n]
    begin = _name_end(key)
    told = fit(words, LEGEND_TEXT_PX, "Regular", layout.key_px - begin - GAP_PX)
    _write(canvas, told, "Regular", (left + begin, top + LEGEND_BASELINE_PX), theme.muted)


def _write(canvas: Canvas, words: str, weight: Weight, pen: tuple[float, float], colour: Colour) -> None:
    """Words that begin at a place in px."""
    mask = set_words(words, LEGEND_TEXT_PX * canvas.scale, weight)
    blend(canvas.rgba, mask, (pen[0] * canvas.scale, pen[1] * canvas.scale), colour)


def entry_px(key: Key, words: str) -> float:
    """How wide an entry is that shows how its run ended in these words."""
    return _name_end(key) + set_words(words, LEGEND_TEXT_PX).advance_px + 2 * GAP_PX


def _name_end(key: Key) -> float:
    """Where the words behind the name of an entry begin."""
    return SAMPLE_PX + 2 * GAP_PX + set_words(key.label, LEGEND_TEXT_PX, "Semibold").advance_px


def key_area(layout: Layout, n: int) -> tuple[slice, slice]:
    """Rows and columns of the picture that an entry takes."""
    left, top = layout.keys[n]
    return slice(top, top + LEGEND_PX), slice(left, left + layout.key_px)
