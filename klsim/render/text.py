"""Words as masks of coverage, set by FreeType and blended into pixels.

The letters p and q stand for laws wherever they stand alone, and are set in italics then. What follows 10^ is
its power, set small and raised.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
from matplotlib.ft2font import LoadFlags
from numpy.typing import NDArray

from klsim.render.canvas import Canvas, Pixels, paint
from klsim.render.fonts import Face, Weight, open_font, set_in_faces
from klsim.render.words import Item, Words
from klsim.scene.theme import Colour

_LAW_OR_POWER = re.compile(r"(?<![^\W_])([pq])(?![^\W_])|(?<=10)\^(−?\d+)")
POWER_SIZE, POWER_RISE = 0.75, 0.36  # as shares of the size of the words
_HINTING = LoadFlags.FORCE_AUTOHINT | LoadFlags.TARGET_LIGHT  # sharp baselines, but true widths
_POST = "| "
_OVERHANG = 1  # px that a slanted letter may stick out, within the space beside the post


@dataclass(frozen=True, eq=False)
class Mask:
    """Coverage (h, w) from 0 to 255 of some words.

    left, baseline: the column where the words begin, and the row that they stand on
    advance_px:     how far the pen moves
    """

    coverage: Pixels
    left: float
    baseline: int
    advance_px: float


def set_words(words: str, size_px: float, weight: Weight = "Regular") -> Mask:
    """The mask of one line of words, a lone p or q in italics and powers raised."""
    runs = list(_set_runs(normalize("NFC", words), size_px, weight))
    advance = sum(run.advance_px for run in runs)
    pad = ceil(size_px)
    sheet = np.zeros((3 * pad, ceil(advance) + 2 * pad), dtype=np.uint8)
    pen = 0.0
    for run in runs:
        top, left = 2 * pad - run.baseline, round(pad + pen - run.left)
        rows, columns = run.coverage.shape
        place = sheet[top : top + rows, left : left + columns]
        np.maximum(place, run.coverage, out=place)
        pen += run.advance_px
    return Mask(sheet, pad, 2 * pad, advance)


class Run(NamedTuple):
    """A part of a line in one face; a power is smaller and raised."""

    face: Face
    text: str
    is_power: bool


def faced_runs(words: str, weight: Weight) -> Iterator[Run]:
    """The runs of one line, each in its own face."""
    for k, part in enumerate(_LAW_OR_POWER.split(words)):
        if part:
            for face, text in set_in_faces(part, weight, italic=k % 3 == 1):
                yield Run(face, text, k % 3 == 2)


def _set_runs(words: str, size_px: float, weight: Weight) -> Iterator[Mask]:
    """The runs of one line; their baselines are those of the line."""
    for run in faced_runs(words, weight):
        if run.is_power:
            power = _set_run(run.text, POWER_SIZE * size_px, run.face)
            yield replace(power, baseline=power.baseline + round(POWER_RISE * size_px))
        else:
            yield _set_run(run.text, size_px, run.face)


def _set_run(run: str, size_px: float, face: Face) -> Mask:
    """One run in one face.

    It is set between two posts, cut off again: FreeType's bitmap begins at the ink, and matplotlib rounds the
    first glyph's place otherwise than the rest. The posts also give every run the same height.
    """
    font = open_font(face, size_px)
    pens = font.set_text(_POST + run + _POST[::-1], 0, _HINTING)[:, 0] / 64
    font.draw_glyphs_to_bitmap(antialiased=True)
    sheet = font.get_image()
    begin, end = (float(pens[k]) - font.get_bitmap_offset()[0] / 64 for k in (len(_POST), -len(_POST)))
    baseline = len(sheet) - 1 - ceil(font.get_descent() / 64)
    first = floor(begin) - _OVERHANG
    return Mask(sheet[:, first : ceil(end) + _OVERHANG], begin - first, baseline, end - begin)


def halo(mask: Mask, radius_px: float) -> Mask:
    """The mask grown by a radius all round, with soft edges; it must be roomier than that."""
    reach = ceil(radius_px)
    steps = range(-reach, reach + 1)
    grown = np.zeros(mask.coverage.shape)
    for dx in steps:
        for dy in steps:
            weight = min(max(radius_px + 0.5 - float(np.hypot(dx, dy)), 0), 1)
            np.maximum(grown, weight * np.roll(mask.coverage, (dy, dx), (0, 1)), out=grown)
    return Mask(grown.astype(np.uint8), mask.left, mask.baseline, mask.advance_px)


def blend(pixels: Pixels, mask: Mask, pen: tuple[float, float], colour: Colour, share: float = 0) -> None:
    """Paint words into pixels (h, w, 3 or 4) with the pen at (x, baseline).

    `share` of the width lies left of the pen: 0 begins there, 0.5 is centred, 1 ends there. What falls outside
    is cut off.
    """
    left = round(pen[0] - share * mask.advance_px - mask.left)
    top = round(pen[1]) - mask.baseline
    height, width = pixels.shape[:2]
    rows, columns = mask.coverage.shape
    skip_y, skip_x = max(-top, 0), max(-left, 0)
    bottom, right = max(min(top + rows, height), 0), max(min(left + columns, width), 0)
    place = pixels[max(top, 0) : bottom, max(left, 0) : right, :3]
    cover = mask.coverage[skip_y : skip_y + place.shape[0], skip_x : skip_x + place.shape[1], np.newaxis]
    place[:] = mix(place, np.array(colour), cover / 255)


def draw(canvas: Canvas, items: Iterable[Item]) -> None:
    """Paint shapes and write words, one after another, at the scale of the canvas."""
    for item in items:
        if isinstance(item, Words):
            write(canvas, item)
        else:
            paint(canvas, item)


def write(canvas: Canvas, words: Words) -> None:
    """Paint a line of words."""
    pixels = np.rot90(canvas.rgba, -1) if words.turned_px else canvas.rgba
    pen = words.pen[0] * canvas.scale, words.pen[1] * canvas.scale
    mask = set_words(words.text, words.size_px * canvas.scale, words.weight)
    if words.halo:
        edge = halo(mask, words.halo.radius_px * canvas.scale)
        blend(pixels, edge, pen, words.halo.colour, words.share)
    blend(pixels, mask, pen, words.colour, words.share)


def mix(below: NDArray[np.uint8], above: NDArray[np.int64], opacity: NDArray[np.float64]) -> Pixels:
    """Colours below with some of those above, rounded to whole numbers; shapes broadcast."""
    mixed: Pixels = np.rint(below + (above - below.astype(np.float64)) * opacity).astype(np.uint8)
    return mixed


def fit(words: str, size_px: float, weight: Weight, width_px: float) -> str:
    """The words, or as many of them as fit into a width with an ellipsis."""
    if set_words(words, size_px, weight).advance_px <= width_px:
        return words
    fitting = (words[:n].rstrip(" ·,") + "…" for n in range(len(words) - 1, 0, -1))
    return next((text for text in fitting if set_words(text, size_px, weight).advance_px <= width_px), "")
