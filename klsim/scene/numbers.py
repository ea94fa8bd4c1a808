"""How a readout writes a number; the page's script follows the same rule."""

from decimal import ROUND_HALF_UP, Decimal
from math import inf

MINUS = "−"
DIGITS = 8
CHARACTERS = "0123456789.e∞–" + MINUS
"""Every character that `format_number` may use."""


def format_number(value: float, decimals: int) -> str:
    """The number with that many decimals, or like 1.23e5 from 10^(8 − decimals) on; halves round away from 0.

    The sign is U+2212, and zero has none. Not finite: ∞, −∞, or – for not a number. In JavaScript, but for
    those and the sign: `size < 10 ** (8 - decimals) ? size.toFixed(decimals) : size.toExponential(2)` without
    its `+`, of `size = Math.abs(value)`.
    """
    size = abs(value)
    if size != size:
        return "–"
    text = "∞" if size == inf else _fixed(size, decimals) if size < 10 ** (DIGITS - decimals) else _power(size)
    is_zero = not text.strip("0.")
    return MINUS + text if value < 0 and not is_zero else text


def _fixed(size: float, decimals: int) -> str:
    return f"{Decimal(size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def _power(size: float) -> str:
    exact = Decimal(size)
    exponent = exact.adjusted()
    leading = exact.scaleb(-exponent).quantize(Decimal("1.00"), ROUND_HALF_UP)
    return f"{leading}e{exponent}" if leading < 10 else f"1.00e{exponent + 1}"
