"""Ctrl-C and its like at any moment: the program ends at once, says so in a line, and leaves nothing running."""

import os
import pty
import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.engine.processes import PATIENCE_S, members, wait_until, workers
from tests.site.changing import write_version
from tests.site.processes import handles, signalled, started
from tests.site.references import follow
from tests.site.sites import ROOT, tree

SEED = int(os.environ.get("KLSIM_SEED", "20261126"))
SAID = "stopped; the next build goes on from here\n"
LIMIT_S = 5
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def moments(count: int, longest: float) -> list[float]:
    """Moments in seconds, of which half are while modules are imported."""
    chance = random.Random(SEED)
    return [chance.uniform(0, longest if n % 2 else 0.2) for n in range(count)]


@pytest.mark.sample(3)
@pytest.mark.parametrize("moment", moments(8, 4), ids="{:.3f}".format)
def test_a_signal_at_any_moment_ends_a_first_build_at_once(
    tmp_path: Path, clean: dict[str, dict[str, bytes]], moment: float
):
    config = write_version(tmp_path, "a")
    chance = random.Random(moment)
    ending, everyone, twice = chance.choice(ENDINGS), chance.random() < 0.5, chance.random() < 0.5
    with started(config, "--jobs", "2") as process:
        took, told = signalled(process, ending, moment, everyone=everyone, twice=twice)
    if process.returncode != 0:  # it was faster
        assert process.returncode == 128 + ending
        assert told.endswith(SAID)
        assert not [
            line for line in told.splitlines(keepends=True) if not line.endswith(" tasks\n") and line != SAID
        ]
    assert took < LIMIT_S
    for path, data in tree(config.output).items():
        assert path in (".klsim", ".klsim.part") or data == clean["a"][path]
    assert not follow(config.output)[1]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("task", [["check"], ["new", "article", "A title"]], ids=["check", "new"])
def test_other_tasks_end_with_a_line_too(tmp_path: Path, task: list[str], ending: signal.Signals):
    config = write_version(tmp_path, "a")
    for moment in moments(4, 0.6):
        with started(config, *task) as process:
            _, told = signalled(process, ending, moment)
        if process.returncode != 0:
            assert process.returncode == 128 + ending
            assert told in ("stopped\n", SAID)
        for path in config.content.glob("a-title*/index.md"):
            assert "A title" in path.read_text()
            shutil.rmtree(path.parent)  # the next one begins the same article


def test_a_signal_that_was_ignored_from_the_start_stays_so(tmp_path: Path):
    config = write_version(tmp_path, "a")
    usual = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup has it
    try:
        with started(config, "--jobs", "1") as process:
            wait_until(lambda: handles(process.pid, signal.SIGTERM))
            os.kill(process.pid, signal.SIGHUP)
            process.communicate(timeout=PATIENCE_S)
    finally:
        signal.signal(signal.SIGHUP, usual)
    assert process.returncode == 0


def test_nobody_has_to_read_the_last_words(tmp_path: Path):
    config = write_version(tmp_path, "a")
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, bytes(4096))
    os.set_blocking(writer, True)
    command = [sys.executable, "build.py", "--root", str(config.root), "--jobs", "2"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=writer, start_new_session=True)
    wait_until(lambda: workers(process.pid))
    process.terminate()
    assert process.wait(LIMIT_S) == 143
    assert not members(process.pid)
    os.close(writer)
    os.close(reader)


def test_the_cursor_of_a_terminal_comes_back(tmp_path: Path):
    config = write_version(tmp_path, "a")
    ours, its = pty.openpty()
    command = [sys.executable, "build.py", "--root", str(config.root), "--jobs", "2"]
    environment = {**os.environ, "TERM": "xterm"}
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=its, stdout=its, stdin=its, start_new_session=True, env=environment
    )
    os.close(its)
    shown = b""
    with suppress(OSError):  # the terminal is gone with the last who had it open
        while data := os.read(ours, 65536):
            shown += data
            if b"\x1b[?25l" in shown and process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
    os.close(ours)
    assert process.wait(PATIENCE_S) == 130
    assert not members(process.pid)
    _, _, after = shown.rpartition(b"\x1b[?25l")
    assert b"\x1b[?25h" in after
    assert after.endswith(SAID.replace("\n", "\r\n").encode())
    assert b"Traceback" not in shown


@pytest.mark.parametrize("megabytes", [60, 120, 200])
def test_want_of_memory_is_told_in_a_line(tmp_path: Path, megabytes: int):
    config = write_version(tmp_path, "a")
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({megabytes << 20},) * 2); "
    code = f"{limit}import runpy, sys; sys.argv[1:] = ['--root', {str(config.root)!r}, '--jobs', '1']; "
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}runpy.run_path('build.py', run_name='__main__')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    if ran.returncode:
        told = [line for line in ran.stderr.splitlines() if not line.endswith(" tasks")]
        assert len(told) == 1, ran.stderr
        assert told[0].startswith(("there is not enough memory", "OpenBLAS error: Memory"))
