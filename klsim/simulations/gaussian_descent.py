"""`gaussian-descent`: q = N(mean, variance) slides towards p by gradient descent on a KL divergence.

The coordinates are the mean and the raw variance, so a step may leave the domain variance > 0.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import Descent, carried_on, descend, heavy_ball
from klsim.numerics.distributions import Array, Gaussian
from klsim.numerics.divergences import kl_gaussian, kl_slopes
from klsim.numerics.objectives import OBJECTIVES
from klsim.numerics.outcome import Beyond, classify
from klsim.pointing import Pointing
from klsim.settings.composites import Record
from klsim.settings.views import RunColumns
from klsim.simulation import Simulation
from klsim.simulations._arrows import arrow_series, way_down
from klsim.simulations._descent import DESCENT, MEAN, NO_WIDTH_LEFT, OBJECTIVE, VARIANCE
from klsim.simulations._gaussian_scene import gaussian_scene, standing
from klsim.trajectory import GivenSeries, Trajectory


def simulate(settings: RunColumns) -> Trajectory:
    """Every run. The tolerance is compared with the divergence that the run descends."""
    path = _walk(settings, np.stack([settings.start.mean, settings.start.variance]).T)
    divergences = _Divergences(settings, path)

    def go_on(numbers: NDArray[np.intp]) -> Beyond:
        some = settings.take(numbers.tolist())
        beyond = _walk(some, path.ends[numbers], path.carry[numbers])
        height = _Divergences(some, beyond).own
        return Beyond(beyond, height, np.ones(height.shape, dtype=np.bool_))

    outcome = classify(path, divergences.own, settings.tolerance, go_on=go_on)
    mean, variance = path.states[..., 0], path.states[..., 1]
    series: dict[str, GivenSeries] = {
        "mean": mean.T,
        "variance": variance.T,
        "kl_qp": lambda: divergences.qp.T,
        "kl_pq": lambda: divergences.pq.T,
        **_vectors(settings, path),
    }
    return Trajectory(series, path.last, outcome.status, outcome.converged_at)


class _Divergences:
    """The divergences along a path, each (N + 1, runs), computed once they are asked for."""

    def __init__(self, settings: RunColumns, path: Descent) -> None:
        self._p, self._q = _target(settings), Gaussian(path.states[..., 0], path.states[..., 1])
        self._is_qp = _descends_qp(settings)

    @cached_property
    def qp(self) -> Array:
        """KL(q, p)."""
        return kl_gaussian(self._q, self._p)

    @cached_property
    def pq(self) -> Array:
        """KL(p, q)."""
        return kl_gaussian(self._p, self._q)

    @property
    def own(self) -> Array:
        """What each run descends."""
        if self._is_qp.all():
            return self.qp
        return np.where(self._is_qp, self.qp, self.pq) if self._is_qp.any() else self.pq


def _vectors(settings: RunColumns, path: Descent) -> Mapping[str, Callable[[], Array]]:
    """What arrows show, each (runs, N + 1): the way down and what is carried on."""
    slopes = kl_slopes(_target(settings), _descends_qp(settings))

    def downhill(n: int) -> Array:
        return way_down(slopes(path.states), path.states)[..., n].T

    def velocity(n: int) -> Array:
        return carried_on(path.states, settings.momentum)[..., n].T

    return {
        f"{vector.__name__}_{name}": partial(vector, n)
        for vector in (downhill, velocity)
        for n, name in enumerate(("mean", "variance"))
    }


def _walk(settings: RunColumns, start: Array, carry: Array | None = None) -> Descent:
    return descend(
        start=start,
        method=heavy_ball(
            kl_slopes(_target(settings), _descends_qp(settings)), settings.step_size, settings.momentum
        ),
        in_domain=_variance_is_positive,
        iterations=settings.iterations,
        carry=carry,
    )


def _target(settings: RunColumns) -> Gaussian:
    return Gaussian(settings.target.mean, settings.target.variance)


def _descends_qp(settings: RunColumns) -> NDArray[np.bool_]:
    return np.array([objective == "kl_qp" for objective in settings.objective])


def _variance_is_positive(state: Array) -> NDArray[np.bool_]:
    return state[:, 1] > 0


simulation = Simulation(
    settings=(
        Record("target", (MEAN, VARIANCE)),
        Record("start", (MEAN, VARIANCE)),
        OBJECTIVE,
        *DESCENT,
    ),
    state=("mean", "variance"),
    measures=("kl_qp", "kl_pq", *arrow_series("mean", "variance")),
    pictured=MappingProxyType(arrow_series("mean", "variance")),
    objective="objective",
    labels=OBJECTIVES,
    statuses=(NO_WIDTH_LEFT,),
    pointing=Pointing(("landscape", "map"), "start.mean", "start.variance"),
    start="start",
    simulate=simulate,
    scene=gaussian_scene,
    standing=standing,
    work=lambda _: 1,
)
