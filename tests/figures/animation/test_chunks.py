"""Numbers as the script gets them: short, true to five decimals or digits, and in files of a fair size."""

import json
from math import copysign, inf, isfinite, nan, nextafter

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from klsim.figures.animation.chunks import CHUNK_BYTES, encode_numbers, make_chunks
from klsim.figures.animation.shortening import _shorten_one, shorten
from klsim.scene.numbers import format_number


def is_close(short: float | None, value: float) -> bool:
    """Whether a number has five decimals or five digits right; what is none must be null."""
    if not isfinite(value):
        return short is None
    closest = round(value, 5) if 0.1 <= abs(value) < 1e8 else float(f"{value:.5g}")
    return short is not None and abs(short - value) <= abs(closest - value)


def encode(values: list[float]) -> list[float | None]:
    """Numbers as the script gets them."""
    (numbers,) = json.loads(encode_numbers({"mean": np.array(values, dtype=np.float64)}, ["mean"]))
    return numbers


@given(st.lists(st.floats(), max_size=20))
@example([0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e8, 99_999_999.999_996, 0.099_999_9, 5e-324, 1e308])
@example([float("nan"), float("inf"), -0.0])
def test_a_number_has_five_decimals_or_five_digits_at_least_and_what_is_none_is_null(values: list[float]):
    numbers = encode(values)
    assert len(numbers) == len(values)
    assert all(map(is_close, numbers, values))


@given(st.integers(-(10**9), 10**9), st.integers(0, 9), st.integers(-3, 3), st.integers(0, 4))
@example(1225, -4, 0, 2)
@example(-(10**9), 1, 1, 0)
@example(10**9, 2, -1, 1)
@example(10**9, 5, -1, 4)
def test_a_short_number_is_told_as_the_recorded_one_is(digits: int, places: int, ulps: int, decimals: int):
    value = digits / 10**places if places >= 0 else float(digits * 10**-places)
    for _ in range(abs(ulps)):
        value = nextafter(value, copysign(inf, ulps))
    (number,) = encode([value])
    assert number is not None
    assert format_number(number, decimals) == format_number(value, decimals)


@given(st.lists(st.one_of(st.floats(allow_nan=False), st.floats(-12, 12).map(lambda e: 10**e)), max_size=20))
@example([150.0000001, 15, 1e4, 123_450_000, 0.3455, -7.5859282e-5, 2.5, 0.5, 1e-17, 99_999.999_996, 1.79765e308])
@example([float("inf"), 0.123_456_789_5, 5e-324, 12_345.678_905, 0.000_05])
def test_numbers_shortened_together_are_those_shortened_one_by_one(values: list[float]):
    each = [_shorten_one(value) if isfinite(value) else nan for value in values]
    assert np.array_equal(shorten(np.array(values)), np.array(each) + 0.0, equal_nan=True)


def test_most_numbers_are_short():
    values = np.random.default_rng(1).normal(size=10_000)
    assert len(encode_numbers({"mean": values}, ["mean"])) < 9.2 * len(values)


def test_series_come_in_the_order_of_their_names():
    series = {"mean": np.array([1.0]), "kl_qp": np.array([0.25, 3.0])}
    assert encode_numbers(series, ["kl_qp", "mean"]) == "[[0.25,3],[1]]"


def test_every_run_is_in_one_chunk_and_no_chunk_is_much_too_large():
    runs = {n: json.dumps([[n] * (3 * n)]) for n in range(7, 150)}
    chunks = list(make_chunks("small", runs))
    assert [n for chunk in chunks for n in chunk.runs] == list(runs)
    assert len(chunks) > 2
    assert all(len(chunk.data) < CHUNK_BYTES + 1500 for chunk in chunks)
    assert chunks[0].data.startswith(b'(self.klsim=self.klsim||[]).push(["small",{7:[[7, 7, ')


def test_a_run_larger_than_a_chunk_has_one_of_its_own():
    huge = f"[{'1,' * CHUNK_BYTES}1]"
    assert [chunk.runs for chunk in make_chunks("small", {0: "[1]", 1: huge, 2: "[2]"})] == [(0,), (1,), (2,)]
