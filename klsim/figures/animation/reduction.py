"""What pages show of a figure: its runs, or less, where `over` sums up those of an axis and `best` chooses some.

First the runs of the axis `over` are summed up, each group as if it were one run; of what there is then, the best
value of the axis `best` is shown. Either is a figure without that axis.
"""

from dataclasses import dataclass, replace

from klsim.figures.animation.sweep import Figure, Position


@dataclass(frozen=True)
class Reduced:
    """A figure with an axis less, and of each of its runs the numbers of those that it stands for."""

    figure: Figure
    members: tuple[tuple[int, ...], ...]


def sum_over(figure: Figure) -> Reduced | None:
    """The figure in which the runs of the axis `over` are one each, if it has such an axis."""
    return None if figure.over is None else _without(figure, figure.over)


def choose_best(figure: Figure) -> Reduced | None:
    """The figure in which the best of the axis `best` stands for all its runs, if it has such an axis."""
    return None if figure.best is None else _without(figure, figure.best)


def grid_figure(figure: Figure) -> Figure:
    """The figure as maps show it: summed up, with all values of the axis `best`."""
    reduced = sum_over(figure)
    return reduced.figure if reduced else figure


def shown_figure(figure: Figure) -> Figure:
    """The figure as readers have it: with neither axis."""
    grid = grid_figure(figure)
    reduced = choose_best(grid)
    return reduced.figure if reduced else grid


def leave_out(at: Position, axis: int) -> Position:
    """A position without one of its axes."""
    return (*at[:axis], *at[axis + 1 :])


def _without(figure: Figure, n: int) -> Reduced:
    axis = figure.axes[n]
    groups: dict[Position, list[int]] = {}
    for number, at in enumerate(figure.positions):
        groups.setdefault(leave_out(at, n), []).append(number)

    def moved(other: int | None) -> int | None:
        return None if other is None or other == n else other - (other > n)

    smaller = replace(
        figure,
        settings={**figure.settings, **axis.assigns[axis.default]},
        axes=(*figure.axes[:n], *figure.axes[n + 1 :]),
        presets=tuple(replace(preset, at=leave_out(preset.at, n)) for preset in figure.presets),
        still=None if figure.still is None else leave_out(figure.still, n),
        positions=tuple(groups),
        together=moved(figure.together),
        best=moved(figure.best),
        over=moved(figure.over),
    )
    return Reduced(smaller, tuple(map(tuple, groups.values())))


def shown_position(figure: Figure, at: Position) -> Position:
    """A position as readers have it: without those axes."""
    hidden = (figure.best, figure.over)
    return tuple(index for n, index in enumerate(at) if n not in hidden)
