"""Executors: where tasks run."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from klsim.engine.spec import WITHOUT_SCHEDULER_S, WITHOUT_WORKER_S, parse_spec

if TYPE_CHECKING:  # slow to import, and most builds run nothing
    from klsim.engine.cluster import Cluster
    from klsim.engine.processes import Processes

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def executor(
    spec: str, tell: Callable[[str], None] = _tell, *, stays_behind: bool = False
) -> "Iterator[Serial | Processes | Cluster]":
    """The executor that is called so: see `klsim.engine.spec.parse_spec`.

    stays_behind: whether processes let others on this machine go first, such as a browser

    Processes start, and clusters are connected to, when there is work for them. They end at once when the context
    is left, however it is left, or by `end`, which a handler of signals may call too.
    Raises ValueError for what is no executor, or none that can be had here.
    """
    found = parse_spec(spec)
    workers = found.workers or _cores()
    if found.kind == "dask":
        from klsim.engine.cluster import Cluster
        from klsim.engine.link import Terms

        patience = found.patience_s
        terms = Terms(patience or WITHOUT_SCHEDULER_S, patience or WITHOUT_WORKER_S, found.is_mixed)
        cluster = Cluster(found.address, workers, terms, tell)
        try:
            yield cluster
        finally:
            cluster.close()
    elif found.kind == "serial" or workers == 1:
        yield Serial()
    else:
        from klsim.engine.processes import Processes

        processes = Processes(workers, tell, stays_behind=stays_behind)
        try:
            yield processes
        finally:
            processes.end()


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Serial(Executor):
    """This process, which does what is submitted before it goes on.

    prefetch: how many tasks are worth submitting before the first is done
    """

    prefetch = 1

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """What comes of a function, or the exception that it raised; an interrupt goes through."""
        future: Future[Result] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def end(self) -> None:
        """Nothing is left that could be ended."""


def prefetch_of(executor: Executor) -> int:
    """How many tasks to submit before the first is done: enough to keep all busy, few enough for the memory."""
    return int(getattr(executor, "prefetch", 2 * _cores()))


def warm_up(executor: Executor, module: str) -> None:
    """Have the processes of this machine import a module, so that what needs it does not wait for that."""
    if not is_elsewhere(executor) and not isinstance(executor, Serial):
        for _ in range(prefetch_of(executor)):
            executor.submit(import_module, module)


def is_elsewhere(executor: Executor) -> bool:
    """Whether tasks run where their modules may not be, and other versions of libraries."""
    return bool(getattr(executor, "elsewhere", False))
