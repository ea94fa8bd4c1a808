"""Arithmetic with one rounding, as processors have it and numpy has not.

Method: T. J. Dekker, "A floating-point technique for extending the available precision", 1971, and D. E. Knuth,
The Art of Computer Programming 2, section 4.2.2.
"""

import numpy as np

from klsim.numerics.distributions import Array

_SPLITTER = 2.0**27 + 1


def multiply_add(a: Array, b: Array, c: Array) -> Array:
    """a·b + c, rounded once but for rare ties: numbers whose halves overflow are rounded twice."""
    product = a * b
    total = product + c
    of_product = _error_of_product(a, b, product)
    part = total - product
    of_total = (product - (total - part)) + (c - part)
    exact: Array = total + (of_total + of_product)
    return np.where(np.isfinite(exact), exact, total)


def _error_of_product(a: Array, b: Array, product: Array) -> Array:
    (high_a, low_a), (high_b, low_b) = _halves(a), _halves(b)
    error: Array = ((high_a * high_b - product) + high_a * low_b + low_a * high_b) + low_a * low_b
    return error


def _halves(a: Array) -> tuple[Array, Array]:
    wide = _SPLITTER * a
    high = wide - (wide - a)
    return high, a - high
