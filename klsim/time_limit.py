"""A limit to the time that some Python code takes."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer, get_ident


class OutOfTimeError(Exception):
    """Something took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Have the code in here raise OutOfTimeError at its next instruction once so many seconds have passed.

    Code that is not Python is not ended by this: see `klsim.engine.worker`.
    """
    thread, lock = get_ident(), Lock()
    is_over = False

    def end() -> None:
        with lock:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(OutOfTimeError)
                )

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except OutOfTimeError as error:
        place = error.__traceback__  # where the code was
        raise OutOfTimeError(f"it takes longer than {seconds:g} seconds").with_traceback(place) from None
    finally:
        with lock:
            is_over = True
        timer.cancel()
