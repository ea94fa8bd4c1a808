"""The runs of a figure as tasks go through them, in slices: as they are, summed up, or the best of several."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from klsim.engine.task import Part
from klsim.figures.animation.reduction import Reduced
from klsim.figures.animation.sweep import Figure

SLICE = 128
"""How many groups of runs a task sums up, or chooses from."""


@dataclass(frozen=True)
class Stage:
    """A figure with the tasks that make its records.

    tasks, outcomes: what the names of the tasks begin with that make its records, and tell how they ended
    length:          how many runs a task makes at the most
    members:         of each run the numbers of those of the stage before that it stands for
    firsts:          of each run the number of the first simulated run that it stands for
    """

    figure: Figure
    tasks: str
    outcomes: str
    length: int
    members: tuple[tuple[int, ...], ...]
    firsts: tuple[int, ...]

    @classmethod
    def simulated(cls, figure: Figure, folder: str, length: int) -> "Stage":
        """The runs as they are simulated, so many by each task."""
        numbers = tuple(range(len(figure.positions)))
        return cls(figure, f"{folder}/runs", f"{folder}/outcomes", length, tuple((n,) for n in numbers), numbers)

    def reduced(self, reduced: Reduced | None, folder: str, name: str) -> "Stage":
        """The stage after this one, in which fewer runs stand for all; the same one where nothing is reduced."""
        if reduced is None:
            return self
        firsts = tuple(self.firsts[members[0]] for members in reduced.members)
        tasks, outcomes = f"{folder}/{name}", f"{folder}/{name}-outcomes"
        return Stage(reduced.figure, tasks, outcomes, SLICE, reduced.members, firsts)

    @cached_property
    def slices(self) -> Sequence[range]:
        """The numbers of the runs that a task makes: always the same ones, about as many for each task."""
        count = len(self.figure.positions)
        length = ceil(count / ceil(count / self.length))
        return [range(first, min(first + length, count)) for first in range(0, count, length)]

    def task(self, numbers: range) -> str:
        """The task that makes the records of a slice."""
        return f"{self.tasks}/{numbers.start}"

    def outcome(self, numbers: range) -> str:
        """The task that tells how the runs of a slice ended."""
        return f"{self.outcomes}/{numbers.start}"

    def record(self, number: int, ending: str = "") -> Part:
        """The record of a run, by the ending ".json" as it is published."""
        task = next(self.task(numbers) for numbers in self.slices if number in numbers)
        return Part(task, (f"{self.figure.names[number]}{ending}",))

    def of(self, runs: Sequence[int], task: Callable[[range], str]) -> Iterator[Part]:
        """What the tasks of slices, such as `task` or `outcome`, make of some runs."""
        wanted = set(runs)
        for numbers in self.slices:
            if there := tuple(self.figure.names[n] for n in numbers if n in wanted):
                yield Part(task(numbers), there)
