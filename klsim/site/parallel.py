"""Drawing in many processes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeAlias

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""The builtin `map`, or one like it that works in parallel and keeps the order."""

CHUNK = 4
"""Runs that go to a process together: they share what stands still, which is sent along once."""


@contextmanager
def parallel_map(jobs: int) -> Iterator[Map]:
    """A map over so many processes, which start when the first work comes; the builtin for one."""
    if jobs == 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=CHUNK)
