"""Processes that draw, and end with the one that started them, whatever ends that."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeAlias

from klsim.site.parallel import Map

Work: TypeAlias = Callable[[Any], Any]


@contextmanager
def start_pool(jobs: int) -> Iterator[Map]:
    """A map over so many processes. If one of them dies, this process does the rest, and a line says so.

    An exception that leaves the context ends the processes at once.
    """
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield partial(_map, pool, cache(_tell_of_the_end))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in active_children():
                child.terminate()
            raise


def _map(pool: Executor, tell: Callable[[], None], function: Work, items: Iterable[Any]) -> Iterable[Any]:
    work = list(items)
    try:
        with _interrupts_held():
            results = pool.map(function, work)
    except BrokenProcessPool:
        tell()
        return map(function, work)
    return _completed(results, tell, function, work)


def _completed(
    results: Iterator[Any], tell: Callable[[], None], function: Work, work: Sequence[Any]
) -> Iterator[Any]:
    """The results, those that never come being made here."""
    done = 0
    try:
        for result in results:
            yield result
            done += 1
    except BrokenProcessPool:
        tell()
        yield from map(function, work[done:])


def _tell_of_the_end() -> None:
    why = "a process that draws was ended from outside, perhaps for want of memory"
    print(f"{why}; the build goes on with one", file=sys.stderr, flush=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start in here never see Ctrl-C: it is for the one that started them to handle."""
    if sys.platform == "win32":
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _end_with_parent() -> None:
    """Have this process end as soon as its parent is gone, even when that was killed."""
    parent = parent_process()
    assert parent is not None

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
