"""Numbers as short as the page's script can do with: what it then shows is what it would show of the whole ones.

A number has `DIGITS` decimals, or so many significant digits where it is below 0.1. Where these end in a 5 or are
a power of ten it has more: rounded once more, such a number might be told otherwise than the recorded one.
"""

from math import isfinite

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array

DIGITS = 5
"""Decimals, and at least as many significant digits, of the numbers that the script draws and shows."""

MORE = 9
"""The same of the few numbers for which so few would not do."""

_LEAST, _MOST = -17, 1e8
"""Numbers below 10 to this power, and from that on, are shortened one by one."""

_EDGES = np.array([float(f"1e{exponent}") for exponent in range(_LEAST, 0)])
_SCALES = np.array([float(f"1e{DIGITS - exponent}") for exponent in range(_LEAST, 1)])
"""By how many of the edges a number reaches: what makes a whole number of it and its digits, exact up to 1e22."""

_EXACT = 2.0**53
_DOUBT = 4e-16
"""So close to halfway, for its size, a product may have been rounded to the other side."""

_POWER = "0000"
"""How 10,000 ends, and each power of ten beyond it: from some of them on numbers are told like 1.23e5."""


def shorten(values: Array) -> Array:
    """Numbers (n,) that take few digits, each next to the one that it stands for; what is none is NaN."""
    exact = np.asarray(values, dtype=np.float64) + 0.0  # + 0.0 for −0 is 0
    size = np.abs(exact)
    is_number = np.isfinite(exact)
    place = np.searchsorted(_EDGES, size, side="right")
    scale = _SCALES[place]
    is_usual = is_number & (size < _MOST) & ((place > 0) | (size == 0))
    with np.errstate(invalid="ignore", over="ignore"):
        short, is_clear, ends_in_5 = _round(np.where(is_usual, exact, 0), scale, DIGITS + 4)
        longer = np.flatnonzero(ends_in_5)
        if len(longer):
            finer = scale[longer] * 10.0 ** (MORE - DIGITS)
            more, is_more_clear, ends_again = _round(exact[longer], finer, MORE + 4)
            short[longer] = np.where(ends_again, exact[longer], more)
            is_clear[longer] &= is_more_clear
    others = np.flatnonzero(is_number & ~(is_usual & is_clear))
    if len(others):  # such as what has all but vanished, and stays so
        each, which = np.unique(exact[others], return_inverse=True)
        short[others] = np.array([_shorten_one(value) for value in each.tolist()])[which]
    short[~is_number] = np.nan
    return short


def _round(exact: Array, scale: Array, power: int) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Numbers rounded to a multiple of 1 / scale, which of them surely so, and of which the last digit is a 5.

    power: the number of zeros of a multiple that is a power of ten from 10,000 on
    """
    product = exact * scale
    whole = np.rint(product)
    size = np.abs(whole)
    gap = np.abs(np.abs(product - whole) - 0.5)
    is_clear = (gap > _DOUBT * size + 1e-9) & (size < _EXACT) & (scale <= 1e22)
    found = np.flatnonzero(_divides(5, whole) & (whole != 0) & is_clear)
    rest = size[found]
    is_clear[found[_divides(10.0**power, rest)]] = False
    for _ in range(DIGITS):
        is_ten = _divides(10, rest)
        if not is_ten.any():
            break
        rest = np.where(is_ten, rest / 10, rest)
    ends_in_5 = np.zeros(len(exact), dtype=np.bool_)
    ends_in_5[found[_divides(5, rest) & ~_divides(10, rest)]] = True
    return whole / scale, is_clear, ends_in_5


def _divides(factor: float, whole: Array) -> NDArray[np.bool_]:
    """Whether whole numbers below 2^53 are multiples of a factor: quicker than to ask for the remainder."""
    is_multiple: NDArray[np.bool_] = np.rint(whole / factor) * factor == whole
    return is_multiple


def _shorten_one(value: float) -> float:
    """The same of one number, by its digits as text: what the rest has to agree with."""
    size = abs(value)
    whole = len(str(int(size))) if 1 <= size < _MOST else 0
    text = f"{value:.{DIGITS + whole}g}"
    if not _ends_in_5(text) and text[-4:] != _POWER:
        return float(text) if isfinite(float(text)) else value
    is_plain = 0.1 <= size < _MOST
    text = f"{value:.{MORE}f}".rstrip("0").rstrip(".") if is_plain else f"{value:.{MORE}g}"
    is_power = text[-4:] == _POWER and float(text) != value
    return value if _ends_in_5(text) or is_power else float(text)


def _ends_in_5(text: str) -> bool:
    return text.partition("e")[0][-1] == "5"
