"""A picture of a difference: before, after, and after with a frame around each place."""

import numpy as np
from PIL import Image, ImageDraw

from tests.look.difference import GREY, Aligned, Box, Difference, Pixels

MARGIN = 40
"""In px: how much is shown above and below what differs."""

GUTTER = 8
FRAME = 2
RED = (220, 0, 60)


def side_by_side(change: Difference, aligned: Aligned) -> Image.Image:
    """The three pictures in a row, cut to the rows from the first to the last that differs."""
    height, width, _ = aligned.after.shape
    boxes = change.boxes
    if change.gap.stop > change.gap.start:
        boxes = (*boxes, Box(0, change.gap.start, width, change.gap.stop - change.gap.start))
    top = max(min((box.y for box in boxes), default=0) - MARGIN, 0)
    bottom = min(max((box.y + box.height for box in boxes), default=height) + MARGIN, height)
    columns = [picture[top:bottom] for picture in (aligned.before, aligned.after, framed(aligned.after, boxes))]
    gutter = np.full((bottom - top, GUTTER, 3), GREY, dtype=np.uint8)
    before, after, marked = columns
    return Image.fromarray(np.concatenate([before, gutter, after, gutter, marked], axis=1))


def framed(picture: Pixels, boxes: tuple[Box, ...]) -> Pixels:
    """A copy of a picture with a red frame around each box."""
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    for box in boxes:
        left, top = box.x - FRAME, box.y - FRAME
        draw.rectangle(
            (left, top, box.x + box.width + FRAME - 1, box.y + box.height + FRAME - 1), None, RED, FRAME
        )
    return np.asarray(image)
