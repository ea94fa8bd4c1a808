"""A process of the pool: pickled work comes on standard input, what comes of it goes to standard output.

It ends as soon as its input ends, whatever it is at: the process that started it is gone then, however it went.
"""

import os
import pickle
import sys
import traceback
from queue import SimpleQueue
from threading import Thread
from typing import IO

_SIZE = 8
"""Bytes that tell the length of what follows."""


def send(file: IO[bytes], content: bytes) -> None:
    """Write so many bytes that `receive` gives as they are. Raises OSError where the other side is gone."""
    file.write(len(content).to_bytes(_SIZE, "big"))
    file.write(content)
    file.flush()


def receive(file: IO[bytes]) -> bytes:
    """The bytes that were sent, all of them. Raises EOFError where the other side is gone."""
    return _read(file, int.from_bytes(_read(file, _SIZE), "big"))


def _read(file: IO[bytes], size: int) -> bytes:
    content = file.read(size)
    if len(content) < size:
        raise EOFError
    return content


def main() -> None:
    """Work until standard input ends."""
    work: SimpleQueue[bytes] = SimpleQueue()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not speak to the pool
    Thread(target=_listen, args=(sys.stdin.buffer, work), daemon=True).start()
    try:
        while True:
            send(answers, _answer(work.get()))
    except (OSError, MemoryError):
        os._exit(1)  # the pool sees that this process is gone


def _listen(file: IO[bytes], work: "SimpleQueue[bytes]") -> None:
    """Take work in; what it is, is looked at elsewhere, since that imports much and the end may come meanwhile."""
    try:
        while True:
            work.put(receive(file))
    except BaseException:
        os._exit(1)


def _answer(data: bytes) -> bytes:
    """The result of some work and None, or None and what went wrong: an exception and its traceback as text.

    Raises MemoryError, which is no fault of the work: with fewer processes it may be done.
    """
    try:
        function, item = pickle.loads(data)
        return pickle.dumps((function(item), None), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except Exception as error:
        told = "".join(traceback.format_exception(error))
        return pickle.dumps((None, (_portable(error), told)))


def _portable(error: Exception) -> Exception:
    """The exception if it outlives pickling, else one with its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
