"""Standard normal numbers that hang on nothing but a seed and a place: the same in every run and every order.

Method: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011
(Philox4x64 with ten rounds), and G. E. P. Box and M. E. Muller, 1958.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array

Words: TypeAlias = NDArray[np.uint64]

_ROUNDS = 10
_MULTIPLIERS = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_WEYL = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


def philox(counter: tuple[Words, Words, Words, Words], key: tuple[Words, Words]) -> tuple[Words, ...]:
    """The four words of Philox4x64-10 for a counter of four words and a key of two; arrays broadcast."""
    a, b, c, d = counter
    for turn in range(_ROUNDS):
        first, second = (k + np.uint64(turn * weyl % 2**64) for k, weyl in zip(key, _WEYL, strict=True))
        (high_a, low_a), (high_c, low_c) = _product(a, _MULTIPLIERS[0]), _product(c, _MULTIPLIERS[1])
        a, b, c, d = high_c ^ b ^ first, low_c, high_a ^ d ^ second, low_a
    return a, b, c, d


def normals(seed: NDArray[np.int64], iteration: NDArray[np.int64], coordinates: int) -> Array:
    """A standard normal number for each coordinate, (…, coordinates), of seeds (…) at iterations (…).

    √(−2 ln u)·cos(2π w) with u in (0, 1] and w in [0, 1) from the first two words of Philox for the counter
    (iteration, coordinate, 0, 0) and the key (seed, 0).
    """
    place = np.arange(coordinates, dtype=np.uint64)
    nothing = np.zeros(1, dtype=np.uint64)
    counter = iteration.astype(np.uint64)[..., np.newaxis], place, nothing, nothing
    with np.errstate(over="ignore"):
        first, second, *_ = philox(counter, (seed.astype(np.uint64)[..., np.newaxis], nothing))
    u, w = 1 - _share(first), _share(second)
    result: Array = np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * w)
    return result


def _share(words: Words) -> Array:
    """Words as numbers from 0 to below 1, in steps of 2⁻⁵³."""
    result: Array = (words >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return result


def _product(a: Words, b: np.uint64) -> tuple[Words, Words]:
    """The high and the low word of a product of two words."""
    low_a, high_a, low_b, high_b = a & _LOW, a >> _HALF, b & _LOW, b >> _HALF
    middle = low_a * high_b + (low_a * low_b >> _HALF)
    other = high_a * low_b + (middle & _LOW)
    return high_a * high_b + (middle >> _HALF) + (other >> _HALF), a * b
