"""An installed Chromium, or another browser that is made of it, without windows and spoken to through pipes.

Messages are JSON with a zero byte after each: the Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol/.
"""

import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from klsim.diagnostics import BuildError

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("msedge", "microsoft-edge", "microsoft-edge-stable", "brave-browser", "chromium-headless-shell"),
)
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
FLAGS = (
    *("--headless", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--mute-audio"),
    *("--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
SECONDS = 60.0
"""How long an answer may take."""

GRACE_S, LOOK_S = 3.0, 0.02
"""How long the browser may take to end when it is asked to, and how often that is looked at."""

_READ, _WRITE = 3, 4
"""The numbers of the pipes, as the browser has them."""

_FREE = 10


class BrowserError(BuildError):
    """There is no browser, or it does not do what it is asked; the message says which."""


def find_browser(named: str) -> str:
    """The path of a browser: that which is named, else the first that is installed. Raises BrowserError."""
    if named:
        if found := shutil.which(named):
            return found
        raise BrowserError(f"there is no browser {named!r}; name the program itself, or leave it out")
    there = [*filter(None, map(shutil.which, NAMES)), *(path for path in ELSEWHERE if Path(path).exists())]
    if not there:
        known = "Chromium, Chrome or Edge"
        hint = "install one of them, or name it: `--browser PATH`, or CHROME=PATH in the environment"
        raise BrowserError(f"printing takes {known}, and none is on the PATH; {hint}")
    return there[0]


class Browser:
    """A browser under way."""

    def __init__(self, path: str, reader: int, writer: int) -> None:
        self._path, self._reader, self._writer = path, reader, writer
        self._numbers = count(1)
        self._rest = b""
        self._events: list[Mapping[str, Any]] = []

    def call(self, method: str, session: str = "", /, **parameters: Any) -> Mapping[str, Any]:
        """What a method gives. Raises BrowserError where it fails, or takes too long."""
        number = next(self._numbers)
        message = {
            "id": number,
            "method": method,
            "params": parameters,
            **({"sessionId": session} if session else {}),
        }
        with self._noticing(method):
            _write(self._writer, json.dumps(message).encode() + b"\0")
        for answer in self._messages(method):
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{self._path}: {method}: {answer['error'].get('message')}")
                result: Mapping[str, Any] = answer.get("result", {})
                return result
            self._events.append(answer)
        raise AssertionError

    def wait(self, event: str, session: str) -> None:
        """Wait for an event of a session, or be content with one that has come already."""
        while True:
            for n, one in enumerate(self._events):
                if one.get("method") == event and one.get("sessionId") == session:
                    del self._events[: n + 1]
                    return
            self._events.append(next(self._messages(event)))

    def _messages(self, awaited: str) -> Iterator[Mapping[str, Any]]:
        while True:
            while b"\0" in self._rest:
                message, _, self._rest = self._rest.partition(b"\0")
                yield json.loads(message)
            if not select.select([self._reader], [], [], SECONDS)[0]:
                raise BrowserError(
                    f"{self._path} does not answer: {awaited} takes longer than {SECONDS:g} seconds"
                )
            with self._noticing(awaited):
                data = os.read(self._reader, 1 << 20)
                if not data:
                    raise BrokenPipeError
            self._rest += data

    @contextmanager
    def _noticing(self, awaited: str) -> Iterator[None]:
        try:
            yield
        except (BrokenPipeError, ConnectionError):
            raise BrowserError(f"{self._path} has ended by itself, at {awaited}") from None


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """A browser that was started, with a profile of its own; it ends with this context, with all that it started.

    Raises BrowserError where it cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="klsim-browser-", ignore_cleanup_errors=True) as profile:
        ours, theirs = _pipes()
        try:
            process = _start([path, *FLAGS, *_sandbox(), f"--user-data-dir={profile}", "about:blank"], theirs)
        except OSError as error:
            _close(*ours, *theirs)
            raise BrowserError(f"{path} cannot be started: {error.strerror}") from None
        _close(*theirs)
        try:
            started = Browser(path, *ours)
            yield started
            with suppress(BrowserError):
                started.call("Browser.close")
        finally:
            _close(*ours)
            _end(process)


def _sandbox() -> list[str]:
    """Root has to do without the sandbox."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """What we read and write, and what the browser does: by numbers that are not in the way of its own."""
    (reads, answers), (orders, writes) = os.pipe(), os.pipe()
    theirs = tuple(fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, _FREE) for one in (orders, answers))
    _close(orders, answers)
    return (reads, writes), (theirs[0], theirs[1])


def _start(command: list[str], pipes: tuple[int, int]) -> int:
    """Start a program in a group of its own; its number."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, pipes[0], _READ),
        (os.POSIX_SPAWN_DUP2, pipes[1], _WRITE),
    ]
    return os.posix_spawn(command[0], command, os.environ, file_actions=actions, setpgroup=0)


def _end(process: int) -> None:
    """Wait for a process to end, and end it with its group where it takes too long."""
    for _ in range(round(GRACE_S / LOOK_S)):
        if os.waitpid(process, os.WNOHANG)[0]:
            break
        select.select([], [], [], LOOK_S)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def _close(*pipes: int) -> None:
    for pipe in pipes:
        with suppress(OSError):
            os.close(pipe)
