"""Cases of numbers and words: readouts, stops of knobs, choices by words, runs in sentences."""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import isfinite, isnan
from typing import Any

Case = dict[str, Any]

HALF = Fraction(1, 2)
INFINITE = float("inf")

EDGES = (0.0, 5e-324, 1.7976931348623157e308, INFINITE, 1e21, 1e22, 123456.5, 123456789.125)
HALVES = (0.5, 1.5, 2.5, 0.125, 0.375, 0.0625, 9.5, 99.5, 9995.0, 99_950.0, 1.115e22)
NEAR_HALVES = (1.005, 2.675, 0.00005, 0.0000499999, 0.1 + 0.2, 9.995, 9.994999, 9.995e20, 1.005e21)

KNOBS = ((-10, 10, 0.05), (0.05, 10, 0.05), (0, 8, 0.25), (-3, 3, 0.5), (-7, 9, 2), (0.01, 1e4, 0.01))
VALUES = (
    -1e9,
    1e9,
    -10,
    0,
    -0.0,
    0.3,
    0.31,
    -0.024,
    1.2,
    3.14159,
    9.99,
    0.125,
    -0.25,
    0.375,
    0.75,
    1,
    -2,
    -4,
    8.9,
    7,
)

NUMERIC = [-0.02, 0, 0.005, 0.1, 1000, 1e-7]
EXACT = (
    ("-0.02", "−0.02"),
    ("0", "-0", "0.0"),
    ("5e-3", ".005"),
    ("0.10", "+0.1"),
    ("1000", "1_000", "1e3", "1E3"),
    ("1e-07", "0.0000001"),
)
"""Ways to write each of the numbers."""

NEAREST = (("0.09", 3), ("-1", 0), ("1e9", 4), ("0.004", 2), ("", 2), ("far", 2))
WORDS = ["kl_qp", "kl_pq", "tip toe", "1.0"]


def text(value: float) -> str:
    """A float as a text that both languages read."""
    return "NaN" if isnan(value) else repr(value).replace("inf", "Infinity")


def formatted(value: float, decimals: int) -> str:
    """A number as readouts write it: exactly rounded, halves away from 0; from 10^(8 − decimals) on in 3 digits."""
    if not isfinite(value):
        return "−∞" if value < 0 else "∞"
    size = abs(Fraction(value))
    short = _fixed(size, decimals) if size < 10 ** (8 - decimals) else _with_exponent(size)
    return f"−{short}" if value < 0 and any(digit in short for digit in "123456789") else short


def _fixed(size: Fraction, decimals: int) -> str:
    digits = f"{int(size * 10**decimals + HALF):0{decimals + 1}d}"
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def _with_exponent(size: Fraction) -> str:
    power = len(str(int(size))) - 1
    hundredths = int(size / Fraction(10) ** (power - 2) + HALF)
    if hundredths == 1000:
        hundredths, power = 100, power + 1
    return f"{hundredths // 100}.{hundredths % 100:02d}e{power}"


def readouts() -> Iterator[Case]:
    """Numbers in words."""
    source = random.Random(1)
    limits = [10.0**power * nudge for power in range(2, 10) for nudge in (1 - 1e-9, 1 - 2**-53, 1, 1 + 2**-52)]
    some = [source.uniform(0, 1) * 10.0 ** source.randint(-6, 12) for _ in range(30)]
    more_halves = [source.randint(1, 10**7) / 2 ** source.randint(1, 12) for _ in range(30)]
    values = [*EDGES, *HALVES, *NEAR_HALVES, *limits, *some, *more_halves]
    for value, decimals, sign in product(values, (0, 2, 3, 4), (1, -1)):
        yield {"value": text(sign * value), "decimals": decimals, "text": formatted(sign * value, decimals)}


def stops() -> Iterator[Case]:
    """The stops of knobs that are nearest to values; of two that are equally near the upper, where floats can tell."""
    for (low, high, step), value in product(KNOBS, VALUES):
        exact_low, exact_high, exact_step = (Fraction(str(number)) for number in (low, high, step))
        within = min(max(Fraction(str(value)), exact_low), exact_high)
        steps = (within - exact_low) / exact_step
        if steps % 1 == HALF and Fraction(step) != exact_step:
            continue
        stop = exact_low + int(steps + HALF) * exact_step
        yield {"knob": {"low": low, "high": high, "fine": step}, "value": text(value), "stop": float(stop)}


def choices() -> Iterator[Case]:
    """Values of axes by the words of links: those that are there, and the nearest to others; the default is 2 or 1."""
    numbers, words = {"values": NUMERIC, "default": 2}, {"values": WORDS, "default": 1}
    for index, spellings in enumerate(EXACT):
        for word in spellings:
            yield {**numbers, "word": word, "index": index, "exact": True}
    for word, index in NEAREST:
        yield {**numbers, "word": word, "index": index, "exact": False}
    for index, word in enumerate(WORDS):
        yield {**words, "word": word, "index": index, "exact": True}
    for word in ("kl_xx", "1", "Tip toe"):
        yield {**words, "word": word, "index": 0, "exact": False}


def sentences() -> Iterator[Case]:
    """Runs in one sentence."""
    for title, outcome, sentence in (
        (
            "KL(q, p) · step size 0.1",
            "Arrived: from iteration 96 on.",
            "KL(q, p), step size 0.1: arrived: from iteration 96 on.",
        ),
        ("", "Ran away: beyond all bounds.", "Ran away: beyond all bounds."),
        ("walker", "X", "walker: x"),
        ("a·b · c", "Ärger. Left.", "a·b, c: ärger. Left."),
    ):
        yield {"title": title, "outcome": outcome, "sentence": sentence}
