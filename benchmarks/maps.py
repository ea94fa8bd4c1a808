"""What a map of 250,000 outcomes costs: seconds, memory, and the weight of its picture and of what its page loads.

Writes a site of one article into a temporary folder and builds it from scratch. Leaves 1 when a limit is missed.

    python benchmarks/maps.py [JOBS]
"""

import gzip
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.sweep import Cost, build, write_site  # noqa: E402

MOST_SECONDS = 15
MOST_MEGABYTES = 1000
MOST_PICTURE_KB = 300
MOST_LOADED_KB = 400
MAP = """\
---
title: A map
date: 2026-01-02
summary: A quarter of a million runs.
---

```animation
id: edge
simulation: gaussian-descent
caption: Each pixel is a run.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 400
map:
  x: {step_size: {from: 0.02, to: 3, count: 600, spacing: log}}
  y: {momentum: {from: 0, to: 1, count: 417}}
lattice: [2, 2]
```
"""


def loaded(output: Path) -> int:
    """Bytes that come with the page, text compressed: itself, styles, scripts, and the pictures that it shows."""
    page = output / "large" / "index.html"
    light = [path for path in (output / "large" / "edge").glob("*.png") if "-dark" not in path.name]
    text = [page, *(output / "assets").glob("*.css"), *(output / "assets").glob("figures*.js")]
    return sum(len(gzip.compress(path.read_bytes())) for path in text) + sum(path.stat().st_size for path in light)


def main() -> None:
    """Build once, print a table, and leave 1 when a limit is missed."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_site(root, MAP)
        cost: Cost = build(root, jobs)
        figure = root / "output" / "large" / "edge"
        picture = max(path.stat().st_size for path in figure.glob("map*.png")) / 1e3
        table = max(len(gzip.compress(path.read_bytes())) for path in figure.glob("map*.js")) / 1e3
        rows = (
            ("seconds on the clock", cost.seconds, MOST_SECONDS),
            ("MB of the largest process", cost.megabytes, MOST_MEGABYTES),
            ("kB of a picture", picture, MOST_PICTURE_KB),
            ("kB with the page, compressed", loaded(root / "output") / 1e3, MOST_LOADED_KB),
        )
        print(f"{600 * 417} outcomes, {jobs} jobs, {cost.processor:.1f} s of processors; the table {table:.0f} kB")
        for name, found, most in rows:
            print(f"{name:30} {found:8.1f}  at most {most}")
    sys.exit(any(found > most for _, found, most in rows))


if __name__ == "__main__":
    main()
