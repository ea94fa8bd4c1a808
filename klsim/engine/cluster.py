"""Workers of a dask cluster that work for this process, on this machine or on many.

All that has to do with dask happens in one event loop, in a thread of its own that keeps nothing from ending.
"""

import asyncio
import pickle
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, ParamSpec, TypeVar

from klsim.diagnostics import BuildError
from klsim.engine.link import CLOSE_S, Link, Terms
from klsim.engine.local_cluster import LocalCluster, start_cluster

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_AHEAD, _LEAST_AHEAD = 4, 8
"""Of each thread of the workers, since work is on its way for a while; and of all of them."""
_HELD = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Cluster(Executor):
    """A scheduler and its workers, connected to when there is work for them.

    address:   of the scheduler; empty for a cluster on this machine that ends with this executor
    workers:   how many such a cluster has
    elsewhere: workers may have neither the modules of a task on their disks nor the same libraries
    """

    elsewhere = True

    def __init__(self, address: str, workers: int, terms: Terms, tell: Callable[[str], None]) -> None:
        self._address, self._workers, self._terms, self._tell = address, workers, terms, tell
        self._local: LocalCluster | None = None
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._link: Link | None = None
        self._error: BaseException | None = None
        self._pending: set[Future[Any]] = set()
        self._opening = Lock()
        self._stop: asyncio.Event | None = None
        self._is_closed = False

    @property
    def prefetch(self) -> int:
        """How many tasks are worth submitting before the first is done, with the workers there are just now."""
        return max(_AHEAD * self._link.threads if self._link else 0, _LEAST_AHEAD)

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """What will come of a function.

        Raises RuntimeError after the end, BuildError where there is no cluster.
        """
        if self._is_closed:
            raise RuntimeError("nothing can be submitted after the end")
        with self._opening:
            if self._loop is None:
                self._open()
        content = pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)
        future: Future[Result] = Future()
        self._pending.add(future)  # before the look at the error: whichever comes first, the future is told of it
        future.add_done_callback(self._pending.discard)
        if self._error is not None:
            raise self._error
        assert self._loop
        with suppress(RuntimeError):  # the loop has just ended, and told the future why
            self._loop.call_soon_threadsafe(self._begin, content, future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work, and end when all is done; with `cancel_futures` at once."""
        self._is_closed = True
        if wait and not cancel_futures:
            _wait(self._pending)
        if wait or cancel_futures:
            self.close()

    def close(self) -> None:
        """Leave the cluster in order, which takes a second at the most; what is under way there is dropped."""
        self.end()
        if self._thread is not None:
            self._thread.join(2 * CLOSE_S)

    def end(self) -> None:
        """End the processes of a cluster on this machine, at once, and let go of any other."""
        self._is_closed = True
        if self._local is not None:
            self._local.end()
        if self._loop is not None and self._stop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._stop.set)

    def _open(self) -> None:
        if not self._address:
            self._local = start_cluster(self._workers)
            self._address = self._local.address()
        opened: Future[None] = Future()
        self._thread = Thread(target=self._run, args=(opened,), daemon=True)
        self._thread.start()
        opened.result()

    def _run(self, opened: "Future[None]") -> None:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
        try:
            asyncio.run(self._connect(opened))
        except BaseException as error:
            self._fail(error)
            if not opened.done():
                opened.set_exception(error)

    async def _connect(self, opened: "Future[None]") -> None:
        """Be connected until the watch or whoever uses this says that it is over."""
        self._stop = asyncio.Event()
        link = Link(self._address, self._terms, self._tell)
        try:
            await link.open()
            self._link, self._loop = link, asyncio.get_running_loop()
            opened.set_result(None)
            watch, stop = asyncio.create_task(link.watch()), asyncio.create_task(self._stop.wait())
            await asyncio.wait({watch, stop}, return_when=asyncio.FIRST_COMPLETED)
            error = watch.exception() if watch.done() else None
            self._fail(error or BuildError("the executor was ended"))
        finally:
            await link.close()

    def _begin(self, content: bytes, future: "Future[Any]") -> None:
        if not future.done() and future.set_running_or_notify_cancel():
            task = asyncio.create_task(self._serve(content, future))
            future.add_done_callback(lambda _: task)  # it lives as long as anybody waits for it

    async def _serve(self, content: bytes, future: "Future[Any]") -> None:
        assert self._link
        try:
            result = await self._link.do(content)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            if not future.done():
                future.set_exception(error)
        else:
            if not future.done():
                future.set_result(result)

    def _fail(self, error: BaseException) -> None:
        """Tell all that wait."""
        self._error = error
        for future in list(self._pending):
            if not future.done():
                future.set_exception(error)


def _wait(futures: "set[Future[Any]]") -> None:
    wait(list(futures))
