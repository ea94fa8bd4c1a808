"""What sums runs up, chooses among them, and gives their records the frames of the films that show them."""

from collections.abc import Iterator, Sequence

from klsim.declaration import DECLARATIONS
from klsim.engine.task import Part, Task
from klsim.figures.animation.choosing import BEST
from klsim.figures.animation.stages import Stages

_HERE = __name__.rpartition(".")[0]


def reductions(stages: Stages) -> Sequence[Task]:
    """The tasks that make the records of what is shown from those of the runs."""
    return [*_sums(stages), *_choices(stages)]


def _sums(stages: Stages) -> Iterator[Task]:
    runs, grid, over = stages.runs, stages.grid, stages.figure.over
    if over is None:
        return
    for numbers in grid.slices:
        groups = [
            (grid.figure.names[n], run.setting, run.settings, [runs.figure.names[m] for m in grid.members[n]])
            for n in numbers
            for run in [grid.figure.runs[n]]
        ]
        yield Task(
            grid.task(numbers),
            f"{_HERE}.summing:sum_up",
            values=(
                stages.figure.axes[over].name,
                groups,
                [stages.scene_of(grid, n) for n in numbers],
                [grid.figure.runner(n) for n in numbers],
                stages.figure.pace,
            ),
            needs=(stages.scenes(), *runs.of([m for n in numbers for m in grid.members[n]], runs.task)),
        )


def _choices(stages: Stages) -> Iterator[Task]:
    grid, shown = stages.grid, stages.shown
    best = grid.figure.best
    if best is None:
        return
    for numbers in shown.slices:
        axis, names = grid.figure.axes[best], grid.figure.names
        groups = [
            (shown.figure.names[n], [(m, names[m], grid.figure.positions[m][best]) for m in shown.members[n]])
            for n in numbers
        ]
        yield Task(
            shown.task(numbers),
            f"{_HERE}.choosing:choose_runs",
            values=(
                axis.name,
                axis.values,
                [axis.tell(place) for place in range(len(axis.values))],
                groups,
                DECLARATIONS.encode(stages.figure.declaration).decode(),
            ),
            needs=tuple(grid.of([m for n in numbers for m in shown.members[n]], grid.task)),
        )


def framings(stages: Stages) -> Iterator[Task]:
    """What publishes the records of runs where less is shown: those in a picture have the frames of its film."""
    shown, runs = stages.shown, stages.runs
    for picture in shown.figure.pictures if stages.is_reduced else ():
        candidates = [m for n in picture for m in stages.candidates(n)]
        groups = [(m, [runs.figure.names[k] for k in stages.members(m)]) for m in candidates]
        own = Part(shown.record(picture[0]).task, (shown.figure.names[picture[0]],))
        chosen = (
            [] if shown is stages.grid else [Part(part.task, (BEST,)) for part in shown.of(picture, shown.task)]
        )
        yield Task(
            stages.framing(picture),
            f"{_HERE}.framing:frame_records",
            values=(groups,),
            needs=(
                Part(stages.film(picture), ("film",)) if stages.shared else own,
                *chosen,
                *runs.of([k for m in candidates for k in stages.members(m)], runs.task),
            ),
        )
