"""The numbers of a game: both divergences between q and p, and how close any normal law can come to p."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from klsim.engine.codec import Codec
from klsim.figures.match.law import Law, Sampling
from klsim.figures.match.machine import MachineWalk
from klsim.numerics.distributions import Array, Gaussian
from klsim.numerics.divergences import kl_gaussian
from klsim.numerics.minimize import minimise
from klsim.numerics.mixtures import Mixture, Samples, kl_sampled, log_density
from klsim.numerics.objectives import arguments_of

TOGETHER = 2_000_000
"""How many samples are looked at together, so that many places and many points do not take all memory."""

Divergence: TypeAlias = Callable[[Mixture, Mixture, Samples], Array]
"""From q and p with bells (…, K) and samples to nats (…)."""


@dataclass(frozen=True)
class BestFit:
    """The normal law with the least divergence, and that divergence in nats."""

    mean: float
    variance: float
    kl: float


@dataclass(frozen=True)
class Target:
    """A hidden target.

    closest: for one of several bells, the normal law closest to it by each divergence of the game
    machine: for one bell in a game of one bell, what gradient descent does
    levels:  of the landscape that it goes down, in nats
    """

    law: Law
    closest: Mapping[str, BestFit]
    machine: MachineWalk | None = None
    levels: tuple[float, ...] = ()


TARGETS = Codec.of(Target, Law, BestFit, MachineWalk)


def divergence(measure: str, q: Law, p: Law, sampling: Sampling) -> float:
    """`kl_qp` or `kl_pq`: in closed form between two normal laws, else by uniform sampling."""
    first, second = arguments_of(measure, q, p)
    if first.bells == second.bells == 1:
        return float(kl_gaussian(_gaussian(first), _gaussian(second)))
    return float(_kl(mixture(first), mixture(second), samples(sampling)))


def closest_gaussian(measure: str, p: Law, sampling: Sampling) -> BestFit:
    """The normal law q with the least `kl_qp` or `kl_pq`, sampled as in the game; found from many starts.

    The search covers means among those of p, and variances from a quarter of its narrowest bell to a little
    more than its whole variance, which is the best for KL(p, q) and more than that for KL(q, p).
    """
    target, places = mixture(p), samples(sampling)

    def height(state: Array) -> Array:
        several = max(TOGETHER // sampling.points, 1)
        return np.concatenate([_height(state[n : n + several]) for n in range(0, len(state), several)])

    def _height(state: Array) -> Array:
        mean, variance = state[:, :1], np.exp(state[:, 1:])
        return MEASURES[measure](Mixture(mean, variance, np.ones(1)), target, places)

    whole = float(np.mean(p.variances) + np.var(p.means))
    low = np.array([min(p.means), np.log(min(p.variances) / 4)])
    high = np.array([max(p.means) + 1e-9, np.log(1.1 * whole)])
    place, kl = minimise(height, low, high)
    return BestFit(float(place[0]), float(np.exp(place[1])), kl)


def samples(sampling: Sampling) -> Samples:
    """The places of a game's sampling."""
    x = np.linspace(sampling.low, sampling.high, sampling.points)
    return Samples(x, np.full(sampling.points, sampling.spacing))


def mixture(law: Law) -> Mixture:
    """A law as arrays."""
    return Mixture(np.array(law.means), np.array(law.variances), np.full(law.bells, 1 / law.bells))


def _kl(first: Mixture, second: Mixture, places: Samples) -> Array:
    return kl_sampled(log_density(places.x, first), log_density(places.x, second), places.length)


MEASURES: Mapping[str, Divergence] = MappingProxyType(
    {"kl_qp": _kl, "kl_pq": lambda q, p, places: _kl(p, q, places)}
)


def _gaussian(law: Law) -> Gaussian:
    return Gaussian(np.array(law.means[0]), np.array(law.variances[0]))
