"""Drawing in many processes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeAlias

from klsim.shutdown import Shutdown

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""The builtin `map`, or one like it that works in parallel and keeps the order."""


@contextmanager
def parallel_map(jobs: int, shutdown: Shutdown | None = None) -> Iterator[Map]:
    """A map over so many processes, which start when the first work comes; the builtin for one.

    shutdown: what ends this process, and is to end those as well
    """
    if jobs == 1:
        yield map
        return
    with ExitStack() as stack:
        started: list[Map] = []

        def map_in_processes(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
            if not started:
                from klsim.site.pool import start_pool  # slow to import, and most builds draw nothing

                started.append(stack.enter_context(start_pool(jobs, shutdown or Shutdown())))
            return started[0](function, items)

        yield map_in_processes
