"""What a build will take, told before it is done: from a measured sample, for what is not there yet."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from klsim.diagnostics import Severity
from klsim.engine.executor import prefetch_of
from klsim.engine.inputs import Made
from klsim.engine.task import Task
from klsim.figures.kind import FigurePlan
from klsim.scene.theme import Themes
from klsim.session import Session

LEAST_SECONDS = 20
"""A build that takes less is not worth a word."""

AT_ONCE_SECONDS = 4
"""What takes no longer is done instead of being told."""

FEWEST = 12
"""So few tasks are done before anybody could have read how long they take."""


class FailedError(Exception):
    """A task that was measured has failed; its mistakes are kept in the session."""


@dataclass(frozen=True)
class Share:
    """What the missing tasks of a figure take.

    runs: how many of its runs have to be computed or drawn
    """

    folder: str
    runs: int
    seconds: float
    bytes: float


Axes = Mapping[str, Sequence[tuple[str, int]]]
"""The axes of each figure, by its folder: their names, and how many values they have."""


def estimate(
    session: Session, plans: Mapping[str, FigurePlan], themes: Themes, axes: Axes, clock: Callable[[], float]
) -> str:
    """What the build will take, in words; empty where that is not worth a word.

    The tasks that are measured are done then, and the build goes on from there. Where one of them fails nothing is
    told: there will be mistakes to tell instead.
    """
    workers = max(prefetch_of(session.executor) // 2, 1)
    several = {
        folder: [*plan.records, *plan.essentials(themes), *plan.animations(themes)]
        for folder, plan in plans.items()
    }
    missing = {task.name for task in _missing(session, chain.from_iterable(several.values()))}
    shares = []
    for folder, plan in plans.items():
        if sum(task.name in missing for task in several[folder]) > FEWEST:
            try:
                seconds, size, left = _measure(session, several[folder], clock, workers)
            except FailedError:
                return ""
            shares.append(Share(folder, plan.count_runs(left), seconds, size))
    seconds = sum(share.seconds for share in shares)
    return tell(shares, axes) if seconds > LEAST_SECONDS else ""


def tell(shares: Sequence[Share], axes: Axes) -> str:
    """The estimate in words, and which axis costs most: half of its values would save the most."""
    runs, seconds = sum(one.runs for one in shares), sum(one.seconds for one in shares)
    size = sum(one.bytes for one in shares)
    most = max(shares, key=lambda one: one.seconds)
    told = f"{runs} runs to compute and draw: about {_seconds(seconds)} and {size / 1e6:.0f} MB"
    name, values = max(axes.get(most.folder, ()), key=lambda axis: axis[1], default=("", 0))
    if values < 2:
        return told
    where = "" if len(shares) == 1 else f" of {most.folder}"
    each = _seconds(most.seconds / values)
    return f"{told}; {name}{where} costs most: each of its {values} values takes {each}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _missing(session: Session, tasks: Iterable[Task]) -> list[Task]:
    """The tasks that would run."""
    several = list(tasks)
    made = session.recall(several).made
    return [task for task in several if task.name not in made]


def _measure(
    session: Session, tasks: Sequence[Task], clock: Callable[[], float], workers: int
) -> tuple[float, float, Collection[str]]:
    """How many seconds the missing tasks of a figure take, how many bytes come of them, and which they are.

    One kind of task after another is measured. What takes little time is done at once, and does not count: of what
    goes on from it much may be there.
    """
    seconds = size = 0.0
    measured: set[str] = set()
    told: set[str] = set()
    while True:
        missing = _missing(session, tasks)
        kind = next((task.function for task in missing if task.function not in measured), None)
        if kind is None:
            return seconds, size, told
        measured.add(kind)
        several = [task for task in missing if task.function == kind]
        took, made = _measure_kind(session, several, tasks, clock, workers)
        if took <= AT_ONCE_SECONDS:
            _run(session, [*_needed(several, tasks), *several])
        else:
            seconds, size = seconds + took, size + made
            told |= {task.name for task in several}


def _measure_kind(
    session: Session, several: Sequence[Task], tasks: Sequence[Task], clock: Callable[[], float], workers: int
) -> tuple[float, float]:
    """How many seconds missing tasks of one kind take, those done here aside, and how many bytes come of all.

    The first of those that are done are not measured, since they import what they need.
    """
    first, measured = several[:workers], several[workers : 2 * workers]
    _run(session, [*_needed([*first, *measured], tasks), *first])
    began = clock()
    made = _run(session, measured)
    took = clock() - began
    done = [task.name for task in (*first, *measured) if task.name in made]
    size = sum(map(partial(_published, session), done)) * len(several) / max(len(done), 1)
    return took / max(len(measured), 1) * (len(several) - len(first) - len(measured)), size


def _run(session: Session, tasks: Sequence[Task]) -> Made:
    """What some tasks make. Raises FailedError where one fails: what needs it cannot be asked for any more."""
    made = session.run(tasks, silently=True).made
    if session.diagnostics.of(Severity.ERROR):
        raise FailedError
    return made


def _published(session: Session, task: str) -> int:
    """How many bytes of what a task made are published: what has the name of a file."""
    trace = session.store.traces.get(task)
    digests = [key for name, key in trace.digests.items() if "." in name] if trace else []
    return sum(len(session.store.read(key) or b"") for key in digests)


def _needed(asked: Sequence[Task], tasks: Sequence[Task]) -> list[Task]:
    """What has to be done before some tasks can be."""
    by_name = {task.name: task for task in tasks}
    found: dict[str, Task] = {}
    waiting = list(asked)
    while waiting:
        for part in waiting.pop().needs:
            if part.task in by_name and part.task not in found:
                found[part.task] = by_name[part.task]
                waiting.append(by_name[part.task])
    return list(found.values())
