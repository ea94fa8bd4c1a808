"""How readouts write numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.scene.numbers import CHARACTERS, format_number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.0, 4, "0.0000"),
        (-0.00001, 3, "0.000"),
        (-1.5, 3, "−1.500"),
        (0.125, 2, "0.13"),
        (-0.125, 2, "−0.13"),
        (2.5, 0, "3"),
        (100_000, 0, "100000"),
        (9999.9999, 4, "9999.9999"),
        (10_000, 4, "1.00e4"),
        (-123456.0, 3, "−1.23e5"),
        (99_999.9, 4, "1.00e5"),
        (9.995e20, 3, "1.00e21"),
        (1.7e308, 4, "1.70e308"),
        (5e-324, 4, "0.0000"),
        (float("inf"), 4, "∞"),
        (float("-inf"), 4, "−∞"),
        (float("nan"), 4, "–"),
    ],
)
def test_a_number_reads_like_this(value, decimals, text):
    assert format_number(value, decimals) == text


@given(st.floats(), st.integers(0, 6))
def test_every_number_is_short_and_made_of_known_characters(value, decimals):
    text = format_number(value, decimals)
    assert 1 <= len(text) <= 11
    assert set(text) <= set(CHARACTERS)


@given(st.floats(-9000, 9000), st.integers(0, 4))
def test_a_written_number_is_the_nearest_with_so_many_decimals(value, decimals):
    written = float(format_number(value, decimals).replace("−", "-"))
    assert abs(written - value) <= 0.5 * 10**-decimals * (1 + 1e-9)


@given(st.floats(1e8, 1e300), st.integers(0, 6))
def test_a_large_number_keeps_three_digits(value, decimals):
    assert float(format_number(value, decimals)) == pytest.approx(value, rel=0.0051)
