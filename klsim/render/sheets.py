"""Sheets: many pictures of one size in one image, in rows, as pages load them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from klsim.render.canvas import Pixels
from klsim.render.palette import reduce_colours
from klsim.render.png import encode_indexed_png

WIDEST_PX = 4096
"""Telephones show no larger images."""

MOST_COLUMNS, MOST_ROWS = 4, 5
COLOURS = 128


@dataclass(frozen=True)
class SheetLayout:
    """The size of each picture in px, and how many a sheet has across and down; the first is at the top left."""

    width: int
    height: int
    columns: int
    rows: int

    @property
    def pictures(self) -> int:
        """How many a sheet has."""
        return self.columns * self.rows


def lay_out_sheets(width: int, height: int) -> SheetLayout:
    """Sheets for pictures of this size."""
    columns = max(min(MOST_COLUMNS, WIDEST_PX // width), 1)
    return SheetLayout(width, height, columns, max(min(MOST_ROWS, WIDEST_PX // height), 1))


def make_sheets(pictures: Sequence[Pixels], layout: SheetLayout) -> Iterator[bytes]:
    """Pictures (h, w, 3) on as many sheets as they need, as PNG; the last is no higher than it has to be."""
    for first in range(0, len(pictures), layout.pictures):
        several = pictures[first : first + layout.pictures]
        rows = -(-len(several) // layout.columns)
        columns = min(len(several), layout.columns)
        sheet = np.full((rows * layout.height, columns * layout.width, 3), 255, dtype=np.uint8)
        for n, picture in enumerate(several):
            top, left = n // layout.columns * layout.height, n % layout.columns * layout.width
            sheet[top : top + layout.height, left : left + layout.width] = picture
        yield encode_indexed_png(*reduce_colours(sheet, COLOURS))
