"""The picture of `terrain-descent`: a mountainside from the side, and a walker on it."""

from types import MappingProxyType

import numpy as np

from klsim.numerics.distributions import Array
from klsim.numerics.terrain import Terrain, height, lowest_point, nearest_low_point
from klsim.scene.marks import (
    Label,
    Land,
    Margins,
    Outline,
    Panel,
    Point,
    Readout,
    Scale,
    Scene,
    Sign,
    Static,
    Trail,
)
from klsim.settings.views import RunSettings
from klsim.simulations._drawings import DRAWINGS

SIZE_PX = (640, 300)
MARGINS = Margins(30, 12, 14, 30)
GROUND_PLACES = 641
BUMP_REACH = 2.5
"""So many widths of every bump, either way, are in the picture."""

EDGE, SKY, SOIL = 0.03, 0.12, 0.17
"""What is added to the breadth on either side, and above the highest and below the lowest ground to the height."""

LEAP = 0.16
SIZES = MappingProxyType({"small": "small", "medium": "medium", "large": "large"})
WALKER_SIZES = MappingProxyType({"small": 0.7, "medium": 1.0, "large": 1.7})


def mountain_scene(settings: RunSettings) -> Scene:
    """The scene of a run, by its terrain, its start, and the size and looks of its walker."""
    terrain = terrain_of(settings.terrain)
    readouts = (
        Readout("iteration", "iteration", 0, "ink"),
        Readout("position", "position", 2, "object"),
        Readout("height", "height", 2, "object"),
        Readout("slope", "slope", 2, "object"),
    )
    walker = WALKER_SIZES[settings.size], DRAWINGS[settings.drawing]
    return Scene((_mountain(terrain, settings.start, *walker),), readouts)


def terrain_of(settings: RunSettings) -> Terrain:
    """The terrain of one run."""
    bumps = [(bump.height, bump.centre, bump.width) for bump in settings.bumps]
    columns = np.array(bumps, dtype=np.float64).reshape(-1, 3).T
    return Terrain(np.array(settings.curvature), np.array(settings.slope), *columns)


def _mountain(terrain: Terrain, start: float, size: float, outline: Outline) -> Panel:
    lowest_at, lowest = lowest_point(terrain)
    x_scale = _x_scale(terrain, start, lowest_at, nearest_low_point(start, terrain))
    x = np.linspace(x_scale.low, x_scale.high, GROUND_PLACES)
    ground = height(x, terrain) - lowest
    relief = float(ground.max()) or 1.0
    return Panel(
        name="mountain",
        title="",
        x=x_scale,
        y=Scale("altitude", -SOIL * relief, (1 + SKY) * relief, ()),
        static=(Land(x, ground), *_signs(terrain, start, lowest_at)),
        moving=(
            Trail("position", "height", "object", leap=LEAP),
            Point("position", "height", "object", size=size, lifted=True, outline=outline),
        ),
        width_px=SIZE_PX[0],
        height_px=SIZE_PX[1],
        margins=MARGINS,
    )


def _x_scale(terrain: Terrain, start: float, lowest_at: float, nearest_at: float) -> Scale:
    """Wide enough for every bump, the start and both low points, and for the start's mirror image if need be."""
    spread = BUMP_REACH * terrain.widths
    places = [start, lowest_at, nearest_at, *(terrain.centres - spread), *(terrain.centres + spread)]
    if not terrain.heights.any():
        places.append(2 * lowest_at - start)
    low, high = float(min(places)), float(max(places))
    edge = EDGE * (high - low) or 1.0
    return Scale("position", low - edge, high + edge, ())


def _signs(terrain: Terrain, start: float, lowest_at: float) -> tuple[Static, ...]:
    """A flag at the lowest point, and a star at the nearest one if it is another."""
    flag = Sign(lowest_at, 0, "flag", "target")
    named = Label(lowest_at, 0, "the lowest point", "ink", "center", dy_px=-24, halo=False)
    nearest_at = nearest_low_point(start, terrain)
    if np.isclose(nearest_at, lowest_at):
        return flag, named
    above = _above(nearest_at, lowest_at, terrain)
    star = Sign(nearest_at, above, "star", "target")
    return (
        flag,
        named,
        star,
        Label(nearest_at, above, "the nearest hollow", "ink", "center", dy_px=-47, halo=False),
    )


def _above(x: float, lowest_at: float, terrain: Terrain) -> float:
    ends: Array = height(np.array([x, lowest_at]), terrain)
    return float(ends[0] - ends[1])
