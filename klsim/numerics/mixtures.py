"""Mixtures of normal laws, and KL between them by uniform sampling.

A mixture has no closed form for KL, so its integrals become sums over evenly spaced places x, each times the
spacing Δ. Nothing is normalised again: what is outside of the sampled interval counts for nothing, and the
gradients are those of the sums themselves.

    KL(q, p) ≈ Σ q (log q − log p) Δ        KL(p, q) ≈ Σ p (log p − log q) Δ

Everything is done in logarithms, so that a density may be as small as it likes; 0·log 0 is 0.
"""

from dataclasses import dataclass

import numpy as np

from klsim.numerics.distributions import Array

FARTHEST = 1e300
"""A logarithm no further below zero, so that differences of logarithms are numbers."""


@dataclass(frozen=True)
class Mixture:
    """Σₖ weightₖ N(meanₖ, varianceₖ): fields (…, K) that broadcast, the weights of a mixture adding up to 1."""

    means: Array
    variances: Array
    weights: Array


def moments(law: Mixture) -> tuple[Array, Array]:
    """Mean Σ wₖ mₖ and variance Σ wₖ (vₖ + (mₖ − mean)²) of a whole mixture, each (…)."""
    mean: Array = (law.weights * law.means).sum(axis=-1)
    spread = law.variances + np.square(law.means - mean[..., np.newaxis])
    return mean, np.asarray((law.weights * spread).sum(axis=-1))


@dataclass(frozen=True)
class Samples:
    """Places x (…, points), and the length (…, points) that each stands for: the spacing, or 0 for padding."""

    x: Array
    length: Array

    @property
    def spacing(self) -> Array:
        """The distance between neighbours, (…)."""
        spacing: Array = self.length[..., 0]
        return spacing


def mass(log_q: Array, length: Array) -> Array:
    """Σ q Δ, (…): how much of a law samples see, if they are close enough; 1 where they see it all."""
    total: Array = (np.exp(log_q) * length).sum(axis=-1)
    return total


def luck(law: Mixture, spacing: Array) -> Array:
    """By how much the mass of a law would differ from 1 if it stood at the worst place between samples, (…).

    With s the standard deviation of a component in spacings it is the larger of 2 exp(−2π² s²), from Poisson's
    summation, and 1/(s √2π) − 1, what a single sample sees; right to a hundredth.
    """
    s = np.sqrt(law.variances) / spacing[..., np.newaxis]
    worst = np.maximum(2 * np.exp(-2 * np.pi**2 * np.square(s)), 1 / (s * np.sqrt(2 * np.pi)) - 1)
    total: Array = (law.weights * worst).sum(axis=-1)
    return total


def evenly_spaced(low: Array, high: Array, points: Array) -> Samples:
    """Places from low to high, both included, for each of n intervals (n,); shapes (n, most points).

    An interval of fewer points than the most repeats its end, with length 0. Every interval needs two or more.
    """
    spacing = ((high - low) / (points - 1))[:, np.newaxis]
    step = np.arange(points.max())
    x = np.minimum(low[:, np.newaxis] + step * spacing, high[:, np.newaxis])
    return Samples(x, np.where(step < points[:, np.newaxis], spacing, 0.0))


def log_components(x: Array, law: Mixture) -> Array:
    """log(weightₖ N(x; meanₖ, varianceₖ)) for x (…, points), shape (…, K, points); −∞ for a weight of 0."""
    mean, variance, weight = (part[..., np.newaxis] for part in (law.means, law.variances, law.weights))
    away = np.square(x[..., np.newaxis, :] - mean)
    with np.errstate(divide="ignore", over="ignore"):
        height = np.log(weight) - np.log(2 * np.pi * variance) / 2
        result: Array = height - np.minimum(away / (2 * variance), FARTHEST)
    return result


def log_density(x: Array, law: Mixture) -> Array:
    """The logarithm of a mixture's density at x (…, points), same shape, finite however far out."""
    result: Array = np.logaddexp.reduce(log_components(x, law), axis=-2)
    return result


def kl_sampled(log_q: Array, log_p: Array, length: Array) -> Array:
    """Σ q (log q − log p) Δ, in nats, from logarithms of densities at samples (…, points); shape (…).

    For KL(p, q) swap the two. The sum may be a little below zero where an interval cuts off much of q. Its error
    is some 1e-16 of Σ q (1 + |log q| + |log p|) (1 + |log q − log p|) Δ, since q is the exponential of a rounded
    logarithm: near zero, where terms of both signs cancel, what is below about 1e-15 means nothing.
    """
    q = np.exp(log_q)
    with np.errstate(invalid="ignore"):
        terms = np.where(q > 0, q * (log_q - log_p), 0.0)
    total: Array = (terms * length).sum(axis=-1)
    return total


def kl_sampled_slope_first(log_q: Array, log_p: Array) -> Array:
    """How each term of Σ q (log q − log p) grows with log q there: q (log q − log p + 1), (…, points)."""
    q = np.exp(log_q)
    with np.errstate(invalid="ignore"):
        return np.where(q > 0, q * (log_q - log_p + 1), 0.0)


def kl_sampled_slope_second(log_p: Array) -> Array:
    """How each term of Σ p (log p − log q) grows with log q there: −p, (…, points)."""
    result: Array = -np.exp(log_p)
    return result


def sampled_gradient(law: Mixture, samples: Samples, slope: Array) -> tuple[Array, Array]:
    """∂/∂(means, variances) of a sum over samples, given how its terms grow with log q: two arrays (…, K).

    With rₖ = weightₖ N(x; meanₖ, varianceₖ) / q, the share of a component in q(x), and d = x − meanₖ:

        ∂log q/∂meanₖ = rₖ d / varianceₖ        ∂log q/∂varianceₖ = rₖ (d² / varianceₖ − 1) / (2 varianceₖ)

    `slope` has shape (…, points), as `kl_sampled_slope_first` and `kl_sampled_slope_second` give it.
    """
    components = log_components(samples.x, law)
    share = np.exp(components - np.logaddexp.reduce(components, axis=-2, keepdims=True))
    pull = share * (slope * samples.length)[..., np.newaxis, :]
    variance = law.variances[..., np.newaxis]
    away = samples.x[..., np.newaxis, :] - law.means[..., np.newaxis]
    by_mean: Array = (pull * away / variance).sum(axis=-1)
    far = np.minimum(np.square(away) / variance, FARTHEST)  # where the pull is 0, so is its product with this
    by_variance: Array = (pull * (far - 1) / (2 * variance)).sum(axis=-1)
    return by_mean, by_variance
