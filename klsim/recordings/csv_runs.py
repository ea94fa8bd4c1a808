"""Runs in CSV tables: rows with equal cells in the columns of the axes are one run."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from klsim.diagnostics import Code, Location
from klsim.numerics.distributions import Array
from klsim.recordings.csv_table import MOST_VALUES, Table
from klsim.recordings.loose import Loose, check_steps, value_of
from klsim.recordings.survey import AxisValue


def runs_of_table(table: Table, axes: Sequence[str], iteration: str) -> Iterator[Loose]:
    """The runs of a table in the order in which they begin; their rows in that of their iterations.

    iteration: the column that says which one a row is; empty where it is the number of the row in its run
    Raises ContentError with the line of a cell that is empty, or of a second row for one iteration.
    """
    rows = len(next(iter(table.numbers.values()), np.zeros(0)))
    codes, values = zip(*(_coded(table, axis) for axis in axes), strict=True) if axes else ((), ())
    run_of_row = _combined(codes, rows)
    steps = _steps(table, iteration, rows)
    order = np.lexsort((np.arange(rows), np.zeros(rows) if steps is None else steps, run_of_row))
    _check_twice(table, iteration, steps, run_of_row, order)
    series = {name: numbers for name, numbers in table.numbers.items() if name != iteration}
    for part in _parts(run_of_row[order]):
        chosen = order[part]
        setting: tuple[AxisValue, ...] = tuple(values[n][codes[n][chosen[0]]] for n in range(len(axes)))
        yield Loose(
            setting,
            {name: numbers[chosen] for name, numbers in series.items()},
            None if steps is None else steps[chosen],
            _start(table, int(chosen[0])),
            is_padded=steps is None,
        )


def _start(table: Table, row: int) -> Location:
    """The file of a row; its line is looked for only where it is told."""
    _, file, _ = next(start for start in reversed(table.starts) if start[0] <= row)
    return Location(file, 1)


def _coded(table: Table, axis: str) -> tuple[NDArray[np.int64], Sequence[AxisValue]]:
    """Of each row the number of its value, and the values. Words that are one number are one value."""
    codes, words = table.words[axis]
    if len(words) > MOST_VALUES:
        message = f"{axis} has {len(words)} values, more than the {MOST_VALUES} that tell runs apart"
        raise _start(table, 0).failure(Code.TOO_MANY, message, "name columns with few values in `axes`")
    for n, word in enumerate(words):
        if not word.strip() or word.strip().lower() == "nan":
            where = table.location(int(np.flatnonzero(codes == n)[0]))
            raise where.failure(Code.EMPTY_VALUE, f"{axis} is empty", "each row says which run it belongs to")
    values = value_of(words)
    distinct = list(dict.fromkeys(values))
    places = np.array([distinct.index(value) for value in values], dtype=np.int64)
    return places[codes], distinct


def _combined(codes: Sequence[NDArray[np.int64]], rows: int) -> NDArray[np.int64]:
    """Of each row the number of its run, in the order in which they begin."""
    run = np.zeros(rows, dtype=np.int64)
    for several in codes:
        _, run = np.unique(run * (int(several.max(initial=0)) + 1) + several, return_inverse=True)
    _, first, run = np.unique(run, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[run]


def _steps(table: Table, iteration: str, rows: int) -> Array | None:
    if not iteration:
        return None
    steps = table.numbers.get(iteration, np.full(rows, np.nan))
    wrong = np.flatnonzero(~np.isfinite(steps) | (steps < 0) | (steps != np.round(steps)))
    if len(wrong):
        row = int(wrong[0])
        check_steps(steps[row : row + 1], table.location(row), iteration)
    return steps


def _check_twice(
    table: Table, iteration: str, steps: Array | None, run_of_row: NDArray[np.int64], order: NDArray[np.intp]
) -> None:
    if steps is None:
        return
    same = (np.diff(run_of_row[order]) == 0) & (np.diff(steps[order]) == 0)
    if same.any():
        first, second = (int(row) for row in order[np.flatnonzero(same)[0] :][:2])
        message = f"a second row is {iteration} {steps[second]:g} of the same run"
        hint = f"the first is on line {table.location(first).line}; name in `axes` what tells the runs apart"
        raise table.location(second).failure(Code.DUPLICATE_VALUE, message, hint)


def _parts(runs: NDArray[np.int64]) -> Iterator[slice]:
    edges = [0, *(np.flatnonzero(np.diff(runs)) + 1).tolist(), len(runs)]
    yield from (slice(start, end) for start, end in pairwise(edges) if end > start)
