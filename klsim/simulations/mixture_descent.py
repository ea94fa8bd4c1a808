"""`mixture-descent`: an equally weighted mixture q of K normal laws descends towards a mixture p.

The coordinates are the K means and then the K raw variances; a step may leave the domain, all variances > 0.
KL and its gradient are sums over evenly spaced samples, see `klsim.numerics.mixtures`.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import Descent, Stop, descend, heavy_ball
from klsim.numerics.distributions import Array
from klsim.numerics.mixtures import (
    Mixture,
    Samples,
    evenly_spaced,
    kl_sampled,
    kl_sampled_slope_first,
    kl_sampled_slope_second,
    log_density,
    sampled_gradient,
)
from klsim.numerics.objectives import OBJECTIVES
from klsim.numerics.outcome import Beyond, classify
from klsim.settings.composites import Column, Columns, Interval
from klsim.settings.limits import LARGEST_COORDINATE, LARGEST_POINTS, MOST_COMPONENTS
from klsim.settings.scalars import Integer, Number
from klsim.settings.views import RunColumns, RunSettings
from klsim.simulation import Simulation
from klsim.simulations._descent import DESCENT, MEAN, NO_WIDTH_LEFT, OBJECTIVE, VARIANCE
from klsim.simulations._mixture_scene import mixture_scene
from klsim.simulations._sampling import find_blindness, is_coarse
from klsim.simulations._sight import Sight, describe_doubts, sight
from klsim.statuses import Status
from klsim.trajectory import Trajectory, in_equal_company

MEANS, VARIANCES = Column("means", MEAN), Column("variances", VARIANCE)
WEIGHTS = Column("weights", Number("weight", 0, LARGEST_COORDINATE, above_low=True, default=1.0))


BELOW_ZERO = Status(
    "below_zero",
    "Fell below zero, as no divergence can: the points are too few.",
    "falls below zero: too few points",
    "∅",
    "series-2",
)
"""The end of a run that found a place between the points of its sampling."""


def simulate(settings: RunColumns) -> Trajectory:
    """Every run.

    The tolerance is compared with the divergence that the run descends. A run has not converged where its sampling
    does not see p or q (`klsim.simulations._sampling`): such a sum may be anything. Only one whose settings are
    coarse is judged by its sums as they are, since it is there to show what they do.
    """
    return in_equal_company(_simulate_together, settings, settings.points)


def _simulate_together(settings: RunColumns) -> Trajectory:
    start = np.array([(*one.start.means, *one.start.variances) for one in settings], dtype=np.float64)
    path = _walk(settings, start)
    kl_qp, kl_pq, of_q, of_p, is_known = _look(settings, path)
    height = _height(settings, kl_qp, kl_pq)

    def go_on(numbers: NDArray[np.intp]) -> Beyond:
        some = settings.take(numbers.tolist())
        beyond = _walk(some, path.ends[numbers], path.carry[numbers])
        qp, pq, _, _, known = _look(some, beyond)
        return Beyond(beyond, _height(some, qp, pq), known)

    outcome = classify(path, height, settings.tolerance, is_known=is_known, go_on=go_on)
    lowest = height[path.last, np.arange(len(path.last))]
    is_below = (path.stop == Stop.NOT) & (lowest < -settings.tolerance)
    status = [BELOW_ZERO.word if below else word for below, word in zip(is_below, outcome.status, strict=True)]
    doubts = tuple(describe_doubts(of_p, of_q, path.last))
    means, variances = np.split(path.states.transpose(2, 1, 0), 2)
    series = {
        **{f"mean_{k}": values for k, values in enumerate(means, 1)},
        **{f"variance_{k}": values for k, values in enumerate(variances, 1)},
        "kl_qp": kl_qp.T,
        "kl_pq": kl_pq.T,
    }
    return Trajectory(series, path.last, status, outcome.converged_at, doubts)


def _walk(settings: RunColumns, start: Array, carry: Array | None = None) -> Descent:
    samples, p = _sample_target(settings)
    descends_qp = np.array([objective == "kl_qp" for objective in settings.objective])
    gradient = _gradient(samples, log_density(samples.x, p), descends_qp)
    return descend(
        start=start,
        method=heavy_ball(gradient, settings.step_size, settings.momentum),
        in_domain=_variances_are_positive,
        iterations=settings.iterations,
        carry=carry,
    )


def _look(
    settings: RunColumns, path: Descent
) -> tuple[Array, Array, NDArray[np.int8], NDArray[np.int8], NDArray[np.bool_]]:
    """Both divergences (N + 1, runs), how q and p are seen, and which of the divergences are no accident.

    A divergence is never below zero: a sum that is says nothing of it.
    """
    samples, p = _sample_target(settings)
    log_p = log_density(samples.x, p)
    kl_qp, kl_pq, of_q = _measure(path.states, samples, log_p)
    of_p = sight(p, log_p, samples)
    are_seen = (of_q == Sight.WHOLE) & (of_p == Sight.WHOLE)
    is_judged = are_seen | (np.array([is_coarse(one) for one in settings]) & (of_q != Sight.CUT_OFF))
    return kl_qp, kl_pq, of_q, of_p, is_judged & (_height(settings, kl_qp, kl_pq) >= -settings.tolerance)


def _height(settings: RunColumns, kl_qp: Array, kl_pq: Array) -> Array:
    return np.where([objective == "kl_qp" for objective in settings.objective], kl_qp, kl_pq)


def _law(state: Array) -> Mixture:
    """The mixture q that a state (runs, 2K) stands for."""
    means, variances = np.split(state, 2, axis=-1)
    return Mixture(means, variances, np.full(means.shape[-1], 1 / means.shape[-1]))


def _gradient(samples: Samples, log_p: Array, descends_qp: NDArray[np.bool_]) -> Callable[[Array], Array]:
    of_pq = kl_sampled_slope_second(log_p)

    def gradient(state: Array) -> Array:
        q = _law(state)
        of_qp = kl_sampled_slope_first(log_density(samples.x, q), log_p)
        slope = np.where(descends_qp[:, np.newaxis], of_qp, of_pq)
        return np.concatenate(sampled_gradient(q, samples, slope), axis=1)

    return gradient


def _measure(states: Array, samples: Samples, log_p: Array) -> tuple[Array, Array, NDArray[np.int8]]:
    """KL(q, p), KL(p, q) and how q is seen, of states (N + 1, runs, 2K), each (N + 1, runs).

    One iteration at a time: samples for all of them together would not fit into memory.
    """
    kl_qp, kl_pq = np.empty((2, *states.shape[:2]))
    of_q = np.empty(states.shape[:2], dtype=np.int8)
    with np.errstate(all="ignore"):  # after the end of a run its states are NaN
        for n, state in enumerate(states):
            q = _law(state)
            log_q = log_density(samples.x, q)
            kl_qp[n] = kl_sampled(log_q, log_p, samples.length)
            kl_pq[n] = kl_sampled(log_p, log_q, samples.length)
            of_q[n] = sight(q, log_q, samples)
    return kl_qp, kl_pq, of_q


def _sample_target(settings: RunColumns) -> tuple[Samples, Mixture]:
    """Where the runs are sampled, and p, (runs, components)."""
    low, high = settings.domain.T
    samples = evenly_spaced(low, high, settings.points.astype(np.float64))
    target = settings.target
    means, variances, weights = map(_filled, (target.means, target.variances, target.weights))
    return samples, Mixture(
        means, np.where(weights > 0, variances, 1.0), weights / weights.sum(axis=1, keepdims=True)
    )


def _filled(lists: Sequence[Sequence[float]]) -> Array:
    """A list of each run, (runs, longest), the shorter ones filled up with zeros."""
    filled = np.zeros((len(lists), max(map(len, lists))))
    for n, numbers in enumerate(lists):
        filled[n, : len(numbers)] = numbers
    return filled


def _variances_are_positive(state: Array) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = np.all(np.split(state, 2, axis=-1)[1] > 0, axis=-1)
    return result


def _work(settings: RunSettings) -> int:
    """Each component at each sample."""
    components = max(len(settings.target.means), len(settings.start.means))
    return int(settings.points) * components


simulation = Simulation(
    settings=(
        Columns("target", (MEANS, VARIANCES, WEIGHTS), MOST_COMPONENTS),
        Columns("start", (MEANS, VARIANCES), MOST_COMPONENTS),
        Interval("domain", Number("domain", -LARGEST_COORDINATE, LARGEST_COORDINATE)),
        Integer("points", 11, LARGEST_POINTS, default=401),
        OBJECTIVE,
        *DESCENT,
    ),
    state=("mean", "variance"),
    measures=("kl_qp", "kl_pq"),
    counted=("start", "means"),
    objective="objective",
    labels=OBJECTIVES,
    statuses=(NO_WIDTH_LEFT, BELOW_ZERO),
    sized_by=("iterations", "points", "components"),
    start="start",
    simulate=simulate,
    scene=mixture_scene,
    work=_work,
    object=find_blindness,
)
