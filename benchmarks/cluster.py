"""How much faster 2 and 4 workers of a cluster do a sweep than 1: its runs sleep, so that cores do not matter.

Counted from the first batch that is sent: workers are started and connected to before. Each number of workers has
a cluster of its own, of processes on this machine. Leaves 1 when a target is missed.

    python benchmarks/cluster.py [BATCHES]
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from klsim.engine.executor import executor  # noqa: E402
from klsim.engine.run import run  # noqa: E402
from klsim.engine.store import Store  # noqa: E402
from klsim.engine.task import Products, Task  # noqa: E402

RUNS = 128
PAUSE_S = 0.002
LEAST = {2: 1.8, 4: 3.4}
PATIENCE_S = 60


def sleep(first: int, runs: int) -> Products:
    """What so many runs of a slow simulation take."""
    time.sleep(runs * PAUSE_S)
    return {"text": str(first).encode()}


def measure(workers: int, batches: int) -> float:
    """The seconds that a sweep takes with so many workers."""
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster(Path(folder), workers) as address,
        Store(Path(folder, "store")) as store,
        executor(f"dask:{address}") as where,
    ):
        function = "benchmarks.cluster:sleep"
        greeting = [Task(f"hello/{n}", function, (n, 1)) for n in range(2 * workers)]
        run(greeting, store, where, build=store.next_build(0))
        sweep = [Task(f"runs/{n}", function, (n, RUNS)) for n in range(batches)]
        began = perf_counter()
        run(sweep, store, where, build=store.next_build(0))
        return perf_counter() - began


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and so many workers, all of them there; its address."""
    from distributed import Client

    file = folder / "scheduler.json"
    local = ["--no-dashboard", "--scheduler-file", str(file)]
    processes = [_start("scheduler", folder, *local, "--host", "127.0.0.1", "--port", "0")]
    try:
        end = perf_counter() + PATIENCE_S
        while not (file.exists() and file.read_text().endswith("}")):
            if perf_counter() > end:
                sys.exit("the scheduler does not start")
            time.sleep(0.05)
        alone = ["--no-nanny", "--nthreads", "1"]
        processes += [_start("worker", folder, *local, *alone) for _ in range(workers)]
        address = json.loads(file.read_text())["address"]
        with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(workers, timeout=PATIENCE_S)
        yield address
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _start(what: str, folder: Path, *options: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"distributed.cli.dask_{what}", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> int:
    """Measure, print a table, and say whether the targets are met."""
    batches = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    print(f"{batches} batches of {RUNS} runs that sleep {PAUSE_S * 1000:g} ms each")
    print("workers   seconds   ratio")
    seconds: dict[int, float] = {}
    for workers in (1, *LEAST):
        seconds[workers] = measure(workers, batches)
        ratio = seconds[1] / seconds[workers]
        target = f"   (target ≥ {LEAST[workers]})" if workers in LEAST else ""
        print(f"{workers:>7}{seconds[workers]:>10.2f}{ratio:>8.2f}{target}", flush=True)
    return 0 if all(seconds[1] / seconds[workers] >= least for workers, least in LEAST.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
