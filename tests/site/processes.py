"""Builds as processes, to be ended in any way."""

import os
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager, suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from klsim.build import build
from klsim.config import Config
from tests.engine.processes import PATIENCE_S, members, running, wait_until
from tests.site.sites import ROOT

CHANGES = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime", "sqlite3.connect"})
WRITING = os.O_WRONLY | os.O_RDWR
TASKS = (
    "klsim.declaring",
    "klsim.figures.reading",
    "klsim.figures.animation.outcomes",
    "klsim.figures.animation.outline",
    "klsim.figures.animation.page",
    "klsim.figures.animation.pictures",
    "klsim.figures.animation.runs",
    "klsim.figures.animation.values",
    "klsim.figures.animation.view_task",
    "klsim.figures.match.page",
    "klsim.figures.match.view",
    "klsim.figures.match.work",
    "klsim.formats.assets",
    "klsim.formats.embedded",
    "klsim.formats.html",
    "klsim.render.panel_image",
    "klsim.simulations.gaussian_descent",
    "klsim.simulations.mixture_descent",
    "klsim.simulations.terrain_descent",
)
"""The modules of tasks, which a build imports only where they run."""

WARM = get_context("forkserver")
WARM.set_forkserver_preload(["tests.site.processes", *TASKS])


def start_warm(config: Config, kill: tuple[int, float] | None = None) -> BaseProcess:
    """A build in a process of its own that has imported everything already.

    kill: (n, seconds): it is killed so long after it is about to change the output folder or the store for the
          nth time
    """
    process = WARM.Process(target=_build, args=(config, kill))
    process.start()
    return process


def _build(config: Config, kill: tuple[int, float] | None) -> None:
    if kill:
        count = 0
        places = (str(config.output), str(config.store))

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            changes = event in CHANGES or (
                event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
            )
            if changes and str(arguments[0]).startswith(places):
                count += 1
                if count == kill[0]:
                    if kill[1] == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    signal.setitimer(signal.ITIMER_REAL, kill[1])  # SIGALRM ends it just as SIGKILL would

        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        sys.addaudithook(watch)
    build(config)


def started(
    config: Config, *options: str, program: Path = ROOT, **environment: str
) -> AbstractContextManager[subprocess.Popen[str]]:
    """A build as an author starts it, as `running` has it."""
    return running("build.py", *options, "--root", str(config.root), folder=program, **environment)


def built(
    config: Config, *options: str, program: Path = ROOT, patience_s: float = PATIENCE_S, **environment: str
) -> tuple[int, str, str]:
    """A whole build as an author starts it: exit code, and what it printed on standard output and error."""
    with started(config, *options, program=program, **environment) as process:
        printed, told = process.communicate(timeout=patience_s)
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
    try:
        status = (Path("/proc") / str(process) / "status").read_text()
    except OSError:
        return False  # it has just ended
    caught = [line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")]
    return bool(caught) and bool(int(caught[0], 16) >> (number - 1) & 1)
