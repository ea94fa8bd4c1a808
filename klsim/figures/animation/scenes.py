"""Which pictures the runs of a figure need: those that differ in what stands still."""

from dataclasses import dataclass

from klsim.content.settings import Settings
from klsim.figures.animation.sweep import Figure, Run
from klsim.simulation import Declaration


@dataclass(frozen=True)
class Pictured:
    """The settings of the distinct scenes of a figure, and which of them each run has."""

    scenes: tuple[Settings, ...]
    scene_of_run: tuple[int, ...]


def find_pictured(figure: Figure, declaration: Declaration) -> Pictured:
    """What the standing parts of a figure depend on.

    Only axes that set something pictured make a difference, so few runs are compared.
    """
    names = declaration.pictured
    axes = [k for k, axis in enumerate(figure.axes) if not set(names).isdisjoint(axis.assigns[0])]

    def place(run: Run) -> tuple[int, ...]:
        return tuple(run.at[k] for k in axes)

    samples = {place(run): {name: run.settings[name] for name in names} for run in figure.runs}
    distinct: list[Settings] = []
    for settings in samples.values():
        if settings not in distinct:
            distinct.append(settings)
    number = {at: distinct.index(settings) for at, settings in samples.items()}
    return Pictured(tuple(distinct), tuple(number[place(run)] for run in figure.runs))
