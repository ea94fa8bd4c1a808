"""What a sweep of 10,000 runs costs of which only the default is drawn: seconds, memory, the weight of its page.

Writes a site of one article into a temporary folder, builds it from scratch, and builds it again with nothing
changed. Leaves 1 when a limit is missed.

    python benchmarks/sweep.py [JOBS]
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 60
MOST_MEGABYTES = 1000
SITE = """\
title: A large site
base_url: https://klsim.example
author: A. Writer
language: en
"""
ARTICLE = f"""\
---
title: A large sweep
date: 2026-01-02
summary: Ten thousand runs.
---

```animation
id: large
simulation: gaussian-descent
caption: Look around.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
iterations: 400
max_runs: 10000
gif: default
sweep:
  objective: [kl_qp, kl_pq]
  step_size: {[round(0.002 * k, 3) for k in range(1, 101)]}
  momentum: {[round(0.02 * k, 2) for k in range(50)]}
```

A [run](run:large?step_size=0.1&momentum=0.9) that [converged](value:large?step_size=0.1&momentum=0.9#status).
"""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of all processors, and the most memory that any of the processes had."""

    seconds: float
    processor: float
    megabytes: float


def write_site(root: Path) -> None:
    """The site, with the shipped templates."""
    (root / "content").mkdir()
    (root / "content" / "site.yaml").write_text(SITE)
    (root / "content" / "large.md").write_text(ARTICLE)
    shutil.copytree(ROOT / "templates", root / "templates")


def build(root: Path, jobs: int) -> Cost:
    """Build in a process of its own, which starts others."""
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(root), "--jobs", str(jobs)]
    began = perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the build failed: {command}")
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    return Cost(perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def main() -> int:
    """Build twice, print a table, and say whether the limits are met."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder))
        costs = {"from scratch": build(Path(folder), jobs), "nothing changed": build(Path(folder), jobs)}
        output = Path(folder, "output")
        files = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
        page = (output / "large" / "index.html").read_bytes()
    print(f"\n{jobs} jobs            seconds   processor   MB of the largest process")
    for name, cost in costs.items():
        print(f"{name:<20}{cost.seconds:>7.1f}{cost.processor:>12.1f}{cost.megabytes:>13.0f}")
    seconds, megabytes = costs["from scratch"].seconds, (jobs + 1) * costs["from scratch"].megabytes
    print(f"\n{len(files)} files of {sum(files) / 1e6:.0f} MB")
    print(f"page: {len(page) / 1e3:.0f} kB, compressed {len(gzip.compress(page, 6)) / 1e3:.0f} kB")
    print(f"from scratch: {seconds:.1f} s (limit {MOST_SECONDS})")
    print(f"memory of all {jobs + 1} processes: at most {megabytes:.0f} MB (limit {MOST_MEGABYTES})")
    return 0 if seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
