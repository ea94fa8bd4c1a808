"""Kullback–Leibler divergence between normal laws, and its gradients.

For q = N(m, v) and p = N(M, V), with d = m − M (Kullback and Leibler, 1951):

    KL(q, p) = ½ [ v/V − 1 − ln(v/V) ] + d² / (2V)

Evaluated as written, the bracket loses all its digits where v is close to V, and ln(v/V) where the quotient is
below the smallest float; see `bracket`. Squares are of quotients, never quotients of squares: d² may be too small
or too large for a float where d²/V is not.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array, Gaussian

SERIES = tuple(1 / (2 * n + 3) for n in range(17))
"""⅓, ⅕, …: with t² ≤ 1/9 the terms that are left out are below 1e-17 of the first."""

BLOCK = 16_384
"""How many numbers are gone through at once: few enough for what is computed of them to stay close by."""

NEEDLE = 1e-140
"""The square of a variance below this may be too small for a float."""


def kl_gaussian(q: Gaussian, p: Gaussian) -> Array:
    """KL(q, p) = ∫ q log(q/p) of two normal laws, in nats, closed form.

    Fields broadcast: any shapes that numpy broadcasts, result of that shape. Zero exactly when q equals p. The
    relative error is below 1e-14; what is larger than a float can be is inf. Variances must be
    positive; one of 0 or less gives inf or nan.
    """
    with np.errstate(all="ignore"):  # each of these cases is told by the result
        shape: Array = bracket(q.variance, p.variance) / 2
        away: Array = (q.mean - p.mean) / np.sqrt(p.variance)
        return shape + away / 2 * away


def bracket(v: Array, wanted: Array) -> Array:
    """v/V − 1 − ln(v/V) for variances v and V, `wanted`, that broadcast.

    With x = (v − V)/V it is x − ln(1 + x). From V/2 to 2V the difference v − V is exact, and with t = x/(2 + x)

        ln(1 + x) = 2 artanh t,    x − 2t = x·t,    so    x − ln(1 + x) = x·t − 2t³ (⅓ + t²/5 + t⁴/7 + …)

    which has no large parts to cancel; R's `log1pmx` goes the same way. Elsewhere the parts do not cancel, and
    ln(v/V) is 2 ln(√v/√V), for √v/√V can be neither 0 nor inf where v and V are floats above 0.
    """
    with np.nditer(
        [v, wanted, None],
        ["external_loop", "buffered", "zerosize_ok"],
        [["readonly"], ["readonly"], ["writeonly", "allocate"]],
        [np.float64] * 3,
        buffersize=BLOCK,
    ) as blocks:
        for some, wanted_there, found in blocks:
            found[...] = _bracket_of_block(some, wanted_there)
        result: Array = blocks.operands[2][()]
    return result


def _bracket_of_block(v: Array, wanted: Array) -> Array:
    excess = (v - wanted) / wanted
    t = excess / (2 + excess)
    square = np.square(t)
    series = np.zeros_like(square)
    for coefficient in reversed(SERIES):
        series *= square  # in place, as there are many
        series += coefficient
    close = excess * t - 2 * square * t * series
    apart = excess - 2 * np.log(np.sqrt(v) / np.sqrt(wanted))
    return np.where((excess >= -0.5) & (excess <= 1), close, apart)


def kl_gaussian_gradient_first(q: Gaussian, p: Gaussian) -> tuple[Array, Array]:
    """∂KL(q, p)/∂(mean, variance) of its first argument q: ( d/V, ½ (1/V − 1/v) ).

    Shapes as in `kl_gaussian`. The target's variance alone divides the pull on the mean: it is as strong
    however wide q is. The error is that of rounding each term: a walk needs no more digits where they cancel.
    """
    with np.errstate(all="ignore"):
        return (q.mean - p.mean) / p.variance, (1 / p.variance - 1 / q.variance) / 2


def kl_gaussian_gradient_second(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    """∂KL(p, q)/∂(mean, variance) of its second argument q: ( d/v, ½ (1/v − (V + d²)/v²) ).

    Shapes and error as in `kl_gaussian_gradient_first`. A wide q is pulled weakly, and a mean that is off keeps q
    wide.
    """
    with np.errstate(all="ignore"):
        by_mean, by_variance = _gradient_second(p, q)
        if np.any(is_needle := q.variance <= NEEDLE):
            by_variance = np.where(is_needle, _of_a_needle(p, q), by_variance)[()]
        return by_mean, by_variance


def kl_slopes(p: Gaussian, descends_qp: NDArray[np.bool_]) -> Callable[[Array], Array]:
    """What gives the slope of the divergence that each run descends, at means and variances of q (…, runs, 2).

    descends_qp: whether that is KL(q, p), (runs,); where all descend the same, the other is not computed
    """

    def gradient_qp(state: Array) -> Array:
        return _side_by_side(kl_gaussian_gradient_first(Gaussian(state[..., 0], state[..., 1]), p))

    def gradient_pq(state: Array) -> Array:
        return _side_by_side(kl_gaussian_gradient_second(p, Gaussian(state[..., 0], state[..., 1])))

    def gradient(state: Array) -> Array:
        return np.where(descends_qp[:, np.newaxis], gradient_qp(state), gradient_pq(state))

    if descends_qp.all():
        return gradient_qp
    return gradient if descends_qp.any() else gradient_pq


def _side_by_side(parts: Sequence[Array]) -> Array:
    """Arrays (…, runs) as one (…, runs, parts), the numbers of each where they were: beside one another."""
    together = np.empty((len(parts), *parts[0].shape))
    for n, part in enumerate(parts):
        together[n] = part
    return together.transpose(*range(1, together.ndim), 0)


def _gradient_second(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    away = q.mean - p.mean
    return away / q.variance, (1 / q.variance - (p.variance + np.square(away)) / np.square(q.variance)) / 2


def _of_a_needle(p: Gaussian, q: Gaussian) -> Array:
    """The slope in the variance of a q so narrow that v² is no float: ½ ( (v − V)/v/v − (d/v)² )."""
    v = q.variance
    away = (q.mean - p.mean) / v
    slope: Array = (v - p.variance) / 2 / v / v - away * (away / 2)
    return slope
