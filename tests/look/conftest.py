"""A site of one article with a figure and a game, and its pictures, each made once."""

import subprocess
import sys
from pathlib import Path

import pytest

from klsim.build import build
from tests.site.sites import ROOT, write_site

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
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built; not to be changed."""
    config = write_site(tmp_path_factory.mktemp("look"), ARTICLE)
    build(config)
    return config.output


@pytest.fixture(scope="session")
def album(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All its pictures."""
    folder = tmp_path_factory.mktemp("album")
    ran = run_look("pictures", site, folder)
    assert ran.returncode == 0, ran.stderr
    return folder
