"""How the records of a figure come into packs, and single ones out of them again: tasks."""

from collections.abc import Iterator

from klsim.engine.task import Part, Task
from klsim.figures.animation.stages import Stages

_HERE = __name__.rpartition(".")[0]


def packs(stages: Stages) -> Iterator[Task]:
    """What packs records that have had to wait for the films in which they are shown."""
    if not stages.is_packed or stages.is_packed_at_once:
        return
    names, publishers = stages.figure.names, stages.publishers()
    for numbers in stages.runs.slices:
        made: dict[str, list[str]] = {}
        for n in numbers:
            made.setdefault(publishers[n], []).append(f"{names[n]}.json")
        yield Task(
            stages.packs(numbers),
            f"{_HERE}.packing:pack_published",
            values=(names[numbers.start : numbers.stop],),
            needs=tuple(Part(task, tuple(several)) for task, several in made.items()),
        )


def unpacked(stages: Stages, number: int) -> Task:
    """What makes the record of a run as it is published, of a figure whose runs are packed at once."""
    name, runs = stages.figure.names[number], stages.runs
    numbers = next(numbers for numbers in runs.slices if number in numbers)
    return Task(
        f"{stages.folder}/unpacked/{name}",
        f"{_HERE}.packing:publish_one",
        values=(name, number - numbers.start),
        needs=(Part(runs.task(numbers), ("records",)),),
    )
