"""How much faster two processes build the shipped site than one, from scratch, and whether the bytes are the same.

Builds a copy of the site by turns with one and with two jobs, each time in a process of its own and from nothing.
Other work on the machine spoils the ratio, so measure when there is none: where there is, the seconds of the
processors differ from build to build. Leaves 1 when the target is missed.

    python benchmarks/cores.py [REPEATS]
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
LEAST_RATIO = 1.7
MOST_MEGABYTES = 300


@dataclass(frozen=True)
class Measured:
    """One build: seconds on the clock and of all processors, MB of the largest process, a hash of its output."""

    seconds: float
    processor: float
    megabytes: float
    digest: str


def build(jobs: int) -> Measured:
    """A build from scratch."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("content", "templates", "simulations"):  # a copy has no store that could have anything ready
            shutil.copytree(ROOT / name, Path(folder, name))
        command = [sys.executable, str(ROOT / "build.py"), "--root", folder, "--jobs", str(jobs)]
        began = perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
        if status:
            sys.exit(f"the build failed: {command}")
        unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
        processor = usage.ru_utime + usage.ru_stime
        return Measured(seconds, processor, usage.ru_maxrss * unit / 1e6, digest_of(Path(folder, "output")))


def digest_of(folder: Path) -> str:
    """A hash of every file below a folder but the lock, names and bytes."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"):
        total.update(f"{path.relative_to(folder)}:{path.stat().st_size}:".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def main() -> int:
    """Build by turns, print a table, and say whether the target is met."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print("jobs   seconds   processor   MB of the largest process")
    seconds: dict[int, list[float]] = {1: [], 2: []}
    digests, megabytes = set(), 0.0
    for jobs in (1, 2) * repeats:
        measured = build(jobs)
        print(
            f"{jobs:>4}{measured.seconds:>10.1f}{measured.processor:>12.1f}{measured.megabytes:>10.0f}", flush=True
        )
        seconds[jobs].append(measured.seconds)
        digests.add(measured.digest)
        megabytes = max(megabytes, measured.megabytes)
    ratio = median(seconds[1]) / median(seconds[2])
    print(f"\nratio of the medians: {ratio:.2f} (target ≥ {LEAST_RATIO})")
    print(f"bytes: {'the same' if len(digests) == 1 else 'DIFFERENT'}")
    print(f"memory of the largest process: {megabytes:.0f} MB (limit {MOST_MEGABYTES})")
    return 0 if ratio >= LEAST_RATIO and len(digests) == 1 and megabytes <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
