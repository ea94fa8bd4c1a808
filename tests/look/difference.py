"""Where two pictures differ. A picture is an array (height, width, 3) of bytes."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Pixels: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]

TOLERANCE = 2
"""A channel may differ by so much: edges are smoothed a little differently by every library."""

GREY = 128
"""What stands where a picture has nothing."""

CELL = 16
"""In px: places that differ and are nearer than this belong together."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture, in px."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}×{self.height} at {self.x},{self.y}"


@dataclass(frozen=True)
class Aligned:
    """Two pictures brought to one size.

    The rows `gap` are only in the taller of them, and grey in the other. Columns that only the wider one has are
    left out.
    """

    before: Pixels
    after: Pixels
    gap: slice


@dataclass(frozen=True)
class Difference:
    """How two pictures differ: the share of pixels that do, of those that both have, and where."""

    before_size: tuple[int, int]
    after_size: tuple[int, int]
    gap: slice
    share: float
    boxes: tuple[Box, ...]


def align(before: Pixels, after: Pixels) -> Aligned:
    """Bring two pictures to the height of the taller, with the gap where they then differ least.

    Below a paragraph that was added a page is what it was, only lower.
    """
    width = min(before.shape[1], after.shape[1])
    before, after = before[:, :width], after[:, :width]
    if len(before) > len(after):
        flipped = align(after, before)
        return Aligned(flipped.after, flipped.before, flipped.gap)
    more = len(after) - len(before)
    top = _best_split(before, after, more) if more else 0
    nothing = np.full((more, width, 3), GREY, dtype=np.uint8)
    return Aligned(np.concatenate([before[:top], nothing, before[top:]]), after, slice(top, top + more))


def _best_split(before: Pixels, after: Pixels, more: int) -> int:
    """The row of the shorter picture below which all stands `more` rows lower in the taller one."""
    above = differing(before, after[: len(before)]).sum(axis=1)
    below = differing(before, after[more:]).sum(axis=1)
    cost = np.append(0, np.cumsum(above)) + np.append(np.cumsum(below[::-1])[::-1], 0)
    return len(before) - int(np.argmin(cost[::-1]))  # as low as can be: new rows come after what is the same


def differing(before: Pixels, after: Pixels) -> Mask:
    """Which pixels of two pictures of one size differ by more than the tolerance."""
    apart: Pixels = np.maximum(before, after) - np.minimum(before, after)
    differ: Mask = (apart > TOLERANCE).any(axis=2)
    return differ


def boxes_of(mask: Mask) -> tuple[Box, ...]:
    """Rectangles around what is set, from the top; what is near each other is in one."""
    height, width = mask.shape
    rows, columns = -(-height // CELL), -(-width // CELL)
    padded = np.pad(mask, ((0, rows * CELL - height), (0, columns * CELL - width)))
    cells = padded.reshape(rows, CELL, columns, CELL).any(axis=(1, 3))
    labels, _ = ndimage.label(cells, structure=np.ones((3, 3)))
    places = [tuple(slice(s.start * CELL, s.stop * CELL) for s in place) for place in ndimage.find_objects(labels)]
    return tuple(_tight(mask, *place) for place in places)


def _tight(mask: Mask, rows: slice, columns: slice) -> Box:
    """The smallest box around what is set in a part of a mask."""
    part = mask[rows, columns]
    ys, xs = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return Box(
        x=columns.start + int(xs[0]),
        y=rows.start + int(ys[0]),
        width=int(xs[-1] - xs[0]) + 1,
        height=int(ys[-1] - ys[0]) + 1,
    )


def difference(before: Pixels, after: Pixels) -> tuple[Difference, Aligned] | None:
    """How two pictures differ, and the two brought to one size; nothing where they are equal."""
    aligned = align(before, after)
    mask = differing(aligned.before, aligned.after)
    mask[aligned.gap] = False
    if before.shape == after.shape and not mask.any():
        return None
    common = mask.shape[0] - (aligned.gap.stop - aligned.gap.start)
    found = Difference(
        before_size=(before.shape[1], before.shape[0]),
        after_size=(after.shape[1], after.shape[0]),
        gap=aligned.gap,
        share=float(mask.sum()) / max(common * mask.shape[1], 1),
        boxes=boxes_of(mask),
    )
    return found, aligned
