"""Which run lies where: the maps of a figure's sweep, two axes as rows and columns.

Each combination of the other axes is a map of its own.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product

from klsim.figures.animation.sweep import Axis, Figure, Position


@dataclass(frozen=True)
class Grid:
    """The runs over two axes: a row for each value of one, None where a combination was left out."""

    caption: str
    rows: tuple[tuple[Position | None, ...], ...]


@dataclass(frozen=True)
class Layout:
    """Which axes the maps have, and the maps; `rows` is None where a single axis has several values."""

    columns: Axis
    rows: Axis | None
    grids: tuple[Grid, ...]


def lay_out(figure: Figure) -> Layout:
    """The maps of a figure with an axis of several values: the longest axis as columns, the next as rows.

    Of equally long axes numeric ones go first. A map that would be all empty is left out.
    """
    varied = [n for n, axis in enumerate(figure.axes) if len(axis.values) > 1]
    ranked = sorted(varied, key=lambda n: (-len(figure.axes[n].values), not figure.axes[n].numeric))
    inner, others = ranked[:2], sorted(ranked[2:])
    combinations = product(*(range(len(figure.axes[n].values)) for n in others))
    there = {*figure.positions, *figure.missing}
    grids = [_grid(figure, there, inner, dict(zip(others, chosen, strict=True))) for chosen in combinations]
    columns, rows = figure.axes[inner[0]], figure.axes[inner[1]] if len(inner) > 1 else None
    return Layout(columns, rows, tuple(grid for grid in grids if any(any(row) for row in grid.rows)))


def _grid(figure: Figure, there: Set[Position], inner: Sequence[int], fixed: Mapping[int, int]) -> Grid:
    across, *down = inner

    def place(row: int, column: int) -> Position | None:
        chosen = {**fixed, across: column, **dict.fromkeys(down, row)}
        at = tuple(chosen.get(n, 0) for n in range(len(figure.axes)))
        return at if at in there else None

    height = len(figure.axes[down[0]].values) if down else 1
    width = len(figure.axes[across].values)
    rows = tuple(tuple(place(row, column) for column in range(width)) for row in range(height))
    return Grid(" · ".join(figure.axes[n].tell(index) for n, index in fixed.items()), rows)
