"""Of cases that are much alike `make test` tries some, by KLSIM_SEED; `make soak` tries all of them."""

import os
from random import Random

import pytest

SEED = int(os.environ.get("KLSIM_SEED", "11"))
TRIES_ALL = os.environ.get("KLSIM_EXAMPLES") == "long"


def leave_some_to_soak(items: list[pytest.Item]) -> None:
    """Mark what is not tried with `soak`.

    `sample(n)` keeps n cases of a test, `sample(n, "address")` n values of one parameter with each of the others.
    """
    families: dict[tuple[str, ...], list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sample"):
            families.setdefault(_family(item), []).append(item)
    for family, members in families.items():
        count = 0 if TRIES_ALL else _mark(members[0]).args[0]
        tried = Random(f"{SEED} {family}").sample(range(len(members)), min(count, len(members)))
        for n in set(range(len(members))) - set(tried):
            members[n].add_marker(pytest.mark.soak)


def _mark(item: pytest.Item) -> pytest.Mark:
    mark = item.get_closest_marker("sample")
    assert mark
    return mark


def _family(item: pytest.Item) -> tuple[str, ...]:
    """The test, and the values of those of its parameters that are not sampled."""
    _, *sampled = _mark(item).args
    parameters = getattr(item, "callspec").params if sampled else {}  # noqa: B009
    others = (f"{name}={value!r}" for name, value in sorted(parameters.items()) if name not in sampled)
    return (item.nodeid.partition("[")[0], *others)
