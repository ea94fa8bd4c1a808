"""Beginning work before its turn: how much, and in what order."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.site.ahead import ahead


@given(st.lists(st.integers()), st.integers(0, 5))
def test_items_come_all_and_in_their_order(items: list[int], count: int):
    assert list(ahead(items, count)) == items


@pytest.mark.parametrize("count", [0, 1, 3])
def test_so_many_items_and_no_more_are_begun_before_their_turn(count: int):
    begun: list[int] = []

    def items() -> Iterator[int]:
        for n in range(10):
            begun.append(n)
            yield n

    for n in ahead(items(), count):
        assert len(begun) == min(n + 1 + count, 10)
