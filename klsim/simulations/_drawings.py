"""What walkers may look like from the side: outlines of figures that stand on the ground and face to the right."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from klsim.scene.marks import Outline


def _arc(
    x: float, y: float, radii: tuple[float, float], first: float, last: float
) -> Iterator[tuple[float, float]]:
    """Corners along an ellipse, clockwise between two angles in degrees; 0 is on its right, 90 below."""
    for angle in np.radians(np.linspace(first, last, 3 + round(abs(last - first) / 20))):
        yield round(float(x + radii[0] * np.cos(angle)), 3), round(float(y + radii[1] * np.sin(angle)), 3)


_ANT: Outline = (
    *_arc(-1.05, 0, (0.8, 0.52), 180, 325),
    *_arc(0, 0.02, (0.38, 0.34), 235, 305),
    *_arc(0.78, -0.06, (0.46, 0.42), 200, 290),
    *((1.45, -1.0), (1.58, -0.92), (1.12, -0.36)),
    *_arc(0.78, -0.06, (0.46, 0.42), 330, 450),
    *((0.44, 0.26), (1.02, 1.0), (0.7, 1.0), (0.2, 0.4)),
    *((0.12, 0.4), (0.2, 1.0), (-0.1, 1.0), (-0.1, 0.4)),
    *((-0.16, 0.36), (-0.74, 1.0), (-1.06, 1.0), (-0.46, 0.28)),
    *_arc(-1.05, 0, (0.8, 0.52), 60, 180),
)

_BOOT: Outline = (
    *((-0.75, -1.25), (0.2, -1.25), (0.22, -0.3), (0.62, -0.1)),
    *_arc(0.75, 0.5, (0.6, 0.5), 280, 360),
    *((1.35, 1.0), (0.25, 1.0), (0.2, 0.84), (-0.12, 0.84), (-0.17, 1.0), (-0.85, 1.0), (-0.8, 0.1)),
)

_LEG: Outline = (
    *((-0.62, -2.5), (0.6, -2.5), (0.42, -1.0), (0.34, 0.3), (0.8, 0.52)),
    *_arc(1.15, 0.78, (0.36, 0.22), 250, 440),
    *((-0.3, 1.0), (-0.52, 0.7), (-0.26, 0.2), (-0.4, -1.0)),
)

_CHEESE: Outline = ((0.12, -0.06), *_arc(0, 0, (1.1, 1.1), 5, 300))


def _larger(outline: Outline, factor: float) -> Outline:
    """An outline of another size that stands as deep."""
    return tuple((round(factor * x, 3), round(1 + factor * (y - 1), 3)) for x, y in outline)


DRAWINGS: Mapping[str, Outline] = MappingProxyType(
    {
        "dot": (),
        "ant": _larger(_ANT, 1.7),
        "boot": _larger(_BOOT, 1.3),
        "leg": _larger(_LEG, 1.1),
        "cheese": _CHEESE,
    }
)
