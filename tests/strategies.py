"""Hypothesis strategies for the things klsim is about."""

import numpy as np
from hypothesis import strategies as st

from klsim.numerics.distributions import Gaussian

means = st.floats(-50, 50)
variances = st.floats(0.01, 100)


def gaussians() -> st.SearchStrategy[Gaussian]:
    """Normal laws as an author may declare them."""
    return st.builds(lambda mean, variance: Gaussian(np.float64(mean), np.float64(variance)), means, variances)


def all_gaussians() -> st.SearchStrategy[Gaussian]:
    """Normal laws from end to end of what may be set, variances from 1e-300 on all scales alike."""
    means = st.one_of(st.floats(-1e6, 1e6), _powers(-200, 6))
    return st.builds(_gaussian, means, _powers(-300, 6))


def neighbours() -> st.SearchStrategy[tuple[Gaussian, Gaussian]]:
    """Two normal laws whose variances are equal or close, to one in 1e16; their means may be equal too."""

    def pair(law: Gaussian, mean: float | None, excess: float, side: float) -> tuple[Gaussian, Gaussian]:
        variance = float(law.variance) * (1 + side * excess)
        return _gaussian(float(law.mean) if mean is None else mean, variance), law

    means = st.none() | st.floats(-1e6, 1e6)
    return st.builds(pair, all_gaussians(), means, _powers(-17, 0), st.sampled_from((-0.999, 1)))


def _powers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers from 10^low to 10^high."""
    return st.builds(lambda power: 10.0**power, st.floats(low, high))


def _gaussian(mean: float, variance: float) -> Gaussian:
    return Gaussian(np.float64(mean), np.float64(variance))
