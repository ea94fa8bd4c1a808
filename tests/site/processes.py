"""Builds as processes, to be ended in any way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from klsim.config import Config
from klsim.site.build import build
from tests.site.sites import ROOT

PATIENCE_S = 60
CHANGES = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir"})
WRITING = os.O_WRONLY | os.O_RDWR
WARM = get_context("forkserver")
WARM.set_forkserver_preload(["tests.site.processes", "klsim.site.draw", "klsim.site.draw_game"])


def start_warm(config: Config, kill: tuple[int, float] | None = None) -> BaseProcess:
    """A build in a process of its own that has imported everything already.

    kill: (n, seconds): it is killed so long after it is about to change the output folder for the nth time
    """
    process = WARM.Process(target=_build, args=(config, kill))
    process.start()
    return process


def _build(config: Config, kill: tuple[int, float] | None) -> None:
    if kill:
        count = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            changes = event in CHANGES or (
                event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
            )
            if changes and str(arguments[0]).startswith(str(config.output)):
                count += 1
                if count == kill[0]:
                    if kill[1] == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    signal.setitimer(signal.ITIMER_REAL, kill[1])  # SIGALRM ends it just as SIGKILL would

        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        sys.addaudithook(watch)
    build(config)


@contextmanager
def started(
    config: Config, *options: str, program: Path = ROOT, **environment: str
) -> Iterator[subprocess.Popen[str]]:
    """A build as an author starts it, in a process group of its own; nothing of it is left afterwards."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a background job of a shell
        signal.signal(signal.SIGINT, signal.default_int_handler)  # else what starts here ignores it too
    process = subprocess.Popen(
        [sys.executable, "build.py", *options, "--root", str(config.root)],
        cwd=program,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for number in members(process.pid):
            os.kill(number, signal.SIGKILL)
        process.wait(PATIENCE_S)


def built(config: Config, *options: str, program: Path = ROOT, **environment: str) -> tuple[int, str, str]:
    """A whole build as an author starts it: exit code, and what it printed on standard output and error."""
    with started(config, *options, program=program, **environment) as process:
        printed, told = process.communicate(timeout=PATIENCE_S)
        return process.returncode, printed, told


def signalled(
    process: subprocess.Popen[str],
    ending: signal.Signals,
    seconds: float,
    *,
    everyone: bool = False,
    twice: bool = False,
) -> tuple[float, str]:
    """Send a signal so long after the program can handle one: the seconds until its end, and what it told of it.

    everyone: to its whole process group, as a terminal does
    twice:    send it again while it ends
    """
    wait_until(lambda: handles(process.pid, signal.SIGTERM) or process.poll() is not None)
    time.sleep(seconds)
    began = time.monotonic()
    for _ in range(1 + twice):
        with suppress(ProcessLookupError):
            (os.killpg if everyone else os.kill)(process.pid, ending)
        time.sleep(0.002 * twice)
    process.wait(PATIENCE_S)
    took = time.monotonic() - began
    left = members(process.pid)
    _, told = process.communicate(timeout=PATIENCE_S)
    assert not left
    return took, told


def handles(process: int, number: int) -> bool:
    """Whether a process has a handler of its own for a signal."""
    caught = [line.split()[1] for line in _read(process, "status").splitlines() if line.startswith("SigCgt")]
    return bool(caught) and bool(int(caught[0], 16) >> (number - 1) & 1)


def members(session: int) -> list[int]:
    """The processes of a session that are alive."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if _is_in(number, session)]


def workers(session: int) -> list[int]:
    """Those of them that draw."""
    return [number for number in members(session) if "klsim.site.worker" in _read(number, "cmdline")]


def _is_in(number: int, session: int) -> bool:
    fields = _read(number, "stat").rpartition(")")[2].split()
    return bool(fields) and fields[0] not in "ZX" and int(fields[3]) == session


def _read(number: int, name: str) -> str:
    try:
        return (Path("/proc") / str(number) / name).read_text()
    except OSError:
        return ""  # it has just ended


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
