"""Running tasks: what has a trace with equal inputs, and products that are there, does not run."""

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from klsim.diagnostics import BuildError, Code, ContentError, Location
from klsim.engine.carried import Sources, call_elsewhere, call_with
from klsim.engine.digest import digest
from klsim.engine.executor import Serial, is_elsewhere, prefetch_of
from klsim.engine.graph import Graph, make_graph
from klsim.engine.inputs import Made, chosen, expand, make_inputs, own_files
from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.progress import Progress, Silent
from klsim.engine.results import Reason, Results, compare
from klsim.engine.sources import find_mounted, find_sources, find_versions
from klsim.engine.store import Store
from klsim.engine.task import Task, call
from klsim.engine.time_limit import OutOfTimeError
from klsim.engine.traces import Build
from klsim.engine.worker import ExitedError

_MOST_LOSSES = 2
"""How often a run makes again what the store loses."""


Files: TypeAlias = dict[Path, str | None]
"""Digests of files as they were first seen, None where there was none."""

_NOTHING: Made = MappingProxyType({})


def run(
    tasks: Iterable[Task],
    store: Store,
    executor: Executor,
    progress: Progress | None = None,
    *,
    build: Build,
    files: Files | None = None,
    made: Made = _NOTHING,
) -> Results:
    """Do what has not been done yet, as soon as what it needs is there; of what could start, the first given.

    files: what earlier runs of the same build saw, to which this one adds: a file that is saved meanwhile stays as
           it was, so that all products of a build come from one state of it
    made:  what earlier runs of the same build made, which is taken as it is

    A ContentError of a task stops only those that need it. Any other exception is raised, with the task's name as
    a note, and what runs is left to the executor. Raises ValueError for tasks that make no graph, BuildError where
    the store cannot be written.
    """
    work = _Work(make_graph(tasks), store, progress or Silent(), build, {} if files is None else files, made)
    work.go(executor)
    return work.results()


def recall(
    tasks: Iterable[Task], store: Store, *, build: Build, files: Files | None = None, made: Made = _NOTHING
) -> Results:
    """What there is already of tasks. None runs: one that would have to is skipped, with all that need it."""
    work = _Work(make_graph(tasks), store, Silent(), build, {} if files is None else files, made)
    work.go(None)
    return work.results()


@dataclass(frozen=True)
class _Running:
    """A task under way, with the inputs that it started from."""

    task: Task
    inputs: str
    reasons: tuple[Reason, ...]


class _Work:
    """A run under way."""

    def __init__(
        self, graph: Graph, store: Store, progress: Progress, build: Build, files: Files, made: Made
    ) -> None:
        self._graph, self._store, self._progress, self._build = graph, store, progress, build
        self._files = files
        self._made = {name: made[name] for name in graph.tasks if name in made}
        self._ran: dict[str, tuple[Reason, ...]] = {}
        self._reused: set[str] = set()
        self._errors: dict[str, ContentError] = {}
        self._skipped: set[str] = set()
        self._losses: dict[str, int] = {}
        self._missing = {
            name: sum(need not in self._made for need in needs) for name, needs in graph.needs.items()
        }
        self._ready: list[tuple[int, str]] = []
        self._running: dict[Future[Any], _Running] = {}
        self._code: dict[tuple[str, ...], tuple[str, Mapping[str, str]]] = {}
        self._sources: dict[tuple[str, ...], Sources] = {}
        self._carried: dict[tuple[str, ...], Sources] = {}
        self._done = set(self._made)
        self._is_told = False
        for name, count in self._missing.items():
            if count == 0 and name not in self._made:
                self._offer(name)

    def go(self, executor: Executor | None) -> None:
        """Run until nothing is left that could; without an executor, take over what there is."""
        try:
            while self._ready or self._running:
                while self._ready and len(self._running) < (prefetch_of(executor) if executor else 1):
                    self._begin(heappop(self._ready)[1], executor)
                if self._running:
                    for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                        self._finish(future)
        finally:
            for future in self._running:
                future.cancel()
            self._running.clear()
        self._store.traces.use(self._reused, self._build)

    def results(self) -> Results:
        """What has come of it."""
        order = self._graph.order
        return Results(
            dict(self._made),
            {name: self._ran[name] for name in sorted(self._ran, key=order.__getitem__)},
            tuple(sorted(self._reused, key=order.__getitem__)),
            {name: self._errors[name] for name in sorted(self._errors, key=order.__getitem__)},
            tuple(sorted(self._skipped, key=order.__getitem__)),
            self._read,
        )

    def _offer(self, name: str) -> None:
        heappush(self._ready, (self._graph.order[name], name))

    def _begin(self, name: str, executor: Executor | None) -> None:
        """Take a task over from its trace, or start it; what it needs and is lost comes first."""
        if self._missing[name] or name in self._made or name in self._errors:
            return
        if any(one.task.name == name for one in self._running.values()):
            return
        task = self._graph.tasks[name]
        try:
            inputs = self._inputs(task, self._digest)
            trace = self._store.traces.get(name)
            made = trace.digests if trace is not None and trace.inputs == inputs else None
            if made is None or not self._store.objects.has(made.values()):
                if executor:
                    self._start(task, executor)
                else:
                    self._skip([name])
                return
            if name not in self._ran:
                self._reused.add(name)
            self._settle(name, made)
        except Exception as error:
            error.add_note(f"in task {name}")
            raise

    def _start(self, task: Task, executor: Executor) -> None:
        read = dict(own_files(task))
        self._files.update((path, None if data is None else digest(data)) for path, data in read.items())
        parts = []
        for part in task.needs:
            found = {name: self._store.read(key) for name, key in chosen(part, self._made).items()}
            if None in found.values():
                self._lose(part.task)
                return
            parts.append(found)
        inputs = self._inputs(task, self._files.get)
        if not self._is_told:
            self._is_told = True
            self._progress.start(len(self._graph.tasks))
            self._progress.advance(len(self._done))
        arguments = [*task.values, *(read[path] for _, path in task.files), *parts]
        if is_elsewhere(executor):
            future = executor.submit(call_elsewhere, *self._baggage(task), task.function, arguments)
        elif mounted := self._mounted(task):
            future = executor.submit(call_with, mounted, task.function, arguments)
        else:
            future = executor.submit(call, task.function, arguments)
        self._running[future] = _Running(task, inputs, self._reasons(task.name, inputs))

    def _finish(self, future: Future[Any]) -> None:
        running = self._running.pop(future)
        name = running.task.name
        try:
            products = future.result()
        except ContentError as error:
            self._fail(name, error)
            return
        except OutOfTimeError:
            self._fail(name, self._out_of_time(running.task))
            return
        except ExitedError as error:
            self._fail(name, self._exited(running.task, error))
            return
        except BaseException as error:
            error.add_note(f"in task {name}")
            raise
        made = {product: self._store.put(data) for product, data in sorted(products.items())}
        self._store.record(name, running.inputs, self._code_of(running.task)[1], made, self._build)
        self._ran[name] = tuple(dict.fromkeys([*self._ran.get(name, ()), *running.reasons]))
        self._reused.discard(name)
        if not self._missing[name]:  # else something that it needs is made anew, and then it comes once more
            self._settle(name, made)

    def _settle(self, name: str, made: Mapping[str, str]) -> None:
        self._made[name] = made
        for other in self._graph.needed_by[name]:
            self._missing[other] -= 1
            if not self._missing[other]:
                self._offer(other)
        self._advance(name)

    def _fail(self, name: str, error: ContentError) -> None:
        self._errors[name] = error
        self._advance(name)
        self._skip(self._graph.needed_by[name])

    def _skip(self, names: Iterable[str]) -> None:
        """Leave tasks out, and all that need them."""
        waiting = list(names)
        while waiting:
            other = waiting.pop()
            if other not in self._skipped:
                self._skipped.add(other)
                self._advance(other)
                waiting += self._graph.needed_by[other]

    def _lose(self, name: str) -> None:
        """Have a task run again whose products are not there, and look again at all that need it."""
        self._losses[name] = self._losses.get(name, 0) + 1
        if self._losses[name] > _MOST_LOSSES:
            raise BuildError(f"the store {self._store.root} loses what is written to it: look after its disk")
        for key in self._made.get(name, {}).values():
            self._store.read(key)  # so that all that is damaged is gone, and is written again
        self._unsettle(name)
        if not self._missing[name]:
            self._offer(name)

    def _unsettle(self, name: str) -> None:
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if self._made.pop(one, None) is not None:
                self._reused.discard(one)
                for other in self._graph.needed_by[one]:
                    self._missing[other] += 1
                    waiting.append(other)

    def _advance(self, name: str) -> None:
        """Tell of a task that is done, the first time, and once there is anything to tell."""
        is_new = name not in self._done
        self._done.add(name)
        if self._is_told and is_new:
            self._progress.advance(1)

    def _inputs(self, task: Task, digest_of: Any) -> str:
        return make_inputs(task, self._code_of(task)[0], digest_of, self._made)

    def _baggage(self, task: Task) -> tuple[Mapping[str, str], Sources]:
        """What a task needs elsewhere: versions, and modules."""
        modules = (task.module, *task.code)
        if modules not in self._sources:
            self._sources[modules] = find_sources(self._store.closures, *modules)
        return find_versions(self._code_of(task)[1]), self._sources[modules]

    def _out_of_time(self, task: Task) -> ContentError:
        """What to tell of code that was ended from outside, since it did not end by itself."""
        message = f"{task.name} takes longer than it may"
        hint = "it was ended, since it did not heed the clock"
        return self._place(task).failure(Code.OUT_OF_TIME, message, hint)

    def _exited(self, task: Task, error: ExitedError) -> ContentError:
        """What to tell of code that ended its process past all handlers."""
        message = f"{task.name}: {error}"
        hint = "raise an exception in place of it, which is told with its line"
        return self._place(task).failure(Code.PROCESS_ENDED, message, hint)

    def _place(self, task: Task) -> Location:
        """The file of an author that a task runs, else its module."""
        paths = [source.path for source in self._mounted(task).values()]
        return Location(paths[0] if paths else task.module, 1)

    def _mounted(self, task: Task) -> Sources:
        """The modules of a task that no process finds by itself."""
        modules = (task.module, *task.code)
        if modules not in self._carried:
            self._carried[modules] = find_mounted(self._store.closures, *modules)
        return self._carried[modules]

    def _code_of(self, task: Task) -> tuple[str, Mapping[str, str]]:
        modules = (task.module, *task.code)
        if modules not in self._code:
            found = self._store.closures.of(*modules)
            self._code[modules] = digest(json.dumps(found, separators=(",", ":")).encode()), found
        return self._code[modules]

    def _digest(self, path: Path) -> str | None:
        if path not in self._files:
            with wrap_os_errors(f"{path} cannot be read"):
                self._files[path] = self._store.files(path)
        return self._files[path]

    def _reasons(self, name: str, inputs: str) -> tuple[Reason, ...]:
        trace = self._store.traces.get(name)
        if trace is None:
            return (Reason("first"),)
        codes = dict(self._code.values())
        before = expand(trace.inputs, lambda key: codes.get(key) or self._store.traces.shared(key))
        after = expand(inputs, lambda key: codes[key])
        return compare(before, after) or (Reason("lost"),)

    def _read(self, name: str, product: str) -> bytes:
        """As `Results.read`."""
        data = self._store.read(self._made[name][product])
        while data is None:
            self._lose(name)
            self.go(Serial())
            if name in self._errors:
                raise self._errors[name]
            data = self._store.read(self._made[name][product])
        return data
