"""A small site with recorded runs, for tests."""

from collections.abc import Mapping
from pathlib import Path

from klsim.build import build
from klsim.config import Config
from tests.shared import made_once
from tests.site.sites import put, write_site

HEAD = """\
---
title: A training
date: 2026-01-02
summary: What it says.
---

The lead.

"""

BLOCK = """\
```animation
id: rates
simulation: recorded
caption: A loss falls.
data: runs.csv
axes: [lr, seed]
iteration: step
until: loss < 0.5
panels: [{curve: loss, scale: log}]
default: {lr: 0.1}
gif: default
```
"""

TEXT = """
After [2](value:rates?lr=0.1#converged_at) steps, [0.25](value:rates?lr=0.1&i=2#loss); [the other](run:rates?lr=0.5).
"""

ARTICLE = HEAD + BLOCK + TEXT

RUNS = {(0.1, 1): (1, 0.5, 0.25, 0.125), (0.1, 2): (1, 0.75, 0.5), (0.5, 1): (1, 2, 4, 8, 16)}
"""The losses of each learning rate and seed; the last combination of the grid is not there."""


def table(runs: Mapping[tuple[float, int], tuple[float, ...]] = RUNS) -> str:
    """Runs as a CSV file, the accuracy measured at every other step."""
    rows = (
        f"{lr},{seed},{step},{loss},{1 - loss / 20 if step % 2 == 0 else ''}"
        for (lr, seed), losses in runs.items()
        for step, loss in enumerate(losses)
    )
    return "\n".join(["lr,seed,step,loss,accuracy", *rows, ""])


def write_recordings(root: Path, article: str = ARTICLE, files: Mapping[str, bytes] | None = None) -> Config:
    """The site, not built."""
    config = write_site(root, article)
    put(config.content / "short", {"runs.csv": table().encode()} if files is None else files)
    return config


def built_recordings(name: str, article: str = ARTICLE) -> Config:
    """The site, built once for all who want it; not to be changed."""
    return Config.at(made_once(f"recordings-{name}", lambda folder: build(write_recordings(folder, article))))
