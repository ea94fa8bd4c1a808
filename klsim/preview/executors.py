"""Where a preview's tasks run: the first few in this process, which is warm, or where they can be let go."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import suppress
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from klsim.engine.executor import Serial, is_elsewhere, prefetch_of

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

HERE = 24
"""So many tasks are done here before others are asked to help: more than the page of an edited figure needs."""

LONG = ("klsim.render.", "klsim.figures.animation.runs:", "klsim.figures.animation.outcomes:")
"""How the names of functions begin that others do from the first: two of them at once take half the time."""


class Nearby(Executor):
    """Does the first `HERE` tasks in this process, and has another do the `LONG` ones and what follows."""

    def __init__(self, executor: Executor) -> None:
        self._here, self._beyond, self._left = Serial(), executor, HERE

    @property
    def prefetch(self) -> int:
        """How many tasks are worth submitting before the first is done."""
        return prefetch_of(self._beyond)

    @property
    def elsewhere(self) -> bool:
        """Whether the next task runs where its modules may not be."""
        return self._left <= 0 and is_elsewhere(self._beyond)

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """What comes of a function."""
        is_long = any(isinstance(one, str) and one.startswith(LONG) for one in args)
        is_beyond = self._left <= 0 or (is_long and not is_elsewhere(self._beyond))
        self._left -= 1
        return (self._beyond if is_beyond else self._here).submit(fn, *args, **kwargs)


class Releasable(Executor):
    """Has another executor do the work, and lets all of it go at once when it is told to."""

    def __init__(self, executor: Executor) -> None:
        self.prefetch, self.elsewhere = prefetch_of(executor), is_elsewhere(executor)
        self._executor, self._lock = executor, Lock()
        self._under_way: dict[Future[Any], Future[Any]] = {}
        self._reason: Exception | None = None

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """What will come of a function, if it is waited for."""
        future: Future[Result] = Future()
        work = self._executor.submit(fn, *args, **kwargs)
        with self._lock:
            self._under_way[future] = work
            reason = self._reason
        work.add_done_callback(lambda done: self._pass_on(done, future))
        if reason is not None:
            self.release(reason)
        return future

    def release(self, reason: Exception) -> None:
        """Begin nothing more, and have all that is not done fail with this; what runs is left to itself."""
        with self._lock:
            self._reason = reason
            under_way = dict(self._under_way)
            self._under_way.clear()
        for future, work in under_way.items():
            with suppress(InvalidStateError):  # it is just done
                future.set_exception(reason)
            work.cancel()

    def _pass_on(self, work: Future[Any], future: Future[Any]) -> None:
        with self._lock:
            self._under_way.pop(future, None)
        with suppress(InvalidStateError):  # it was let go
            if work.cancelled():
                future.cancel()
            elif (error := work.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(work.result())
