"""The preview's side of the process that builds."""

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, TypeAlias

from klsim.config import Config
from klsim.content.moment import Present
from klsim.engine.digest import source_digest
from klsim.preview.messages import Message, decode
from klsim.shutdown import Shutdown

PACKAGE = Path(__file__).parents[1]
PATIENCE_S = 2.0
"""How long a process that is to end is waited for."""

LAST_LINES = 40
"""How much of what a process printed on standard error is told when it ends without a word."""


@dataclass(frozen=True)
class Reply:
    """A message of the process with this number."""

    process: int
    message: Message


@dataclass(frozen=True)
class Ended:
    """The process with this number is gone; the last lines that it printed."""

    process: int
    printed: str


Tell: TypeAlias = Callable[[Reply | Ended], None]


class Builder:
    """Has a process build, and starts one whenever there is none. To be used from the main thread."""

    def __init__(
        self,
        config: Config,
        executor: str,
        tell: Tell,
        shutdown: Shutdown,
        now: Callable[[], float],
        present: Callable[[], Present],
    ) -> None:
        folders = [os.path.realpath(folder) for folder in (config.root, config.output)]
        self._command = [sys.executable, "-m", "klsim.preview.worker", *folders, executor]
        self._tell, self._shutdown, self._now, self._present = tell, shutdown, now, present
        self._process: subprocess.Popen[str] | None = None

    def ask(self) -> None:
        """Have the site built; what is under way makes place for it."""
        if self._process is None or self._process.poll() is not None:
            command = [*self._command, source_digest(PACKAGE)]
            with self._shutdown.deferred():  # so that none is started and not known
                self._process = _start(command, self._tell)
        present = self._present()
        try:
            _input(self._process).write(f"{int(self._now())} {present.seconds} {present.day}\n")
            _input(self._process).flush()
        except BrokenPipeError:
            pass  # it has just ended, and that will be told

    def is_current(self, process: int) -> bool:
        """Whether this process is the one that builds now."""
        return self._process is not None and self._process.pid == process

    def forget(self) -> None:
        """The process ends by itself: the next build needs another."""
        self._process = None

    def close(self) -> None:
        """End the process and those that draw for it, at once: a build may be killed at any moment."""
        if self._process is None or self._process.poll() is not None:
            return
        with suppress(ProcessLookupError):  # gone meanwhile
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE_S)


def _input(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdin is not None
    return process.stdin


def _start(command: list[str], tell: Tell) -> subprocess.Popen[str]:
    """A process in a group of its own, so that Ctrl-C is the preview's to handle, and its pool ends with it."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        cwd=PACKAGE.parent,
        start_new_session=True,
    )
    printed: deque[str] = deque(maxlen=LAST_LINES)
    echo = Thread(target=_echo, args=(process, printed), daemon=True)
    echo.start()
    Thread(target=_listen, args=(process, echo, printed, tell), daemon=True).start()
    return process


def _echo(process: subprocess.Popen[str], printed: deque[str]) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        printed.append(line)
        print(line, end="", file=sys.stderr, flush=True)


def _listen(process: subprocess.Popen[str], echo: Thread, printed: deque[str], tell: Tell) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if not line.endswith("\n"):
            break  # torn off
        tell(Reply(process.pid, decode(line)))
    process.wait()
    echo.join(timeout=1)
    tell(Ended(process.pid, "".join(printed)))
