"""Kullback–Leibler divergence between normal laws, and its gradients.

For q = N(m, v) and p = N(M, V), with d = m − M (Kullback and Leibler, 1951):

    KL(q, p) = ½ [ v/V − 1 − ln(v/V) ] + d² / (2V)

The bracket loses all its digits where v is close to V if it is evaluated as written; x − ln(1 + x) with
x = (v − V)/V keeps them.
"""

import numpy as np

from klsim.mathematics.distributions import Array, Gaussian


def kl_gaussian(q: Gaussian, p: Gaussian) -> Array:
    """KL(q, p) = ∫ q log(q/p) of two normal laws, in nats, closed form.

    Fields broadcast: any shapes that numpy broadcasts, result of that shape. Zero exactly when q equals p.
    Variances must be positive; a variance of 0 or less gives inf or nan, as numpy does.
    """
    excess = (q.variance - p.variance) / p.variance
    shape: Array = (excess - np.log1p(excess)) / 2
    shift: Array = np.square(q.mean - p.mean) / (2 * p.variance)
    return shape + shift


def kl_gaussian_gradient_first(q: Gaussian, p: Gaussian) -> tuple[Array, Array]:
    """∂KL(q, p)/∂(mean, variance) of its first argument q: ( d/V, ½ (1/V − 1/v) ).

    Shapes as in `kl_gaussian`. The target's variance alone divides the pull on the mean: it is as strong
    however wide q is.
    """
    return (q.mean - p.mean) / p.variance, (1 / p.variance - 1 / q.variance) / 2


def kl_gaussian_gradient_second(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    """∂KL(p, q)/∂(mean, variance) of its second argument q: ( d/v, ½ (1/v − (V + d²)/v²) ).

    Shapes as in `kl_gaussian`. A wide q is pulled weakly, and a mean that is off keeps q wide.
    """
    away = q.mean - p.mean
    return away / q.variance, (1 / q.variance - (p.variance + np.square(away)) / np.square(q.variance)) / 2
