"""`terrain-descent`: a walker on a line goes down a mountainside with hollows, feeling only the slope.

The one coordinate is the position, and every position is in the domain.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import Descent, descend, heavy_ball
from klsim.numerics.distributions import Array
from klsim.numerics.outcome import Beyond, classify, is_stationary
from klsim.numerics.terrain import Terrain, height, lowest_point, slope
from klsim.pointing import Pointing
from klsim.settings.composites import Record, Rows
from klsim.settings.limits import LARGEST_COORDINATE
from klsim.settings.scalars import Choice, Number
from klsim.settings.views import RunColumns, RunSettings
from klsim.simulation import Simulation
from klsim.simulations._descent import DESCENT
from klsim.simulations._drawings import DRAWINGS
from klsim.simulations._mountain import SIZES, mountain_scene, terrain_of
from klsim.trajectory import Trajectory

LARGEST = 1e6
FLATTEST, NARROWEST = 1e-6, 1e-3
MOST_BUMPS = 100
NO_BUMP = (0.0, 0.0, 1.0)

BUMP = Record(
    "bump",
    (
        Number("height", -LARGEST, LARGEST),
        Number("centre", -LARGEST, LARGEST),
        Number("width", NARROWEST, LARGEST),
    ),
)
TERRAIN = Record(
    "terrain",
    (
        Number("curvature", FLATTEST, LARGEST, why="so that the ground rises far out on both sides"),
        Number("slope", -LARGEST, LARGEST, default=0.0),
        Rows("bumps", BUMP, MOST_BUMPS, default=()),
    ),
)
"""curvature·x² + slope·x + Σ height·exp(−(x − centre)² / (2 width²)), over the bumps."""


def simulate(settings: RunColumns) -> Trajectory:
    """Every run.

    The recorded height is that above the lowest point of the whole terrain, and it is what the tolerance is
    compared with.
    """
    path = _walk(settings, settings.start[:, np.newaxis])
    position = path.states[..., 0]
    above = _height(settings, path)
    steepness = slope(position, _stack(settings.terrain))

    def go_on(numbers: NDArray[np.intp]) -> Beyond:
        some = settings.take(numbers.tolist())
        beyond = _walk(some, path.ends[numbers], path.carry[numbers])
        return Beyond(beyond, _height(some, beyond), np.ones(beyond.states.shape[:2], dtype=np.bool_))

    is_at_rest = is_stationary(path, steepness[..., np.newaxis])
    outcome = classify(path, above, settings.tolerance, is_at_rest, go_on=go_on)
    series = {"position": position.T, "height": above.T, "slope": steepness.T}
    return Trajectory(series, path.last, outcome.status, outcome.converged_at)


def _walk(settings: RunColumns, start: Array, carry: Array | None = None) -> Descent:
    return descend(
        start=start,
        method=heavy_ball(_gradient(_stack(settings.terrain)), settings.step_size, settings.momentum),
        in_domain=_anywhere,
        iterations=settings.iterations,
        carry=carry,
    )


def _height(settings: RunColumns, path: Descent) -> Array:
    """Above the lowest point of the terrain of each run, (N + 1, runs)."""
    return height(path.states[..., 0], _stack(settings.terrain)) - _lowest_heights(settings.terrain)


def _stack(terrains: RunColumns) -> Terrain:
    """The terrains of several runs, fields (runs,) and (runs, most bumps), filled up with bumps of height 0."""
    bumps: Sequence[Sequence[RunSettings]] = terrains.bumps
    most = max(map(len, bumps))
    places = [[(bump.height, bump.centre, bump.width) for bump in several] for several in bumps]
    filled = np.array([[*some, *[NO_BUMP] * (most - len(some))] for some in places]).reshape(len(bumps), most, 3)
    return Terrain(terrains.curvature, terrains.slope, *np.moveaxis(filled, -1, 0))


def _lowest_heights(terrains: RunColumns) -> Array:
    """How low the terrain of each run is, (runs,); each distinct terrain is searched once."""
    found: dict[object, float] = {}
    for terrain in terrains:
        if _key(terrain) not in found:
            found[_key(terrain)] = lowest_point(terrain_of(terrain))[1]
    return np.array([found[_key(terrain)] for terrain in terrains])


def _key(terrain: RunSettings) -> object:
    return terrain.curvature, terrain.slope, tuple((one.height, one.centre, one.width) for one in terrain.bumps)


def _gradient(terrain: Terrain) -> Callable[[Array], Array]:
    def gradient(state: Array) -> Array:
        return slope(state[:, 0], terrain)[:, np.newaxis]

    return gradient


def _anywhere(state: Array) -> NDArray[np.bool_]:
    return np.ones(len(state), dtype=np.bool_)


def _work(settings: RunSettings) -> int:
    """The parabola and each bump."""
    return 1 + len(settings.terrain.bumps)


simulation = Simulation(
    settings=(
        TERRAIN,
        Number("start", -LARGEST_COORDINATE, LARGEST_COORDINATE),
        Choice("size", SIZES, "size of the walker", default="medium"),
        Choice("drawing", {name: name for name in DRAWINGS}, "looks of the walker", default="dot"),
        *DESCENT,
    ),
    state=("position",),
    measures=("height", "slope"),
    objective="height",
    summary="{value} above the lowest point",
    sized_by=("iterations", "bumps"),
    pointing=Pointing(("mountain",), "start"),
    start="start",
    simulate=simulate,
    scene=mountain_scene,
    work=_work,
)
