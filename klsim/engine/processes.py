"""Processes that work for this one, and end with it, whatever ends it.

Each has a pipe of its own, and a thread here that waits for it: one that is killed, be it in the middle of a
result, is seen to be gone, and takes nothing along that others wait for. (The pool of the standard library shares
pipes and locks among its processes, and may wait for ever then.) The threads keep nothing from ending.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from queue import SimpleQueue
from threading import Lock, RLock, Thread
from typing import Any, ParamSpec, TypeVar

from klsim.engine.time_limit import OutOfTimeError
from klsim.engine.worker import BEHIND, GONE, ExitedError, command, receive, result_of, send

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

LOST = "a process that works for the build was ended from outside, perhaps for want of memory; it goes on with one"
PATIENCE_S = 1.0
"""How long a process that was killed is waited for."""

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Linear algebra keeps to one core in each process, and sums do not depend on how many there are."""
_HELD = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class LostError(Exception):
    """A process is gone, and its work with it."""


@dataclass(frozen=True)
class _Work:
    future: "Future[Any]"
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]


class Processes(Executor):
    """So many processes, each started when there is work for it. If one of them dies, all are ended, this process
    does the rest, and a line says so: memory may be short, and this process needs it then."""

    def __init__(self, workers: int, tell: Callable[[str], None], *, stays_behind: bool = False) -> None:
        self.prefetch = 2 * workers
        self._workers, self._tell, self._stays_behind = workers, tell, stays_behind
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._pending = 0
        self._processes: list[subprocess.Popen[bytes]] = []
        self._starting, self._here = RLock(), Lock()
        self._is_lost = self._is_closed = self._is_ended = False

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """What will come of a function. Raises RuntimeError after the end."""
        if self._is_closed:
            raise RuntimeError("nothing can be submitted after the end")
        future: Future[Result] = Future()
        with self._starting:
            self._pending += 1
            needs_thread = len(self._threads) < min(self._workers, self._pending)
        future.add_done_callback(self._count_down)
        if needs_thread:
            thread = Thread(target=self._serve, daemon=True)
            with suppress(RuntimeError):  # no thread can be started: the others do it
                thread.start()
                self._threads.append(thread)
        work = _Work(future, fn, args, kwargs)
        if self._threads:
            self._queue.put(work)
        elif future.set_running_or_notify_cancel():
            self._do_here(work)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work, and end when all is done; with `cancel_futures` when what runs is done."""
        self._is_closed = True
        while cancel_futures and not self._queue.empty():
            if work := self._queue.get():
                work.future.cancel()
        for _ in self._threads:
            self._queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def end(self) -> None:
        """End all processes at once. What they were at is not done."""
        self._is_closed = self._is_ended = True
        self._kill()
        for _ in self._threads:
            self._queue.put(None)

    def _count_down(self, _: object) -> None:
        with self._starting:
            self._pending -= 1

    def _serve(self) -> None:
        """Hand work to a process of this thread's own, until there is no more."""
        if sys.platform != "win32":  # what this thread starts never sees Ctrl-C: it is for the parent to handle
            signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
        process: subprocess.Popen[bytes] | None = None
        while work := self._queue.get():
            if not work.future.set_running_or_notify_cancel():
                continue
            try:
                process = process or self._start()
                result = _done_by(process, work)
            except (ExitedError, OutOfTimeError) as error:
                process = None
                work.future.set_exception(error)
            except LostError:
                self._go_on_alone(work)
            except BaseException as error:
                work.future.set_exception(error)
            else:
                work.future.set_result(result)
            del work
        if process is not None:
            with suppress(OSError):
                _pipes(process)[0].close()  # then it ends
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)

    def _go_on_alone(self, work: _Work) -> None:
        if self._is_ended:
            work.future.set_exception(LostError("the executor was ended"))
            return
        with self._here:
            if not self._is_lost:
                self._is_lost = True
                self._kill()
                self._tell(LOST)
        self._do_here(work)

    def _do_here(self, work: _Work) -> None:
        with self._here:
            try:
                work.future.set_result(work.function(*work.arguments, **work.named))
            except BaseException as error:
                work.future.set_exception(error)

    def _start(self) -> subprocess.Popen[bytes]:
        with self._starting:  # so that none starts unseen when all are ended
            if self._is_lost or self._is_ended:
                raise LostError
            try:
                process = subprocess.Popen(
                    command("klsim.engine.worker", *([BEHIND] if self._stays_behind else [])),
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=None if sys.__stderr__ else subprocess.DEVNULL,
                    env={**os.environ, **dict.fromkeys(THREADS, "1")},
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
            except OSError:
                raise LostError from None
            self._processes.append(process)
            return process

    def _kill(self) -> None:
        has_lock = self._starting.acquire(timeout=PATIENCE_S)
        processes = list(self._processes)
        if has_lock:
            self._starting.release()
        for process in processes:
            process.kill()
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)


def _done_by(process: subprocess.Popen[bytes], work: _Work) -> Any:
    """What came of some work in a process, or raises what it raised.

    Raises LostError where the process is gone, OutOfTimeError where it was ended by a limit, ExitedError where the
    work ended it.
    """
    content = pickle.dumps((work.function, work.arguments, work.named), pickle.HIGHEST_PROTOCOL)
    to, back = _pipes(process)
    try:
        send(to, content)
        answer = receive(back)
    except (OSError, EOFError, ValueError):
        code = _exit_code(process)
        if code is not None and -code == getattr(signal, "SIGALRM", None):
            raise OutOfTimeError from None
        if code is not None and code >= 0 and code != GONE:
            raise ExitedError(code) from None
        raise LostError from None
    return result_of(answer)


def _exit_code(process: subprocess.Popen[bytes]) -> int | None:
    """How a process that is gone, or about to be, ended: a code, or less than zero for a signal."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(PATIENCE_S)
    return None


def _pipes(process: subprocess.Popen[bytes]) -> tuple[FileIO, FileIO]:
    assert isinstance(process.stdin, FileIO)
    assert isinstance(process.stdout, FileIO)
    return process.stdin, process.stdout
