"""From axes to runs: every combination but the excluded ones, and never too many of them."""

from collections.abc import Iterator
from itertools import product
from math import prod

from klsim.content.yaml import Node
from klsim.diagnostics import Code, Location
from klsim.figures.animation.choice import Axes, Rule, matches
from klsim.figures.animation.sweep import FILES, PACKED, Position
from klsim.scene import film
from klsim.settings.scalars import Choice, Integer, Number

MAX_RUNS = Integer("max_runs", 1, 100_000, default=500)
GIF = Choice("gif", {"all": "every run", "default": "the default"}, default="all")
RECORDS = Choice("records", {FILES: "a file for each run", PACKED: "many runs in each file"})
MOST_FILES = 500
"""The records of more runs than this are packed unless the author says otherwise."""

PACE = Number("pace", 0.5, 1000, default=film.PACE)
_COUNTABLE = 1_000_000


def plan_positions(axes: Axes, rules: list[Rule]) -> tuple[Position, ...]:
    """Every position of the grid that no rule leaves out, the last axis fastest."""
    return tuple(_positions(axes, rules))


def check_count(axes: Axes, rules: list[Rule], max_runs: Node | None, location: Location) -> None:
    """Raise ContentError for a grid of more runs than allowed, before any of them is made."""
    limit = MAX_RUNS.read(max_runs) if max_runs else MAX_RUNS.default or 0
    count = prod(len(axis.values) for axis in axes)
    if rules and count <= _COUNTABLE:
        count = sum(1 for _ in _positions(axes, rules))
    if count > limit:
        longest = max(axes, key=lambda axis: len(axis.values))
        fitting = max(limit * len(longest.values) // count, 1)
        sizes = " × ".join(f"{len(axis.values)} {axis.name}" for axis in axes)
        message = f"this sweep has {count} runs ({sizes}), more than max_runs {limit}"
        hint = f"keep {fitting} of the {len(longest.values)} values of {longest.name}, or set `max_runs: {count}`"
        raise (max_runs.location if max_runs else location).failure(Code.TOO_MANY_RUNS, message, hint)


def _positions(axes: Axes, rules: list[Rule]) -> Iterator[Position]:
    for at in product(*(range(len(axis.values)) for axis in axes)):
        if not any(matches(at, rule) for rule in rules):
            yield at
