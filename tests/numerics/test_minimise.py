"""The lowest place of a box against functions whose lowest place is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.numerics.minimize import minimise

LOW, HIGH = np.array([-3.0, -2.0]), np.array([5.0, 4.0])


@given(st.floats(-2.9, 4.9), st.floats(-1.9, 3.9), st.floats(-0.95, 0.95), st.floats(0.05, 20))
def test_the_lowest_place_of_a_slanted_bowl_is_found(x: float, y: float, slant: float, ratio: float):
    def bowl(place: np.ndarray) -> np.ndarray:
        dx, dy = place[:, 0] - x, ratio * (place[:, 1] - y)
        return dx**2 + 2 * slant * dx * dy + dy**2

    place, height = minimise(bowl, LOW, HIGH)
    assert height == pytest.approx(0, abs=1e-12)
    assert place == pytest.approx([x, y], abs=1e-5)


def test_a_low_place_on_the_edge_of_the_box_is_found():
    place, height = minimise(lambda place: place[:, 0] - place[:, 1], LOW, HIGH)
    assert place.tolist() == [-3, 4]
    assert height == -7


def test_the_deeper_of_two_valleys_is_found_though_the_other_is_wider():
    def valleys(place: np.ndarray) -> np.ndarray:
        def dip(x: float, y: float, width: float) -> np.ndarray:
            return np.exp(-((place[:, 0] - x) ** 2 + (place[:, 1] - y) ** 2) / width)

        return -dip(-1, 0, 2) - 1.01 * dip(3, 2, 0.1)

    place, _ = minimise(valleys, LOW, HIGH)
    assert place == pytest.approx([3, 2], abs=1e-2)
