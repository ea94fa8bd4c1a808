"""A process that works for another: pickled work comes on standard input, what comes of it goes back.

It ends as soon as its input ends, whatever it is at: the process that started it is gone then, however it went.
"""

import json
import os
import pickle
import signal
import sys
import traceback
from io import FileIO
from queue import SimpleQueue
from threading import Thread
from typing import Any

from klsim.engine.time_limit import allow_ending

_SIZE = 8
"""Bytes that tell the length of what follows."""


GONE = 1
"""The exit code of a process that is no good any more, for want of memory or since nobody waits for it."""


class RemoteError(Exception):
    """How an exception arose in another process, as text."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


class ExitedError(Exception):
    """Some work ended its process itself, with an exit code."""

    def __str__(self) -> str:
        return f"it ends its process with exit code {self.args[0]}"


def command(module: str, *arguments: str) -> list[str]:
    """A Python that finds modules where this one does, and calls `main` of one of them; argument 1 is taken."""
    code = f"import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"
    folders = json.dumps([path or os.getcwd() for path in sys.path])  # noqa: PTH109
    return [sys.executable, "-P", "-c", code, folders, *arguments]


def send(file: FileIO, content: bytes) -> None:
    """Write so many bytes that `receive` gives as they are. Raises OSError where the other side is gone."""
    for data in (len(content).to_bytes(_SIZE, "big"), content):
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]


def receive(file: FileIO) -> bytearray:
    """The bytes that were sent, all of them. Raises EOFError where the other side is gone."""
    return _read(file, int.from_bytes(_read(file, _SIZE), "big"))


def _read(file: FileIO, size: int) -> bytearray:
    content = bytearray(size)
    rest = memoryview(content)
    while rest:
        count = file.readinto(rest)
        if not count:
            raise EOFError
        rest = rest[count:]
    return content


BEHIND = "behind"
"""An argument with which a process lets others on the machine go first."""

_BEHIND = 10
"""How much lower its priority is then."""


def main() -> None:
    """Work until standard input ends."""
    allow_ending()
    if BEHIND in sys.argv and hasattr(os, "nice"):
        os.nice(_BEHIND)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the parent to handle
    work: SimpleQueue[bytearray] = SimpleQueue()
    questions, answers = FileIO(os.dup(0)), FileIO(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # whatever reads or prints must not come between
    os.dup2(2, 1)
    Thread(target=_listen, args=(questions, work), daemon=True).start()
    try:
        while True:
            send(answers, answer(work.get()))
    except (OSError, MemoryError):
        os._exit(GONE)  # it is seen that this process is gone


def _listen(file: FileIO, work: "SimpleQueue[bytearray]") -> None:
    """Take work in; what it is, is looked at elsewhere, since that imports much and the end may come meanwhile."""
    try:
        while True:
            work.put(receive(file))
    except BaseException:
        os._exit(GONE)


def answer(data: bytes | bytearray) -> bytes:
    """The result of some pickled work and None, or None and what went wrong: an exception, its traceback as text.

    Raises MemoryError, which is no fault of the work: with fewer processes it may be done.
    """
    try:
        function, arguments, named = pickle.loads(data)
        return pickle.dumps((function(*arguments, **named), None), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except Exception as error:
        trace = "".join(traceback.format_exception(error))
        return pickle.dumps((None, (_portable(error), trace)))


def result_of(answer: bytes | bytearray) -> Any:
    """What came of some work by its answer, or raises what it raised."""
    result, failure = pickle.loads(answer)
    if failure is not None:
        error, trace = failure
        raise error from RemoteError(trace)
    return result


def _portable(error: Exception) -> Exception:
    """The exception alone if it outlives pickling, else one with its words. How it arose is told as text."""
    error.__cause__ = error.__context__ = error.__traceback__ = (
        None  # libraries of clusters would send these along
    )
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
