"""Processes that draw, and end with the one that started them, whatever ends that.

Each has a pipe of its own, and a thread here that waits for it: one that is killed, be it in the middle of an
answer, is seen to be gone, and takes nothing along that others wait for. (The pool of the standard library shares
pipes and locks among its processes; ended at once, it left this process waiting for ever.)
"""

import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from threading import RLock, local
from typing import IO, Any, TypeAlias

from klsim.shutdown import Shutdown
from klsim.site.parallel import Map
from klsim.site.worker import receive, send

Work: TypeAlias = Callable[[Any], Any]
Begun: TypeAlias = tuple[Future[Any], Any]
"""What will come of an item, and the item."""

_START = "import sys; sys.path.insert(0, sys.argv[1]); from klsim.site.worker import main; main()"
_PROGRAM = Path(__file__).parents[2]
_LOST = "a process that draws was ended from outside, perhaps for want of memory; the build goes on with one"
PATIENCE_S = 1.0
"""How long a process that was killed is waited for."""


class LostError(Exception):
    """A process of the pool is gone, and its work with it."""


class RemoteError(Exception):
    """How an exception arose in a process of the pool, as text."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


@contextmanager
def start_pool(jobs: int, shutdown: Shutdown) -> Iterator[Map]:
    """A map over so many processes. If one of them dies, this process does the rest, and a line says so.

    They start when there is work for them, and are ended at once when the context is left, however it is left.
    """
    crew = Crew()
    with ThreadPoolExecutor(jobs, initializer=_ignore_interrupts) as threads, shutdown.hook(crew.end):
        try:
            yield partial(_map, crew, threads, cache(_tell_of_the_loss))
        finally:
            crew.end()
            threads.shutdown(cancel_futures=True)
            crew.close()


def _map(
    crew: "Crew", threads: Executor, tell: Callable[[], None], function: Work, items: Iterable[Any]
) -> Iterable[Any]:
    work = list(items)
    if crew.is_ended:
        return map(function, work)
    try:
        begun = deque((threads.submit(crew.do, function, item), item) for item in work)
    except RuntimeError:  # no thread can be started
        crew.end()
        tell()
        return map(function, work)
    return _completed(crew, tell, function, begun)


def _completed(crew: "Crew", tell: Callable[[], None], function: Work, begun: deque[Begun]) -> Iterator[Any]:
    """The results, those that never come being made here."""
    try:
        while begun:
            future, item = begun.popleft()
            try:
                result = future.result()
            except LostError:
                crew.end()  # memory may be short, and this process needs it now
                tell()
                result = function(item)
            yield result
    finally:
        for future, _ in begun:
            future.cancel()


def _tell_of_the_loss() -> None:
    print(_LOST, file=sys.stderr, flush=True)


def _ignore_interrupts() -> None:
    """Processes that this thread starts never see Ctrl-C: it is for the one that started them to handle."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class Crew:
    """A process for each thread that has something done."""

    def __init__(self) -> None:
        self._starting = RLock()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._own = local()
        self.is_ended = False

    def do(self, function: Work, item: Any) -> Any:
        """`function(item)`, by the process of this thread. Raises LostError where that is gone."""
        work = pickle.dumps((function, item), pickle.HIGHEST_PROTOCOL)
        try:
            to, back = self._pipes()
            send(to, work)
            answer = receive(back)
        except (OSError, EOFError):
            raise LostError from None
        result, failure = pickle.loads(answer)
        if failure is not None:
            error, told = failure
            raise error from RemoteError(told)
        return result

    def end(self) -> None:
        """End all processes at once; whoever waits for one of them learns that it is gone."""
        has_lock = self._starting.acquire(timeout=PATIENCE_S)
        self.is_ended = True
        if has_lock:
            self._starting.release()
        for process in self._processes:
            process.kill()
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)

    def close(self) -> None:
        """Let the pipes go, which no thread may use any more."""
        for process in self._processes:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was still to be written
                        pipe.close()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if not hasattr(self._own, "process"):
            self._own.process = self._start()
        process: subprocess.Popen[bytes] = self._own.process
        assert process.stdin is not None
        assert process.stdout is not None
        return process.stdin, process.stdout

    def _start(self) -> subprocess.Popen[bytes]:
        with self._starting:  # so that none starts unseen when all are ended
            if self.is_ended:
                raise LostError
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if sys.__stderr__ else subprocess.DEVNULL,
            )
            self._processes.append(process)
            return process
