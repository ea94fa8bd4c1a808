"""Functions of tasks, as tests need them: pure, but for those that tell that they were called."""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

from klsim.diagnostics import Code, Location
from klsim.engine import time_limit as time_limit_module
from klsim.engine.time_limit import time_limit

Products = Mapping[str, bytes]


def text(value: object, *more: object) -> Products:
    """What it was given, in words."""
    return {"text": repr((value, *more)).encode()}


def join(*parts: object) -> Products:
    """All bytes that it was given, one after the other."""
    found = b""
    for part in parts:
        if isinstance(part, Mapping):
            found += b"".join(part[name] for name in sorted(part))
        elif isinstance(part, bytes):
            found += part
    return {"all": found}


def size(*parts: Mapping[str, bytes]) -> Products:
    """How much it was given: much may change without changing this."""
    return {"size": str(sum(len(data) for part in parts for data in part.values())).encode()}


def blob(seed: int, length: int) -> Products:
    """Many bytes, in two products."""
    data = bytes((seed * 31 + n * 7) % 256 for n in range(min(length, 997)))
    whole = (data * (length // len(data) + 1))[:length]
    return {"data": whole, "head": whole[:8]}


def slow(seconds: float, value: str) -> Products:
    """What it was given, after a while."""
    time.sleep(seconds)
    return {"text": value.encode()}


def stubborn(limit: float, value: str) -> Products:
    """What heeds no clock of Python's, with less grace than a program gives it."""
    with patch.object(time_limit_module, "GRACE_S", 0.2), time_limit(limit):
        time.sleep(60 if limit < 1 else 0)
    return {"text": value.encode()}


def note(log: str, name: str, *_: object) -> Products:
    """Add a line to a file, so that a test sees that it was called, and by which process."""
    with Path(log).open("a") as file:
        file.write(f"{name} {os.getpid()}\n")
    return {"name": name.encode()}


def fail(line: int, what: str) -> Products:
    """An author's mistake."""
    raise Location("content/a.md", line).failure(Code.INVALID_VALUE, what)


def break_down(what: str) -> Products:
    """A programmer's mistake."""
    raise RuntimeError(what)


def die(log: str, parent: int) -> Products:
    """End this process from outside, as the system does for want of memory; but not the one of the test."""
    with Path(log).open("a") as file:
        file.write(f"died {os.getpid()}\n")
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"text": b"done"}


def strange() -> object:
    """No bytes by name."""
    return {"text": "no bytes"}


def threads() -> Products:
    """How many threads linear algebra may use."""
    return {"threads": os.environ.get("OPENBLAS_NUM_THREADS", "").encode()}


def chatter() -> Products:
    """Print, and read what nobody says."""
    print("this goes nowhere that matters", flush=True)
    return {"text": os.read(0, 10) + b"."}


def picky(data: bytes) -> Products:
    """What it was given, which must not be nothing."""
    if not data:
        raise Location("content/a.md", 1).failure(Code.EMPTY_VALUE, "empty")
    return {"text": data}


def leave(code: int) -> Products:
    """End this process past all handlers, as code of an author may."""
    os._exit(code)
