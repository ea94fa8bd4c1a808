"""Animated GIFs: the blocks written here, the pixels of each rectangle packed by Pillow. Pillow is only here.

Format: CompuServe, "Graphics Interchange Format, version 89a", 1990.
"""

import struct
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from klsim.render.canvas import Pixels
from klsim.render.palette import Indices

TRANSPARENT = 255
"""The index that leaves a pixel as it was; the global table has 256 entries and this one has no colour."""

_LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
"""The order to play for ever."""

_KEEP = 1 << 2  # disposal: leave the picture for the next frame


def encode_gif(
    pictures: Iterable[Indices], delays_cs: Iterable[int], colours: Pixels, *, repeats: bool = True
) -> bytes:
    """Pictures (h, w), each of them one frame, that use colours (n, 3), n ≤ 255; plays for ever, or once.

    A frame stores the rectangle in which it differs from the one before, and in it what is equal as
    transparent. A frame equal to the one before is a single transparent pixel: viewers still show it.
    """
    return b"".join((*_stream(pictures, delays_cs, colours, _LOOP if repeats else b""), b";"))


def _stream(
    pictures: Iterable[Indices], delays_cs: Iterable[int], colours: Pixels, loop: bytes
) -> Iterator[bytes]:
    before: Indices | None = None
    for picture, delay_cs in zip(pictures, delays_cs, strict=True):
        if before is None:
            yield _head(picture, colours) + loop
            yield _frame(picture, 0, 0, delay_cs)
        else:
            yield _change(before, picture, delay_cs)
        before = picture


def _head(picture: Indices, colours: Pixels) -> bytes:
    """Signature, and the screen with a global table of 256 colours."""
    height, width = picture.shape
    screen = struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF7, 0, 0)
    table = colours.tobytes().ljust(3 * 256, b"\0")
    return screen + table


def _change(before: Indices, after: Indices, delay_cs: int) -> bytes:
    """One frame: the smallest rectangle that holds all changes."""
    rows = np.flatnonzero((_in_eights(before) != _in_eights(after)).any(axis=1))
    if len(rows) == 0:
        return _frame(np.full((1, 1), TRANSPARENT, dtype=np.uint8), 0, 0, delay_cs)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    changed = before[top:bottom] != after[top:bottom]
    columns = np.flatnonzero(changed.any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    unchanged = changed[:, left:right].view(np.uint8) - np.uint8(1)  # 255, which is TRANSPARENT, or 0
    return _frame(after[top:bottom, left:right] | unchanged, left, top, delay_cs)


def _in_eights(picture: Indices) -> NDArray[np.generic]:
    """The same rows, eight pixels to a number where they divide so: compared in an eighth of the time."""
    return picture.view(np.uint64) if picture.shape[1] % 8 == 0 and picture.flags.c_contiguous else picture


def _frame(indices: Indices, left: int, top: int, delay_cs: int) -> bytes:
    height, width = indices.shape
    control = struct.pack("<BBBBHBB", 0x21, 0xF9, 4, _KEEP | 1, delay_cs, TRANSPARENT, 0)
    place = struct.pack("<BHHHHBB", 0x2C, left, top, width, height, 0, 8)
    packed = Image.frombytes("P", (width, height), indices.tobytes()).tobytes("gif", "P", 8, 0)
    return control + place + packed + b"\0"
