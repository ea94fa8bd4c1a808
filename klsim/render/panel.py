"""The standing part of a panel: its marks, axes, title and labels."""

from collections.abc import Iterator
from math import log10

import numpy as np

from klsim.render.canvas import Pixels, new_canvas
from klsim.render.shapes import Shape, rectangle
from klsim.render.static import standing_shapes
from klsim.render.text import draw, fit, set_words
from klsim.render.type_scale import LABEL_PX, LEAST_PX, TICK_PX, TITLE_PX
from klsim.render.words import Halo, Item, Words
from klsim.scene.marks import Label, Panel, Scale
from klsim.scene.theme import Theme

TICK_LENGTH_PX = 4
HALO_PX = 2.5
LONG = 10_000
"""Numbers from here on are told in thousands or millions where a panel has zoomed out."""
EDGE_PX = 2
"""How near labels may come to the edge of their panel, and to the axis below."""

HEIGHT, DEPTH = 0.72, 0.24
"""How far letters reach above and below the line that they stand on, as shares of their size."""

ABOVE_PX = 8
"""How far above its place a label stands that has no room below it."""


def render_panel(panel: Panel, theme: Theme, scale: float, letters: float = 1) -> Pixels:
    """What stands still in a panel, (height·scale, width·scale, 3); its letters are `letters` times as large."""
    canvas = new_canvas(panel.width_px, panel.height_px, theme.paper, scale)
    draw(canvas, standing_items(panel, theme, letters))
    return np.ascontiguousarray(canvas.rgba[..., :3])


def standing_items(panel: Panel, theme: Theme, letters: float = 1) -> Iterator[Item]:
    """The same as shapes and words, in px of the panel."""
    yield from _grid(panel, theme)
    yield from standing_shapes(panel, theme)
    yield from _axes(panel, theme)
    yield from _words_of_axes(panel, theme, letters)
    yield from (_label(mark, panel, theme, letters) for mark in panel.static if isinstance(mark, Label))


def tick_text(value: float, scale: Scale) -> str:
    """A tick in as few digits as tell it from its neighbours, with a true minus; on a log scale as a power.

    Where a scale has zoomed out far, in thousands or millions, which have room beside a plot.
    """
    if scale.kind == "log" and not 0.01 <= value <= 100:
        return f"10^{round(log10(value))}".replace("-", "−")
    gaps = np.diff(scale.ticks) if scale.kind == "linear" and len(scale.ticks) > 1 else np.array([value])
    step = float(np.abs(gaps).min())
    if scale.around is not None and max(map(abs, scale.ticks)) >= LONG:
        size, letter = (1e6, "M") if step >= 1e6 else (1e3, "k")
        return (f"{value / size:g}{letter}" if value else "0").replace("-", "−")
    decimals = next((n for n in range(9) if abs(round(step, n) - step) < 1e-6 * step), 9)
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def _grid(panel: Panel, theme: Theme) -> Iterator[Shape]:
    left, top, width, height = panel.box_px
    if panel.grid:
        yield from (rectangle(x, top, 1, height, theme.rule) for x in _tick_px(panel, panel.x, 0))
        yield from (rectangle(left, y, width, 1, theme.rule) for y in _tick_px(panel, panel.y, 1))


def _axes(panel: Panel, theme: Theme) -> Iterator[Shape]:
    left, top, width, height = panel.box_px
    bottom = top + height
    yield rectangle(left, bottom, width, 1, theme.muted)
    for x in _tick_px(panel, panel.x, 0):
        yield rectangle(x, bottom, 1, TICK_LENGTH_PX, theme.muted)
    for y in _tick_px(panel, panel.y, 1):
        yield rectangle(left - TICK_LENGTH_PX, y, TICK_LENGTH_PX, 1, theme.muted)


def _tick_px(panel: Panel, scale: Scale, axis: int) -> list[int]:
    """Whole px of the ticks across (axis 0) or down (axis 1)."""
    at = np.array(scale.ticks, dtype=np.float64)
    nowhere = np.full_like(at, panel.y.low if axis == 0 else panel.x.low)
    xy = panel.to_px(at, nowhere) if axis == 0 else panel.to_px(nowhere, at)
    return [round(float(place)) for place in xy[:, axis]]


def _words_of_axes(panel: Panel, theme: Theme, letters: float) -> Iterator[Words]:
    left, top, width, height = panel.box_px
    bottom = top + height
    tick, size = (letters * panel.type_size * one for one in (TICK_PX, LABEL_PX))
    for value, x in zip(panel.x.ticks, _tick_px(panel, panel.x, 0), strict=True):
        yield Words(tick_text(value, panel.x), (x + 0.5, bottom + tick + 5), tick, theme.muted, share=0.5)
    for value, y in zip(panel.y.ticks, _tick_px(panel, panel.y, 1), strict=True):
        yield Words(tick_text(value, panel.y), (left - 7, y + 0.375 * tick), tick, theme.muted, share=1)
    yield _title(panel, theme, letters * TITLE_PX)
    below = bottom + (tick + size + 9.5 if panel.x.ticks else size + 6)
    lowest = panel.height_px - DEPTH * size - 1
    yield Words(panel.x.label, (left + width / 2, min(below, lowest)), size, theme.muted, share=0.5)
    yield _upward_words(panel, theme, tick, size)


def _title(panel: Panel, theme: Theme, size: float) -> Words:
    """The title above the plot, in smaller letters where it would be cut off else."""
    left, top, _, _ = panel.box_px
    room = panel.width_px - left - EDGE_PX
    advance = set_words(panel.title, size, "Semibold").advance_px
    size *= max(min(room / advance, 1), LEAST_PX / TITLE_PX) if advance else 1
    return Words(fit(panel.title, size, "Semibold", room), (left, top - 11), size, theme.ink, "Semibold")


def _upward_words(panel: Panel, theme: Theme, tick: float, size: float) -> Words:
    """The label of the y scale, read from below, close to the widest tick."""
    left, top, _, height = panel.box_px
    widest = max((set_words(tick_text(y, panel.y), tick).advance_px for y in panel.y.ticks), default=-8)
    pen = panel.height_px - (top + height / 2), max(left - 17 - widest, size)
    return Words(panel.y.label, pen, size, theme.muted, share=0.5, turned_px=panel.height_px)


def _label(label: Label, panel: Panel, theme: Theme, letters: float) -> Words:
    """A label where its mark has it, but within the panel, and not across the axis below."""
    size = letters * panel.type_size * LABEL_PX
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align]
    x, y = panel.to_px(np.float64(label.x), np.float64(label.y))  # type: ignore[arg-type]
    advance = set_words(label.text, size).advance_px
    first = EDGE_PX + share * advance
    pen = max(min(x + label.dx_px, panel.width_px - EDGE_PX - (1 - share) * advance), first)
    return Words(
        label.text,
        (pen, _baseline(label, float(y), size, panel)),
        size,
        theme.colour(label.role),
        share=share,
        halo=Halo(theme.paper, HALO_PX) if label.halo else None,
    )


def _baseline(label: Label, y: float, size: float, panel: Panel) -> float:
    """Where a label of letters of this size stands, that belongs to a place at this height, both in px."""
    _, top, _, height = panel.box_px
    wanted, lowest = y - label.dy_px, top + height - DEPTH * size - EDGE_PX
    if not y < lowest < wanted:
        return wanted
    is_on_its_place = label.halo and label.align == "center" and lowest - y < HEIGHT * size + ABOVE_PX
    return y - ABOVE_PX if is_on_its_place else lowest
