"""The runs of a figure that its texts and presets lead to: those that a single file has."""

from collections.abc import Iterable, Sequence

from klsim.figures.animation.links import RunLink, find_runs, without_hidden
from klsim.figures.animation.sweep import Figure


def choose_runs(figure: Figure, links: Iterable[RunLink], count: int | None = 0) -> Sequence[int]:
    """The numbers of the runs that a single file has, in their order: all that text and presets lead to.

    links: those to the figure
    count: so many at least, the next ones nearest to where the figure starts; None for all

    Who has a picture with others comes with all of them.
    """
    if count is None:
        return range(len(figure.positions))
    start = figure.positions[figure.start]
    wanted = {figure.start, *(figure.places[preset.at] for preset in figure.presets)}
    wanted |= {figure.places[run.at] for link in links for run in find_runs(without_hidden(link, figure), figure)}
    chosen = {n for picture in figure.pictures if wanted.intersection(picture) for n in picture}
    nearest_first = sorted(
        figure.pictures,
        key=lambda picture: min(_steps(figure.positions[n], start) for n in picture),
    )
    for picture in nearest_first:
        if len(chosen) >= count:
            break
        chosen.update(picture)
    return sorted(chosen)


def _steps(at: Sequence[int], start: Sequence[int]) -> int:
    """How many steps on all axes lie between two positions."""
    return sum(abs(a - b) for a, b in zip(at, start, strict=True))
