"""A map of outcomes as a picture: axes as those of any panel, and in the box a square of pixels for each run."""

from collections.abc import Sequence
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from klsim.render.canvas import Pixels
from klsim.render.palette import Indices, nearest_index
from klsim.render.panel import render_panel
from klsim.render.panel_image import SCALE
from klsim.render.png import SMALLEST, encode_indexed_png
from klsim.scene.marks import Margins, Panel, Scale
from klsim.scene.scales import LADDERS, nice_scale
from klsim.scene.theme import Colour, Theme

WIDEST_PX, HIGHEST_PX = 640, 420
MARGINS = Margins(92, 20, 20, 70)
"""There is room for the letters of phones, which show such a picture half as large."""

SHADES = 32
"""How many shades tell how soon runs arrive."""

INKS = 8
"""Mixtures of ink and paper that words are set in."""

MOST_TICKS = 7


def map_panel(x: Scale, y: Scale, columns: int, rows: int) -> Panel:
    """The frame of a map whose runs are squares of as many whole px as there is room for, at least of one."""
    margins, size = MARGINS, max(min(WIDEST_PX // columns, HIGHEST_PX // rows), 1)
    return Panel(
        name="map",
        title="",
        x=x,
        y=y,
        width_px=margins.left + margins.right + columns * size,
        height_px=margins.top + margins.bottom + rows * size,
        margins=margins,
    )


def pixel_scale(label: str, values: Sequence[float], spacing: str) -> Scale:
    """The scale along which pixels of these values lie side by side: it ends half a pixel beyond them."""
    first, last, steps = values[0], values[-1], len(values) - 1
    if spacing == "log":
        half = (last / first) ** (0.5 / steps)
        return Scale(label, first / half, last * half, _powers(first, last), "log")
    half = (last - first) / steps / 2
    ticks = tuple(tick for tick in nice_scale(label, first, last).ticks if first - half <= tick <= last + half)
    return Scale(label, first - half, last + half, ticks)


def _powers(low: float, high: float) -> tuple[float, ...]:
    """Round numbers between two, some of each power of ten."""
    powers = [10.0**n for n in range(floor(log10(low)), ceil(log10(high)) + 1)]
    ticks: list[float] = []
    for ladder in LADDERS:
        ticks = [float(f"{digit * power:.6g}") for power in powers for digit in ladder]
        ticks = [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001]
        if len(ticks) <= MOST_TICKS:
            break
    return tuple(ticks)


def shades(theme: Theme) -> NDArray[np.float64]:
    """The colours from the strongest to the faintest speed, (SHADES, 3)."""
    stops = np.array([theme.colour(f"speed-{n}") for n in range(1, 6)], dtype=np.float64)
    places = np.linspace(0, len(stops) - 1, SHADES)
    return np.stack([np.interp(places, np.arange(len(stops)), stops[:, n]) for n in range(3)], axis=1)


def mixed(colour: Colour, paper: Colour, share: float) -> Colour:
    """A colour with paper in it."""
    red, green, blue = (round(share * one + (1 - share) * other) for one, other in zip(colour, paper, strict=True))
    return red, green, blue


def map_colours(theme: Theme, statuses: Sequence[Colour]) -> Pixels:
    """The shades, then the colours of statuses, (n, 3)."""
    return np.concatenate([np.rint(shades(theme)), np.reshape(statuses, (-1, 3))]).astype(np.uint8)


def draw_map(panel: Panel, levels: Indices, colours: Sequence[Colour], theme: Theme, letters: float) -> bytes:
    """A map as PNG, with letters so many times as large as they are elsewhere.

    levels:  (rows, columns), which colour each run has; the lowest row comes first
    colours: those of statuses
    """
    frame = render_panel(panel, theme, SCALE, letters)
    own = map_colours(theme, colours)
    inks = np.array([mixed(theme.muted, theme.paper, n / INKS) for n in range(INKS + 1)], dtype=np.uint8)
    indices = (len(own) + nearest_index(inks, frame)).astype(np.uint8)
    left, top, width, height = (SCALE * part for part in panel.box_px)
    rows, columns = levels.shape
    pixels = np.repeat(np.repeat(levels[::-1], height // rows, axis=0), width // columns, axis=1)
    indices[top : top + height, left : left + width] = pixels
    return encode_indexed_png(indices, np.concatenate([own, inks]), SMALLEST)
