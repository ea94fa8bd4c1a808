"""Work in many processes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeAlias

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""The builtin `map`, or one like it that works in parallel and keeps the order."""


@contextmanager
def processes(jobs: int) -> Iterator[Map]:
    """A map over so many processes, each started afresh: a copy of one with threads may stand still.

    With one job all is done in this process.
    """
    if jobs == 1:
        yield map
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield pool.map
