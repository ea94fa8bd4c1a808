"""A cluster on this machine: a scheduler and workers as processes, which end with the one that started them.

They are in a session of their own, so that Ctrl-C does not reach them, and can be ended all at once.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from tempfile import mkdtemp
from threading import Event, Thread

from klsim.diagnostics import BuildError
from klsim.engine.processes import THREADS
from klsim.engine.worker import command

_HOST = "127.0.0.1"


@dataclass(frozen=True)
class LocalCluster:
    """Processes that were started, and the folder that they put things in."""

    process: subprocess.Popen[str]
    scratch: str

    def address(self) -> str:
        """Where its scheduler is, once it and all workers are there. Raises BuildError where they do not come."""
        assert self.process.stdout
        found = self.process.stdout.readline().strip()
        if "://" not in found:
            raise BuildError(f"the cluster on this machine does not start: {found or 'it was ended'}")
        return found

    def end(self) -> None:
        """End all of them at once."""
        if sys.platform == "win32":
            self.process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        shutil.rmtree(self.scratch, ignore_errors=True)


def start_cluster(workers: int) -> LocalCluster:
    """Start a scheduler and so many workers. Raises BuildError where no process can be started."""
    scratch = mkdtemp(prefix="klsim-")
    try:
        process = subprocess.Popen(
            command("klsim.engine.local_cluster", str(workers), scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, **dict.fromkeys(THREADS, "1")},
            start_new_session=True,
        )
    except OSError as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise BuildError(f"the cluster on this machine does not start: {error.strerror or error}") from error
    return LocalCluster(process, scratch)


def main() -> None:
    """Be the cluster until standard input ends."""
    workers, scratch = int(sys.argv[2]), sys.argv[3]
    Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
    try:
        from distributed import LocalCluster as Cluster

        cluster = Cluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            host=_HOST,
            dashboard_address=None,
            memory_limit=0,
            local_directory=scratch,
        )
        cluster.wait_for_workers(workers)
        print(cluster.scheduler_address, flush=True)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        return
    Event().wait()


def _end_with_parent(scratch: str) -> None:
    """Wait for the end of whoever started this, and end with all workers."""
    with suppress(OSError):
        sys.stdin.read()
    shutil.rmtree(scratch, ignore_errors=True)
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
