"""Measures how long a whole build takes of a site with 100 MB of CSV, first and again, and how much memory:
python -m benchmarks.recorded_site [MB]

The table is that of `benchmarks/recordings.py`: a hundred runs, of which the page plays all and one has a GIF.
Targets: no process has more than 2 GB, and a build again takes no more than a tenth of the first. Prints what was
measured, and ends with 1 where a target is missed.
"""

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.recordings import make_table

MOST_BYTES, MOST_SHARE = 2_000_000_000, 0.1

SITE = """\
title: A site with much data
base_url: https://klsim.example
author: A. Writer
language: en
"""

ARTICLE = """\
---
title: A training
date: 2026-01-02
summary: A hundred runs.
---

```animation
id: rates
simulation: recorded
caption: A loss that nothing lowers.
data: runs.csv
axes: [rate, seed]
iteration: step
objective: loss
panels: [{curve: loss}]
gif: default
```
"""


def main(megabytes: float) -> int:
    """Measure, print, and say whether the targets are met."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        article = root / "content" / "training"
        article.mkdir(parents=True)
        (root / "content" / "site.yaml").write_text(SITE, encoding="utf-8")
        (article / "index.md").write_text(ARTICLE, encoding="utf-8")
        size = (article / "runs.csv").write_bytes(make_table(megabytes))
        first = _build(root)
        again = _build(root)
        files = [path for path in (root / "output").rglob("*") if path.is_file()]
        published = sum(path.stat().st_size for path in files)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    most = children.ru_maxrss * 1024
    print(
        f"{size / 1e6:.0f} MB of CSV: built in {first:.1f} s, again in {again:.1f} s "
        f"({children.ru_utime + children.ru_stime:.1f} s of processors in all); the largest process had "
        f"{most / 1e6:.0f} MB; {len(files)} files, {published / 1e6:.0f} MB"
    )
    return int(most > MOST_BYTES or again > MOST_SHARE * first)


def _build(root: Path) -> float:
    """Build the site in a process of its own, and say how many seconds it took."""
    began = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "klsim", "--root", str(root), "build"], check=True, stdout=subprocess.DEVNULL
    )
    return perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 100))
