"""A site of one article with a figure and a game, and its pictures, each made once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import made_once
from tests.site.sites import ROOT, built_site

ARTICLE = """\
---
title: A page to look at
date: 2026-01-02
summary: What is on it.
---

The lead, and *more*.

```animation
id: walk
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 90
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.2, 2]
```

```match
id: by-hand
simulation: gaussian-match
caption: Find p.
targets: [{mean: 1, variance: 2}, {mean: 3, variance: 1}]
```
"""


def run_look(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a reader of CONTRIBUTING.md does."""
    command = [sys.executable, "-m", "tests.look", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site() -> Path:
    """The site, built; not to be changed."""
    return built_site(ARTICLE).output


@pytest.fixture(scope="session")
def album(site: Path) -> Path:
    """All its pictures."""

    def take(folder: Path) -> None:
        ran = run_look("pictures", site, folder)
        assert ran.returncode == 0, ran.stderr

    return made_once("album", take)
