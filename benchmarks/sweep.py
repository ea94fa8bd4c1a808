"""What large sweeps cost of which only the default is drawn: seconds, memory, files, the weight of their pages.

Writes sites of one article into temporary folders, builds each from scratch, and builds it again with nothing
changed: 10,000 runs of 400 iterations, and with `--huge` 100,000 runs of 40. Leaves 1 when a limit is missed.

    python benchmarks/sweep.py [--huge] [JOBS]
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
SITE = """\
title: A large site
base_url: https://klsim.example
author: A. Writer
language: en
"""


@dataclass(frozen=True)
class Case:
    """A sweep, and what its site may cost: seconds from scratch, memory, output, and its page, compressed."""

    iterations: int
    step_sizes: Sequence[float]
    momenta: Sequence[float]
    most_seconds: float
    most_megabytes: float
    most_output_megabytes: float
    most_page_kilobytes: float

    @property
    def runs(self) -> int:
        """How many there are, in both directions of the divergence."""
        return 2 * len(self.step_sizes) * len(self.momenta)

    @property
    def article(self) -> str:
        """The article with the sweep."""
        return f"""\
---
title: A large sweep
date: 2026-01-02
summary: {self.runs} runs.
---

```animation
id: large
simulation: gaussian-descent
caption: Look around.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
iterations: {self.iterations}
max_runs: {self.runs}
gif: default
sweep:
  objective: [kl_qp, kl_pq]
  step_size: {list(self.step_sizes)}
  momentum: {list(self.momenta)}
```

A [run](run:large?step_size=0.1&momentum=0.9) from [0](value:large?step_size=0.1&momentum=0.9&i=0#mean) on.
"""


LARGE = Case(
    400, [round(0.002 * k, 3) for k in range(1, 101)], [round(0.02 * k, 2) for k in range(50)], 6, 1000, 500, 1000
)
HUGE = Case(
    40,
    [round(0.0005 * k, 4) for k in range(1, 501)],
    [round(0.01 * k, 2) for k in range(100)],
    40,
    1000,
    500,
    1000,
)


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of all processors, and the most memory that any of the processes had."""

    seconds: float
    processor: float
    megabytes: float


def write_site(root: Path, article: str) -> None:
    """The site of an article, with the shipped templates."""
    (root / "content").mkdir()
    (root / "content" / "site.yaml").write_text(SITE)
    (root / "content" / "large.md").write_text(article)
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


def measure(case: Case, jobs: int) -> bool:
    """Build twice, print a table, and say whether the limits are met."""
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder), case.article)
        costs = {"from scratch": build(Path(folder), jobs), "nothing changed": build(Path(folder), jobs)}
        output = Path(folder, "output")
        files = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
        page = (output / "large" / "index.html").read_bytes()
    print(f"\n{case.runs} runs of {case.iterations} iterations")
    print(f"{jobs} jobs            seconds   processor   MB of the largest process")
    for name, cost in costs.items():
        print(f"{name:<20}{cost.seconds:>7.1f}{cost.processor:>12.1f}{cost.megabytes:>13.0f}")
    sent = len(gzip.compress(page, 6)) / 1e3
    print(f"\n{len(files)} files; page: {len(page) / 1e3:.0f} kB")
    limits = (
        ("from scratch, s", costs["from scratch"].seconds, case.most_seconds),
        (
            f"memory of all {jobs + 1} processes, MB",
            (jobs + 1) * costs["from scratch"].megabytes,
            case.most_megabytes,
        ),
        ("output, MB", sum(files) / 1e6, case.most_output_megabytes),
        ("page, compressed, kB", sent, case.most_page_kilobytes),
    )
    for name, value, limit in limits:
        print(f"{name:<34}{value:>8.1f}  {'within' if value <= limit else 'beyond'} {limit:g}")
    return all(value <= limit for _, value, limit in limits)


def main() -> int:
    """Measure one sweep, or both, and say whether all limits are met."""
    asked = sys.argv[1:]
    jobs = next((int(word) for word in asked if word.isdigit()), os.cpu_count() or 1)
    cases = [LARGE, HUGE] if "--huge" in asked else [LARGE]
    met = [measure(case, jobs) for case in cases]  # each, whatever the one before costs
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
