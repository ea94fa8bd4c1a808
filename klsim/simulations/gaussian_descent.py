"""`gaussian-descent`: q = N(mean, variance) slides towards p by gradient descent on a KL divergence.

The coordinates are the mean and the raw variance, so a step may leave the domain variance > 0.
"""

from collections.abc import Mapping
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
from klsim.simulations._gaussian_scene import gaussian_scene
from klsim.trajectory import Trajectory


def simulate(settings: RunColumns) -> Trajectory:
    """Every run. The tolerance is compared with the divergence that the run descends."""
    path = _walk(settings, np.stack([settings.start.mean, settings.start.variance], axis=1))
    kl_qp, kl_pq = _divergences(settings, path)

    def go_on(numbers: NDArray[np.intp]) -> Beyond:
        some = settings.take(numbers.tolist())
        beyond = _walk(some, path.ends[numbers], path.carry[numbers])
        height = _own_height(some, beyond)
        return Beyond(beyond, height, np.ones(height.shape, dtype=np.bool_))

    outcome = classify(path, _height(settings, kl_qp, kl_pq), settings.tolerance, go_on=go_on)
    mean, variance = path.states[..., 0], path.states[..., 1]
    series = {"mean": mean.T, "variance": variance.T, "kl_qp": kl_qp.T, "kl_pq": kl_pq.T}
    series |= _vectors(settings, path)
    return Trajectory(series, path.last, outcome.status, outcome.converged_at)


def _vectors(settings: RunColumns, path: Descent) -> Mapping[str, Array]:
    """What arrows show, each (runs, N + 1): the way down and what is carried on."""
    slopes = kl_slopes(_target(settings), _descends_qp(settings))(path.states)
    down = way_down(slopes, path.states)
    vectors = {"downhill": down, "velocity": carried_on(path.states, settings.momentum)}
    return {
        f"{word}_{name}": one[..., n].T
        for word, one in vectors.items()
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


def _divergences(settings: RunColumns, path: Descent) -> tuple[Array, Array]:
    """KL(q, p) and KL(p, q), each (N + 1, runs)."""
    p, q = _target(settings), Gaussian(path.states[..., 0], path.states[..., 1])
    return kl_gaussian(q, p), kl_gaussian(p, q)


def _own_height(settings: RunColumns, path: Descent) -> Array:
    """What each run descends, (N + 1, runs), and nothing else where all descend the same."""
    is_qp = _descends_qp(settings)
    p, q = _target(settings), Gaussian(path.states[..., 0], path.states[..., 1])
    if is_qp.all() or not is_qp.any():
        return kl_gaussian(q, p) if is_qp.all() else kl_gaussian(p, q)
    return _height(settings, kl_gaussian(q, p), kl_gaussian(p, q))


def _height(settings: RunColumns, kl_qp: Array, kl_pq: Array) -> Array:
    return np.where(_descends_qp(settings), kl_qp, kl_pq)


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
    simulate=simulate,
    scene=gaussian_scene,
    work=lambda _: 1,
)
