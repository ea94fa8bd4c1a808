"""How this process ends when Ctrl-C or its like asks it to: at once, with a line in place of a traceback.

Nothing is unwound: a build may be killed at any moment without harm. An exception out of a signal would be lost in
destructors and callbacks, and would wait for threads and locks on its way.
"""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
STUCK_S = 0.5
"""How long the last words wait for a reader whose pipe is full."""


class Shutdown:
    """What is done before the end. Does nothing at all until it is installed.

    message: the line that says so on standard error
    regular: the signals that are the regular way to end, with 0 as exit code in place of 128 + signal
    """

    def __init__(self, message: str = "stopped") -> None:
        self.message = message
        self.regular: frozenset[int] = frozenset()
        self._hooks: list[Callable[[], object]] = []
        self._deferring = 0
        self._asked: int | None = None

    def install(self) -> None:
        """Handle signals from now on, but for those that were ignored from the start, as nohup has it."""
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._handle)

    def complete(self) -> None:
        """All is done: what remains is the end itself, which no signal can bring sooner."""
        for number in SIGNALS:
            if signal.getsignal(number) == self._handle:
                signal.signal(number, signal.SIG_IGN)

    @contextmanager
    def hook(self, work: Callable[[], object]) -> Iterator[None]:
        """Within this context some work is done before the end. It must not wait for long, nor for a lock that
        the main thread may hold."""
        self._hooks.append(work)
        try:
            yield
        finally:
            self._hooks.remove(work)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Signals wait for the end of this context, which must be near."""
        self._deferring += 1
        try:
            yield
        finally:
            self._deferring -= 1
            if self._asked is not None and not self._deferring:
                self._end(self._asked)

    def _handle(self, number: int, _: object) -> None:
        if self._deferring:
            self._asked = number
        else:
            self._end(number)

    def _end(self, number: int) -> None:
        self.complete()  # so that a second signal changes nothing
        for work in reversed(self._hooks):
            with suppress(Exception):  # the end comes in any case
                work()
        say(f"{self.message}\n")
        os._exit(0 if number in self.regular else 128 + number)


def say(text: str) -> None:
    """Write to standard error past Python's buffers, whose locks the interrupted code may hold."""
    if sys.__stderr__ is None:
        return  # its number may be that of another file
    with suppress(OSError):  # nobody listens any more
        if sys.platform == "win32" or select.select([], [2], [], STUCK_S)[1]:
            os.write(2, text.encode())
