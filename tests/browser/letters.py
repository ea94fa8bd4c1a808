"""How large the letters of a picture are, measured in its pixels: the digits below each axis."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from klsim.render.text import set_words

MUTED = (0x5B, 0x62, 0x6D)
"""The colour of axes in the light scheme."""

LIKE, UNLIKE = 24, 90
"""Sums of differences from a colour: what counts as the same, and what counts as another."""

EDGE = 2
"""A line of one and a half pixels colours the row below it a little."""

SHORTEST = 90
"""An axis has at least so many pixels."""

BELOW = 24
"""Pixels below an axis within which the row of its digits begins, for each pixel that a px of the page has."""


def sizes_of_digits(path: Path) -> list[float]:
    """The size of the digits below each axis that has ticks, in pixels of the picture, from the top left."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=int)
    return [size for axis in axes_of(pixels) if (size := _size_below(pixels, *axis))]


def axes_of(pixels: NDArray[np.int_]) -> Iterator[tuple[int, int, int]]:
    """The last row of each axis below a plot, and the columns in which it begins and ends."""
    is_axis = np.abs(pixels - MUTED).sum(axis=2) <= LIKE
    rows = np.pad(is_axis, ((0, 1), (1, 1))).astype(int)
    for row in range(len(is_axis)):
        edges = np.diff(rows[row])
        starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if end - start >= SHORTEST and not is_axis[row + 1 : row + 2, start:end].all():
                yield row, start, end


def _size_below(pixels: NDArray[np.int_], row: int, start: int, end: int) -> float | None:
    """The size of the digits below an axis; None if it has no ticks."""
    wide = pixels[row + EDGE :, max(start - 20, 0) : end + 20]
    is_ink = np.abs(wide - pixels[0, 0]).sum(axis=2) > UNLIKE
    filled = np.flatnonzero(~is_ink.any(axis=1))
    if not len(filled) or filled[0] == 0:
        return None  # there is nothing right below: no ticks
    below = is_ink[filled[0] :].any(axis=1)
    first = int(below.argmax())
    last = first + int((~below[first:]).argmax())
    return (last - first) / _share_of_digits() if below.any() and first < 2 * BELOW else None


@cache
def _share_of_digits() -> float:
    """How high digits are, as a share of their size."""
    rows = np.flatnonzero((set_words("0123456789", 200).coverage > 128).any(axis=1))
    return float(rows[-1] - rows[0] + 1) / 200
