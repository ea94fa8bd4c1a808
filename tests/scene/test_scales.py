"""Scales with round ticks."""

from itertools import pairwise
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.scene.scales import MOST_STEPS, log_scale

EXPONENTS = st.floats(-90, 90)


@given(EXPONENTS, st.floats(0.1, 60))
def test_a_log_scale_has_evenly_spaced_ticks_within_its_ends(exponent: float, decades: float):
    low, high = 10.0**exponent, 10.0 ** (exponent + decades)
    scale = log_scale("", low, high)
    powers = [log10(tick) for tick in scale.ticks]
    assert (scale.low, scale.high) == (low, high)
    assert 2 <= len(powers) <= MOST_STEPS + 1
    assert all(exponent - 1e-6 <= power <= exponent + decades + 1e-6 for power in powers)
    if decades > 2:
        steps = {round(after - before, 6) for before, after in pairwise(powers)}
        assert len(steps) == 1
        assert all(abs(power - round(power)) < 1e-6 for power in powers)


def test_a_log_scale_of_less_than_two_powers_of_ten_is_ticked_between_them():
    assert log_scale("", 0.3, 6).ticks == pytest.approx((0.5, 1, 2, 5))
    assert log_scale("", 2.2, 3.9).ticks == pytest.approx((2.5, 3, 3.5))


@pytest.mark.parametrize("ends", [(0, 1), (-1, 1), (2, 1)])
def test_a_log_scale_needs_ends_above_0_the_lower_first(ends: tuple[float, float]):
    with pytest.raises(ValueError, match="0 < lower end < upper end"):
        log_scale("", *ends)
