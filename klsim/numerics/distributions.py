"""Probability laws on the real line."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Gaussian:
    """Normal laws N(mean, variance). Fields are floats or arrays that broadcast against each other."""

    mean: Array
    variance: Array


def density(x: Array, law: Gaussian) -> Array:
    """Density of a normal law at x: exp(−(x − mean)² / (2 variance)) / √(2π variance).

    `x` and the fields of `law` broadcast; the result has their common shape. Units: one over those of x.
    """
    with np.errstate(over="ignore"):  # far from a very narrow law the exponent is −∞, and the density 0
        exponent: Array = -np.square(x - law.mean) / (2 * law.variance)
    result: Array = np.exp(exponent) / np.sqrt(2 * np.pi * law.variance)
    return result
