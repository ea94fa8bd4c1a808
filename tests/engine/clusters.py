"""Schedulers and workers as processes of their own, as on other machines: they know nothing of what a test has."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.engine.processes import PATIENCE_S, ROOT, wait_until

PATIENT_S = 4

_QUIET = {f"DASK_LOGGING__{name}": "critical" for name in ("DISTRIBUTED", "TORNADO")}
_THREADS = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")


@dataclass
class Processes:
    """A scheduler and its workers; each worker has one thread and no nanny that would start it again."""

    folder: Path
    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def spec(self) -> str:
        """The executor that uses them."""
        return f"dask:{self.address}"

    @property
    def impatient(self) -> str:
        """The same, patient for a short while."""
        return f"{self.spec},patience={PATIENT_S}"

    def wait_for_workers(self, number: int) -> None:
        """Until the scheduler knows so many."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(number)

    def start_worker(
        self, preload: str = "", path: Path | None = None, **environment: str
    ) -> subprocess.Popen[bytes]:
        """One more worker. `preload` is code that it runs first, `path` a folder that it imports from first."""
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder)]
        if preload:
            file = self.folder / f"preload{len(self.workers)}.py"
            file.write_text(preload)
            options += ["--preload", str(file)]
        folders = os.pathsep.join(map(str, [*([path] if path else []), ROOT]))
        worker = _start("worker", self.folder, self.address, *options, PYTHONPATH=folders, **environment)
        self.workers.append(worker)
        return worker


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Processes]:
    """So many workers in a folder where nothing is; all of it is gone afterwards."""
    folder.mkdir(exist_ok=True)
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    processes = Processes(folder, "", _start("scheduler", folder, *options, PYTHONPATH=str(ROOT)))
    try:
        wait_until(lambda: file.exists() and file.read_text().endswith("}"))
        processes.address = json.loads(file.read_text())["address"]
        for _ in range(workers):
            processes.start_worker()
        yield processes
    finally:
        for process in (*processes.workers, processes.scheduler):
            process.kill()
            process.wait(PATIENCE_S)


def _start(what: str, folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "distributed.cli.dask_" + what, *arguments],
        cwd=folder,
        env={**os.environ, **_THREADS, **_QUIET, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
