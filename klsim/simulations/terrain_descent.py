"""`terrain-descent`: a walker on a line goes down a mountainside with hollows, feeling only the slope.

The one coordinate is the position, and every position is in the domain.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from klsim.content.settings import Settings
from klsim.numerics.descent import descend, heavy_ball
from klsim.numerics.distributions import Array
from klsim.numerics.outcome import judge, rests
from klsim.numerics.terrain import Terrain, height, lowest_point, slope
from klsim.simulations.ground import Bumps
from klsim.trajectory import Batch, column

Written: TypeAlias = Mapping[str, object]
"""A terrain as `klsim.simulations.ground.Ground` reads it."""

FEATURES = ("height", "centre", "width")
NO_BUMP = (0.0, 0.0, 1.0)


def simulate_terrain_descent(settings: Sequence[Settings]) -> Batch:
    """Every run, from settings `terrain`, `start` and those of the descent itself.

    The recorded height is that above the lowest point of the whole terrain, and it is what the tolerance is
    compared with.
    """
    grounds = [cast(Written, setting["terrain"]) for setting in settings]
    terrain = stack_terrains(grounds)
    trajectory = descend(
        start=column(settings, "start")[:, np.newaxis],
        method=heavy_ball(_gradient(terrain), column(settings, "step_size"), column(settings, "momentum")),
        in_domain=_anywhere,
        iterations=column(settings, "iterations").astype(np.int64),
    )
    position = trajectory.states[..., 0]
    above = height(position, terrain) - _lowest_heights(grounds)
    steepness = slope(position, terrain)
    is_at_rest = rests(trajectory, steepness[..., np.newaxis])
    outcome = judge(trajectory, above, column(settings, "tolerance"), is_at_rest)
    series = {"position": position, "height": above, "slope": steepness}
    return Batch(series, trajectory.last, outcome.status, outcome.converged_at, ("",) * len(settings))


def stack_terrains(grounds: Sequence[Written]) -> Terrain:
    """The terrains of several runs, fields (runs,) and (runs, most bumps), filled up with bumps of height 0."""
    bumps = [[[bump[name] for name in FEATURES] for bump in cast(Bumps, ground["bumps"])] for ground in grounds]
    most = max(map(len, bumps))
    filled = np.array([[*some, *[NO_BUMP] * (most - len(some))] for some in bumps]).reshape(len(bumps), most, 3)
    quadratic, linear = (np.array([ground[name] for ground in grounds]) for name in ("curvature", "slope"))
    return Terrain(quadratic, linear, *np.moveaxis(filled, -1, 0))


def one_terrain(ground: Written) -> Terrain:
    """A terrain without an axis of runs."""
    return Terrain(*(part[0] for part in astuple(stack_terrains([ground]))))


def _lowest_heights(grounds: Sequence[Written]) -> Array:
    """How low the terrain of each run is, (runs,); each distinct terrain is searched once."""
    distinct = [ground for n, ground in enumerate(grounds) if ground not in grounds[:n]]
    lowest = np.array([lowest_point(one_terrain(ground))[1] for ground in distinct])
    found: Array = lowest[[distinct.index(ground) for ground in grounds]]
    return found


def _gradient(terrain: Terrain) -> Callable[[Array], Array]:
    def gradient(state: Array) -> Array:
        return slope(state[:, 0], terrain)[:, np.newaxis]

    return gradient


def _anywhere(state: Array) -> NDArray[np.bool_]:
    return np.ones(len(state), dtype=np.bool_)
