"""Missing numbers of recorded runs: what is drawn where one is."""

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array


def hold_gaps(values: Array) -> Array:
    """A series (n,) or (n, size) with the last number that is known in place of each that is missing.

    Before the first, it stands in for them.
    """
    missing = np.isnan(values)
    if not missing.any():
        return values
    known = last_known(~missing)
    first = np.argmax(~missing, axis=0)
    held: Array = np.take_along_axis(values, np.maximum(known, first), axis=0)
    return held


def last_known(is_known: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For each row of (n, …) the number of the last row up to it that is known, or −1."""
    rows = np.arange(len(is_known)).reshape(-1, *[1] * (is_known.ndim - 1))
    found: NDArray[np.intp] = np.maximum.accumulate(np.where(is_known, rows, -1), axis=0)
    return found
