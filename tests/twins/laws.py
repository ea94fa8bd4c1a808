"""Cases of normal laws and mixtures of them: densities and divergences, in 60 digits."""

from collections.abc import Iterator, Sequence
from itertools import product

from mpmath import exp, log, mpf, pi, sqrt

from tests.twins.numbers import Case, text

LAWS = (
    ([0.0], [1.0]),
    ([2.0], [5.0]),
    ([-4.0, 0.0, 4.0], [2.0, 0.05, 9.0]),
    ([1.5], [1e-300]),
    ([0.0, 1e-3], [1e-6, 1e6]),
    ([1e200], [1e-3]),
)
PLACES = (0.0, -0.0, 1.5, 2.0, -7.25, 30.0, 1e-3, 1e200)

VARIANCES = [v * (1 + more) for v in (1e-300, 1e-17, 1e-2, 1.0, 1e6) for more in (0, 1e-15, -1e-9, 1e-4, 0.9)]
CLOSE_AND_FAR = ((1.0, 2.0), (1.0, 2.0 * (1 + 2**-52)), (2.0, 1.0), (1.0, 0.5), (0.5 * (1 - 2**-53), 1.0))
"""Where one way to compute a divergence ends and another begins."""

LARGE_AND_SMALL = (([1.8e154, 1.0], [0.0, 1.0]), ([1e-170, 1e-300], [0.0, 1e-300]))

MIXTURES = (
    {"means": [-4.0, 0.0, 4.0], "variances": [2.0, 2.0, 2.0]},
    {"means": [-5.0, 5.0], "variances": [0.05, 10.0]},
    {"means": [1.0], "variances": [0.01]},
    {"means": [-10.0, 10.0, 10.0], "variances": [0.05, 0.05, 0.05]},
)
SAMPLINGS = ({"low": -20.0, "high": 20.0, "points": 101}, {"low": -15.0, "high": 12.5, "points": 11})


def exact_density(x: mpf, means: Sequence[float], variances: Sequence[float]) -> mpf:
    """The density at x of an equally weighted mixture of normal laws."""
    parts = zip(map(mpf, means), map(mpf, variances), strict=True)
    return sum(exp(-((x - m) ** 2) / (2 * v)) / sqrt(2 * pi * v) for m, v in parts) / len(means)


def densities() -> Iterator[Case]:
    """Densities of mixtures, very narrow and very distant ones too."""
    for (means, variances), x in product(LAWS, PLACES):
        density = float(exact_density(mpf(x), means, variances))
        yield {"x": text(x), "means": means, "variances": variances, "density": density}


def divergences() -> Iterator[Case]:
    """KL of two normal laws, each a mean and a variance, from the definition."""
    pairs = [([0.5, q], [-3.0 if n % 3 else 0.5, p]) for n, (q, p) in enumerate(product(VARIANCES, VARIANCES))]
    pairs += [([0.0, q], [0.0, p]) for q, p in CLOSE_AND_FAR]
    for q, p in [*pairs, *LARGE_AND_SMALL]:
        (m, v), (big_m, big_v) = (map(mpf, law) for law in (q, p))
        kl = (v / big_v - 1 - log(v / big_v)) / 2 + (m - big_m) ** 2 / (2 * big_v)
        yield {"q": q, "p": p, "kl": text(float(kl))}


def sampled_divergences() -> Iterator[Case]:
    """KL of two mixtures as a sum over even samples, Σ q (log q − log p) Δ."""
    for q, p, sampling in product(MIXTURES, MIXTURES, SAMPLINGS):
        low, high, points = mpf(sampling["low"]), mpf(sampling["high"]), int(sampling["points"])
        step = (high - low) / (points - 1)
        kl = mpf(0)
        for n in range(points):
            at_q, at_p = (exact_density(low + n * step, law["means"], law["variances"]) for law in (q, p))
            kl += at_q * (log(at_q) - log(at_p)) * step
        yield {"q": q, "p": p, "sampling": sampling, "kl": float(kl)}
