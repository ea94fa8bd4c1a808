"""One build under way: where it reads and keeps things, where its tasks run, and whom to tell."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import Code, Diagnostic, Diagnostics
from klsim.engine.progress import Progress, Silent
from klsim.engine.results import Reason, Results
from klsim.engine.run import Files, recall, run
from klsim.engine.store import Store
from klsim.engine.task import Task
from klsim.engine.traces import Build


@dataclass(frozen=True)
class Session:
    """A build, or a check.

    tasks:       all that have been asked for so far, but for those that failed
    ran:         the tasks that have run so far, and why
    made:        what they have made
    files:       the files that have been read so far: one that is saved meanwhile is another build's
    clock:       seconds, for who wants to be told how long all will take; None where nobody does
    present:     by which articles are due; None where all are
    diagnostics: what is found in all stages
    """

    config: Config
    store: Store
    executor: Executor
    progress: Progress
    build: Build
    present: Present | None = None
    clock: Callable[[], float] | None = None
    tasks: dict[str, Task] = field(default_factory=dict)
    ran: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    made: dict[str, Mapping[str, str]] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    def run(self, tasks: Iterable[Task], *, silently: bool = False) -> Results:
        """Do what has not been done yet of these tasks, which may need earlier ones; mistakes are kept.

        What is done `silently` takes little time.
        """
        asked = {task.name: task for task in tasks}
        self._forget(asked)
        self.tasks.update(asked)
        progress = Silent() if silently else self.progress
        results = run(
            self.tasks.values(),
            self.store,
            self.executor,
            progress,
            build=self.build,
            files=self.files,
            made=self.made,
        )
        self.made.update(results.made)
        self.ran.update(results.ran)
        errors = [results.errors[name] for name in self.tasks if name in results.errors]
        self.diagnostics.add(*_once(found for error in errors for found in error.diagnostics))
        for name in (*results.errors, *results.skipped):
            del self.tasks[name]
        return results

    def recall(self, tasks: Iterable[Task]) -> Results:
        """What there is already of these tasks, and of those that have been done; none is run."""
        others = {task.name: task for task in tasks}
        self._forget(others)
        asked = {**self.tasks, **others}
        results = recall(asked.values(), self.store, build=self.build, files=self.files, made=self.made)
        self.made.update(results.made)
        self.tasks.update((name, asked[name]) for name in results.made)
        return results

    def _forget(self, asked: Mapping[str, Task]) -> None:
        """What has been made of tasks that are asked for otherwise now, and of those that need them."""
        waiting = [name for name, task in asked.items() if self.tasks.get(name, task) != task]
        while waiting:
            if self.made.pop(name := waiting.pop(), None) is not None:
                waiting += [
                    task.name for task in self.tasks.values() if any(part.task == name for part in task.needs)
                ]


def _once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What goes wrong on a line of a simulation once, with the first of the runs in which it does."""
    alike: dict[object, list[Diagnostic]] = {}
    for one in found:
        key = (one.location, one.message) if one.code == Code.SIMULATION_FAILED else one
        alike.setdefault(key, []).append(one)
    for first, *others in alike.values():
        more = len({one.hint for one in others} - {first.hint})
        also = f" and {more} {'others' if more > 1 else 'other'}" if more and first.hint else ""
        yield replace(first, hint=first.hint + also)
