"""`mixture-descent`: an equally weighted mixture q of K normal laws descends towards a mixture p.

The coordinates are the K means and then the K raw variances; a step may leave the domain, all variances > 0.
KL and its gradient are sums over evenly spaced samples, see `klsim.numerics.mixtures`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from klsim.content.settings import Settings
from klsim.numerics.descent import descend, heavy_ball
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
from klsim.numerics.outcome import judge
from klsim.simulation import MIXTURE_DESCENT
from klsim.simulations.sampling import is_coarse
from klsim.simulations.sight import Sight, sight, tell_doubts
from klsim.trajectory import Batch, column, in_equal_company


def simulate_mixture_descent(settings: Sequence[Settings]) -> Batch:
    """Every run, from settings `target`, `start`, `domain`, `points`, `objective` and those of the descent.

    The tolerance is compared with the divergence that the run descends. A run has not converged where its sampling
    does not see p or q (`klsim.simulations.sampling`): such a sum may be anything. Only one whose settings are
    coarse is judged by its sums as they are, since it is there to show what they do.
    """
    return in_equal_company(_simulate_together, settings, "points")


def _simulate_together(settings: Sequence[Settings]) -> Batch:
    samples, p = _sample_target(settings)
    log_p = log_density(samples.x, p)
    descends_qp = np.array([setting["objective"] == "kl_qp" for setting in settings])
    trajectory = descend(
        start=np.array([_start(setting) for setting in settings], dtype=np.float64),
        method=heavy_ball(
            _gradient(samples, log_p, descends_qp), column(settings, "step_size"), column(settings, "momentum")
        ),
        in_domain=_variances_are_positive,
        iterations=column(settings, "iterations").astype(np.int64),
    )
    kl_qp, kl_pq, of_q = _measure(trajectory.states, samples, log_p)
    of_p = sight(p, log_p, samples)
    are_seen = (of_q == Sight.WHOLE) & (of_p == Sight.WHOLE)
    is_known = are_seen | (np.array([is_coarse(one) for one in settings]) & (of_q != Sight.CUT_OFF))
    height = np.where(descends_qp, kl_qp, kl_pq)
    outcome = judge(trajectory, height, column(settings, "tolerance"), is_known=is_known)
    doubts = tuple(tell_doubts(of_p, of_q, trajectory.last))
    names = MIXTURE_DESCENT.coordinates(settings[0])
    series = {name: trajectory.states[..., n] for n, name in enumerate(names)}
    series |= {"kl_qp": kl_qp, "kl_pq": kl_pq}
    return Batch(series, trajectory.last, outcome.status, outcome.converged_at, doubts)


def _start(setting: Settings) -> tuple[float, ...]:
    """The K means and then the K variances; every run of a figure has the same K."""
    start = cast(Mapping[str, tuple[float, ...]], setting["start"])
    return (*start["means"], *start["variances"])


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


def _sample_target(settings: Sequence[Settings]) -> tuple[Samples, Mixture]:
    """Where the runs are sampled, and p, (runs, components)."""
    low, high = np.array([setting["domain"] for setting in settings], dtype=np.float64).T
    samples = evenly_spaced(low, high, column(settings, "points"))
    means, variances, weights = (_lists(settings, "target", part) for part in ("means", "variances", "weights"))
    return samples, Mixture(
        means, np.where(weights > 0, variances, 1.0), weights / weights.sum(axis=1, keepdims=True)
    )


def _lists(settings: Sequence[Settings], name: str, part: str) -> Array:
    """One column of a table of every run, (runs, longest), the shorter ones filled up with zeros."""
    lists = [cast(Mapping[str, tuple[float, ...]], setting[name])[part] for setting in settings]
    filled = np.zeros((len(lists), max(map(len, lists))))
    for n, numbers in enumerate(lists):
        filled[n, : len(numbers)] = numbers
    return filled


def _variances_are_positive(state: Array) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = np.all(np.split(state, 2, axis=-1)[1] > 0, axis=-1)
    return result
