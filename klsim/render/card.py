"""Cards: what links elsewhere show of a page, its title and a still, in the colours and typeface of the site."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klsim.engine.task import Products
from klsim.render.canvas import Pixels
from klsim.render.fonts import Weight, typeface
from klsim.render.palette import Indices, nearest_index
from klsim.render.png import decode_indexed_png, encode_indexed_png
from klsim.render.text import blend, fit, mix, set_words
from klsim.scene.theme import Colour, Theme

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
BAR_PX = 14
"""Of the bar along the top."""

TITLES = ((54, 0, 104, 1), (44, 52, 88, 2))
"""Sizes of the title: from line to line, where its first line stands, and how many lines there may be."""

NAME_PX, NAME_LINE_PX, NAMES_BASELINE = 26, 34, HEIGHT - 52
GAP = 40
BELOW_TITLE, BELOW = 32, 24
"""Px between the title and the still, and below that."""

SHADES = 16
"""Steps between paper and the colour of words."""


def draw_card(
    title: str, names: Sequence[str], colours: Mapping[str, Colour], styles: Sequence[str], *rest: Any
) -> Products:
    """A card, `card.png`.

    names:   what stands below the title in small letters, such as those of the site and of the author
    colours: those of the light scheme
    styles:  those of the site's typeface
    rest:    its fonts, and products of which the only one is the still, if there is one
    """
    fonts, stills = rest[: len(styles)], rest[len(styles) :]
    still = next((data for products in stills for data in products.values()), None)
    with typeface(styles, fonts):
        return {"card.png": _draw(title, names, Theme.of(colours), still)}


def _draw(title: str, names: Sequence[str], theme: Theme, still: bytes | None) -> bytes:
    room = WIDTH - 2 * MARGIN
    size, line_px, top, most_lines = _title_setting(title, room)
    lines = wrap(title, size, "Semibold", room, most_lines)
    most = HEIGHT - BELOW - top - (len(lines) - 1) * line_px - BELOW_TITLE
    picture = _fitted(decode_indexed_png(still), (most, room)) if still else None
    shades = [_shades(theme.paper, ink) for ink in (theme.ink, theme.muted)]
    own = np.concatenate([np.array([theme.paper, theme.object], dtype=np.uint8), *shades])
    colours = own if picture is None else _joined(own, picture[1])
    card = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    card[:BAR_PX] = 1
    if picture is not None:
        places = nearest_index(colours, picture[1])[picture[0]]
        rows, columns = places.shape
        left = WIDTH - MARGIN - columns
        card[HEIGHT - BELOW - rows : HEIGHT - BELOW, left : left + columns] = places
        room = left - MARGIN - GAP
    for n, line in enumerate(lines):
        _write(card, line, size, "Semibold", top + n * line_px, 2)
    if room > 3 * NAME_PX:
        small = [line for name in names for line in wrap(name, NAME_PX, "Regular", room, 3)]
        for n, line in enumerate(small):
            baseline = NAMES_BASELINE - (len(small) - 1 - n) * NAME_LINE_PX
            _write(card, line, NAME_PX, "Regular", baseline, 2 + SHADES)
    return encode_indexed_png(card, colours)


def _title_setting(title: str, room: int) -> tuple[int, int, int, int]:
    """The largest of the settings in which the title is whole, else the smallest."""
    large, small = TITLES
    return large if set_words(title, large[0], "Semibold").advance_px <= room else small


def wrap(words: str, size_px: float, weight: Weight, room: float, most: int) -> list[str]:
    """Words on at most so many lines of a width; those that are left over are an ellipsis."""

    def width(text: str) -> float:
        return set_words(text, size_px, weight).advance_px

    space, dots = width("a b") - width("ab"), width("…")
    lines: list[list[str]] = [[]]
    used = 0.0
    for word in words.split():
        more = width(word)
        is_last = len(lines) == most
        if lines[-1] and used + space + more > room - dots * is_last:
            if is_last:
                lines[-1][-1] += "…"
                break
            lines.append([])
            used = 0.0
        used += more + space * bool(lines[-1])
        lines[-1].append(word)
    return [fit(" ".join(line), size_px, weight, room) for line in lines]


def _write(card: Indices, words: str, size_px: float, weight: Weight, baseline: int, first: int) -> None:
    """Write a line at the margin, where nothing but paper is; its shades begin at the colour `first`."""
    mask = set_words(words, size_px, weight)
    top, bottom = max(baseline - round(1.5 * size_px), 0), baseline + round(size_px)
    sheet = np.zeros((bottom - top, WIDTH, 3), dtype=np.uint8)
    blend(sheet, mask, (MARGIN, baseline - top), (255, 255, 255))
    steps = np.rint(sheet[..., 0] / 255 * (SHADES - 1)).astype(np.uint8)
    place = card[top:bottom]
    place[steps > 0] = first + steps[steps > 0]


def _shades(paper: Colour, ink: Colour) -> Pixels:
    opacity = np.linspace(0, 1, SHADES)[:, np.newaxis]
    return mix(np.array([paper], dtype=np.uint8), np.array(ink), opacity)


def _joined(own: Pixels, others: Pixels) -> Pixels:
    """Colours of both, at most 256: where there are more, every so many of the others are left out."""
    others = np.unique(others, axis=0)
    room = 256 - len(own)
    chosen = np.linspace(0, len(others) - 1, min(room, len(others))).round().astype(int)
    return np.concatenate([own, others[chosen]])


def _fitted(picture: tuple[Indices, Pixels], most: tuple[int, int]) -> tuple[Indices, Pixels]:
    """A picture that has no more than so many rows and columns: a larger one is made smaller."""
    indices, colours = picture
    share = min(limit / size for size, limit in zip(indices.shape, most, strict=True))
    if share >= 1:
        return picture
    step = int(1 / share)
    rgb = colours.astype(np.float32)[indices[::step, ::step]]
    for axis, size in enumerate(indices.shape):
        rgb = _resampled(rgb, axis, max(int(size * share), 1))
    return nearest_index(colours, np.rint(rgb).astype(np.uint8)), colours


def _resampled(rgb: NDArray[np.float32], axis: int, count: int) -> NDArray[np.float32]:
    """A picture with so many pixels along an axis, each between the two that are nearest to its place."""
    size = rgb.shape[axis]
    places = np.clip((np.arange(count) + 0.5) * (size / count) - 0.5, 0, size - 1)
    below = np.minimum(places.astype(int), max(size - 2, 0))
    low, high = (rgb.take(np.minimum(below + k, size - 1), axis=axis) for k in (0, 1))
    part = np.expand_dims((places - below).astype(np.float32), (1 - axis, 2))
    return np.asarray(low + (high - low) * part, dtype=np.float32)
