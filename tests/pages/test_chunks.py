"""Numbers as the script gets them: short, true to five decimals or digits, and in files of a fair size."""

import json
from math import isfinite

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from klsim.pages.chunks import CHUNK_BYTES, encode_numbers, make_chunks


def short(value: float) -> float | None:
    """What a number should be, one at a time: Python rounds decimally and exactly."""
    if not isfinite(value):
        return None
    return round(value, 5) if 0.1 <= abs(value) < 1e6 else float(f"{value:.5g}")


@given(st.lists(st.floats(), max_size=20))
@example([0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 999_999.999_996, 0.099_999_9, 5e-324, 1e308])
@example([float("nan"), float("inf"), -0.0])
def test_a_number_has_five_decimals_or_five_digits_and_what_is_none_is_null(values: list[float]):
    (numbers,) = json.loads(encode_numbers({"mean": np.array(values, dtype=np.float64)}, ["mean"]))
    assert numbers == [short(value) for value in values]


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
