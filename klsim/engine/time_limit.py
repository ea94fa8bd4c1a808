"""A limit to the time that a piece of code takes."""

import ctypes
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer, current_thread, get_ident, main_thread

GRACE_S = 10.0
"""How long code that is not Python may go on before its process is ended."""

_HAS_ALARM = hasattr(signal, "setitimer")


class OutOfTimeError(Exception):
    """Something took longer than it may."""

    def __str__(self) -> str:
        return "it takes longer than it may" if not self.args else f"it takes longer than {self.args[0]:g} seconds"


class _Process:
    """Whether this process may be ended for the sake of a limit: one that only works for another may."""

    may_end = False


def allow_ending() -> None:
    """Have limits end this process where nothing else helps; whoever started it sees that SIGALRM did."""
    _Process.may_end = _HAS_ALARM


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Have the code in here raise OutOfTimeError at its next instruction once so many seconds have passed.

    Code that is not Python goes on until it comes back, or, after `GRACE_S` more, until its process is ended.
    """
    with _timer(seconds), _alarm(seconds + GRACE_S):
        try:
            yield
        except OutOfTimeError as error:
            told = OutOfTimeError(seconds)
            for note in getattr(error, "__notes__", ()):
                told.add_note(note)
            raise told.with_traceback(error.__traceback__) from None  # which says where the code was


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    thread, lock = get_ident(), Lock()
    is_over = False

    def end() -> None:
        with lock:
            if not is_over:
                raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
                raise_in(ctypes.c_ulong(thread), ctypes.py_object(OutOfTimeError))

    timer = Timer(seconds, end)
    timer.daemon = True
    with suppress(RuntimeError):  # no thread can be started for want of memory: then that is told, not the time
        timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        timer.cancel()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """The system ends the process after so many seconds, whatever that is at."""
    if not (_Process.may_end and current_thread() is main_thread()):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
