"""At which heights a landscape has its rings."""

import numpy as np

from klsim.numerics.distributions import Array

BOWL_LEVELS = 14
SEEN = 0.93
"""Of the places of a landscape those that are not above its highest ring."""


def bowl_levels(z: Array) -> tuple[float, ...]:
    """Heights whose square roots are evenly spaced: a bowl that begins at 0 then shows evenly spaced rings."""
    top = float(np.quantile(z, SEEN))
    return tuple(float(top * (k / BOWL_LEVELS) ** 2) for k in range(1, BOWL_LEVELS + 1))
