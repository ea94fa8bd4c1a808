"""Pictures that an author draws with matplotlib, as pixels."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from klsim.render.canvas import Pixels

SMALLEST_PX, LARGEST_PX = 40, 1400
"""How wide and high a picture may be."""


class DrawingError(Exception):
    """What an author drew is no picture; the message says what it is."""


def draw_pixels(draw: Callable[[], Any], scale: float = 1) -> Pixels:
    """What a function draws, (h, w, 3), on white where it is transparent: `scale` times as large as it says.

    Raises DrawingError where it gives no figure, or one that is too small or too large; what it raises is raised.
    """
    figure = draw()
    if not isinstance(figure, Figure):
        raise DrawingError(_told(figure))
    try:
        width, height = (round(float(inches) * figure.dpi) for inches in figure.get_size_inches())
        if not (min(width, height) >= SMALLEST_PX and max(width, height) <= LARGEST_PX):
            message = (
                f"draw gives a figure of {width} × {height} px; from {SMALLEST_PX} to {LARGEST_PX} are possible"
            )
            raise DrawingError(f"{message}: figsize=(6.4, 4), dpi=100 has 640 × 400")
        figure.set_dpi(figure.dpi * scale)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        rgba = np.asarray(canvas.buffer_rgba())
        opacity = rgba[..., 3:].astype(np.float64) / 255
        return np.rint(rgba[..., :3] * opacity + 255 * (1 - opacity)).astype(np.uint8)
    finally:
        _close(figure)


def _close(figure: Figure) -> None:
    """Have pyplot, if the author uses it, forget the figure: it would keep all of them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


def _told(given: object) -> str:
    hint = "end it with `return figure`"
    if isinstance(given, tuple) and given and isinstance(given[0], Figure):
        hint = "of `figure, axes = plt.subplots()` return the figure only"
    elif hasattr(given, "get_figure"):
        hint = "return its figure: `axes.figure`"
    return (
        f"draw gives {'None' if given is None else f'a {type(given).__name__}'}, not a matplotlib Figure; {hint}"
    )
