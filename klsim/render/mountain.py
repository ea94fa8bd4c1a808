"""A mountain from the side: the land below its outline, and the signs that stand on it."""

from collections.abc import Iterator
from math import cos, pi, sin

import numpy as np

from klsim.numerics.distributions import Array
from klsim.render.shapes import Fill, Shape, Stroke, down_to
from klsim.render.text import mix
from klsim.scene.marks import Land, Panel, Sign
from klsim.scene.theme import Colour, Theme

LAYERS_PX = (0, 7, 22, 46, 80)
"""How far below the ground each layer of the land begins."""

OUTLINE_PX = 2.0
POLE_PX = (34.0, 2.0)
PENNANT_PX = (20.0, 13.0)
STAR_RADII_PX = (9.5, 4.0)
STAR_DEPTH_PX = 22.0
RIM_PX = 2.0


def land_shapes(mark: Land, panel: Panel, theme: Theme) -> Iterator[Shape]:
    """Layers that follow the ground, the deeper the paler, and the ground itself as a line."""
    line, box = panel.to_px(mark.x, mark.y), panel.box_px
    bottom = box[1] + box[3]
    for n, depth in enumerate(LAYERS_PX):
        tint = _between(theme.contour, theme.paper, n / len(LAYERS_PX))
        yield Fill(down_to(bottom, np.minimum(line + _down(depth), (np.inf, bottom))), tint, 1, box)
    yield Stroke(line, theme.muted, OUTLINE_PX, clip=box)


def sign_shapes(mark: Sign, panel: Panel, theme: Theme) -> Iterator[Shape]:
    """A flag that stands on its place, or a star in the ground below it."""
    place = panel.to_px(np.float64(mark.x), np.float64(mark.y))  # type: ignore[arg-type]
    colour: Colour = theme.colour(mark.role)
    if mark.shape == "star":
        yield Fill(_star(place + _down(STAR_DEPTH_PX)), colour)
        return
    (tall, thick), (long, wide) = POLE_PX, PENNANT_PX
    top = place - _down(tall)
    yield Stroke(np.stack([place, top]), theme.ink, thick)
    yield Fill(top + np.array([(0, 0), (long, wide / 2), (0, wide)]), colour)


def _down(px: float) -> Array:
    return np.array([0, px], dtype=np.float64)


def _star(centre: Array) -> Array:
    """The outline of a star of five points, (10, 2)."""
    turns = [(STAR_RADII_PX[k % 2], pi * k / 5) for k in range(10)]
    outline: Array = centre + np.array([(radius * sin(turn), -radius * cos(turn)) for radius, turn in turns])
    return outline


def _between(low: Colour, high: Colour, share: float) -> Colour:
    red, green, blue = mix(np.array(low, dtype=np.uint8), np.array(high), np.array(share)).tolist()
    return red, green, blue
