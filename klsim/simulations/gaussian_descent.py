"""`gaussian-descent`: q = N(mean, variance) slides towards p by gradient descent on a KL divergence.

The coordinates are the mean and the raw variance, so a step may leave the domain variance > 0.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from klsim.content.settings import Settings
from klsim.numerics.descent import descend, heavy_ball
from klsim.numerics.distributions import Array, Gaussian
from klsim.numerics.divergences import (
    kl_gaussian,
    kl_gaussian_gradient_first,
    kl_gaussian_gradient_second,
)
from klsim.numerics.outcome import judge
from klsim.trajectory import Batch, column, group_columns


def simulate_gaussian_descent(settings: Sequence[Settings]) -> Batch:
    """Every run, from settings `target`, `start`, `objective` and those of the descent itself.

    The tolerance is compared with the divergence that the run descends.
    """
    p = Gaussian(*group_columns(settings, "target", "mean", "variance"))
    descends_qp = np.array([setting["objective"] == "kl_qp" for setting in settings])
    trajectory = descend(
        start=np.stack(group_columns(settings, "start", "mean", "variance"), axis=1),
        method=heavy_ball(_gradient(p, descends_qp), column(settings, "step_size"), column(settings, "momentum")),
        in_domain=_variance_is_positive,
        iterations=column(settings, "iterations").astype(np.int64),
    )
    q = Gaussian(trajectory.states[..., 0], trajectory.states[..., 1])
    kl_qp, kl_pq = kl_gaussian(q, p), kl_gaussian(p, q)
    height = np.where(descends_qp, kl_qp, kl_pq)
    outcome = judge(trajectory, height, column(settings, "tolerance"))
    series = {"mean": q.mean, "variance": q.variance, "kl_qp": kl_qp, "kl_pq": kl_pq}
    return Batch(series, trajectory.last, outcome.status, outcome.converged_at, ("",) * len(settings))


def _gradient(p: Gaussian, descends_qp: NDArray[np.bool_]) -> Callable[[Array], Array]:
    def gradient(state: Array) -> Array:
        q = Gaussian(state[:, 0], state[:, 1])
        of_qp = np.stack(kl_gaussian_gradient_first(q, p), axis=1)
        of_pq = np.stack(kl_gaussian_gradient_second(p, q), axis=1)
        return np.where(descends_qp[:, np.newaxis], of_qp, of_pq)

    return gradient


def _variance_is_positive(state: Array) -> NDArray[np.bool_]:
    return state[:, 1] > 0
