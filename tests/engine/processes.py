"""Programs that run tasks, as processes to be ended in any way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


def heed_interrupts() -> None:
    """Let what starts here be interrupted, also where this is a background job of a shell."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def started(code: str, *arguments: object, **environment: str) -> AbstractContextManager[subprocess.Popen[str]]:
    """Python code, as `running` has it."""
    return running("-c", code, *map(str, arguments), **environment)


@contextmanager
def running(*arguments: str, folder: Path = ROOT, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A Python program in a session of its own; nothing of it is left afterwards."""
    heed_interrupts()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for number in members(process.pid):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        process.wait(PATIENCE_S)


def members(session: int) -> list[int]:
    """The processes of a session that are alive."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if _is_in(number, session)]


def workers(session: int) -> list[int]:
    """Those of them that work for another."""
    return [number for number in members(session) if "engine.worker" in _read(number, "cmdline")]


def _is_in(number: int, session: int) -> bool:
    fields = _read(number, "stat").rpartition(")")[2].split()
    return bool(fields) and fields[0] not in "ZX" and int(fields[3]) == session


def _read(number: int, name: str) -> str:
    try:
        return (Path("/proc") / str(number) / name).read_text()
    except OSError:
        return ""  # it has just ended


def wait_until(is_so: Callable[[], object], every_s: float = 0.005) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every_s)
