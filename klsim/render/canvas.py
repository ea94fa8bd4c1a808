"""A true-colour buffer that Agg paints shapes on, without artists, figures or rcParams."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox
from numpy.typing import NDArray

from klsim.render.shapes import Box, Fill, Shape, Stroke
from klsim.scene.theme import Colour

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Canvas:
    """Pixels and the renderer that owns them: a RendererAgg, which has no types.

    rgba:  (height, width, 4), opaque; writing to it is painting
    scale: pixels of the buffer per px of a shape
    """

    renderer: Any
    rgba: Pixels
    scale: float

    @property
    def words(self) -> NDArray[np.uint32]:
        """The same pixels as (height, width) little-endian numbers: red + 256·green + 65536·blue + …"""
        return self.rgba.view("<u4")[..., 0]


def new_canvas(width_px: float, height_px: float, paper: Colour, scale: float = 1) -> Canvas:
    """A canvas full of paper."""
    dpi = 72  # so that a point is a pixel
    size = round(width_px * scale), round(height_px * scale)
    renderer: Any = RendererAgg(*size, dpi)  # type: ignore[no-untyped-call]
    rgba = np.asarray(renderer.buffer_rgba())
    rgba[:] = (*paper, 255)
    return Canvas(renderer, rgba, scale)


def paint(canvas: Canvas, shape: Shape, location: tuple[float, float] = (0, 0)) -> None:
    """Blend a shape in; `location` is the px where the shape's panel begins."""
    place = canvas.scale, len(canvas.rgba), location
    pen = canvas.renderer.new_gc()
    pen.set_snap(False)
    pen.set_antialiased(True)
    red, green, blue = (part / 255 for part in shape.colour)
    pen.set_foreground((red, green, blue, shape.opacity), isRGBA=True)
    if shape.clip is not None:
        pen.set_clip_rectangle(_bounds(*place, shape.clip))
    path = Path(shape.xy, shape.codes)
    path.should_simplify = False
    match shape:
        case Fill():
            pen.set_linewidth(0)
            canvas.renderer.draw_path(pen, path, _to_buffer(*place), (red, green, blue, shape.opacity))
        case Stroke():
            pen.set_linewidth(shape.width_px * canvas.scale)
            pen.set_capstyle("round")
            pen.set_joinstyle("round")
            if shape.dashes:
                pen.set_dashes(0, [length * canvas.scale for length in shape.dashes])
            canvas.renderer.draw_path(pen, path, _to_buffer(*place))


@lru_cache  # the same few for thousands of shapes
def _to_buffer(scale: float, height: int, location: tuple[float, float]) -> Affine2D:
    """From px below the top to Agg's pixels above the bottom, which are `height`."""
    x, y = location
    return Affine2D(np.array([[scale, 0, scale * x], [0, -scale, height - scale * y], [0, 0, 1.0]]))


@lru_cache
def _bounds(scale: float, height: int, location: tuple[float, float], box: Box) -> Bbox:
    left, top, width, tall = box
    corners = np.array([(left, top + tall), (left + width, top)], dtype=float)
    return Bbox(_to_buffer(scale, height, location).transform(corners))
