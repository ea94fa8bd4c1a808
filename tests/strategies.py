"""Hypothesis strategies for the things klsim is about."""

import numpy as np
from hypothesis import strategies as st

from klsim.mathematics.distributions import Gaussian

means = st.floats(-50, 50)
variances = st.floats(0.01, 100)


def gaussians() -> st.SearchStrategy[Gaussian]:
    """Normal laws as an author may declare them."""
    return st.builds(lambda mean, variance: Gaussian(np.float64(mean), np.float64(variance)), means, variances)
