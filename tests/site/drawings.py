"""A small site whose simulation draws its pictures with matplotlib, for tests."""

from klsim.config import Config
from tests.site.sites import built_site

SIMULATION = '''
"""A square that grows, drawn with matplotlib."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from klsim import Integer, Number, Simulation, Trajectory


def simulate(settings):
    steps = np.arange(settings.iterations.max() + 1.0)
    return Trajectory({"side": np.stack([one.speed * steps for one in settings])})


def draw(settings, run, iteration):
    figure = Figure(figsize=(2, 1), dpi=100)
    share = run.side[iteration] / 100
    figure.add_artist(Rectangle(
        (0, 0), share, 1, color="#c00000", transform=figure.transFigure))
    return figure


simulation = Simulation(
    settings=(Number("speed", 0, 10), Integer("iterations", 1, 1000, default=24)),
    state=("side",),
    simulate=simulate,
    draw=draw,
)
'''

ARTICLE = """\
---
title: A square
date: 2026-01-02
summary: It grows.
---

[Faster](run:square?speed=4) it has a side of [96](value:square?speed=4#side).

```animation
id: square
simulation: squares
caption: A square grows.
sweep: {speed: [2, 4]}
```
"""


def built_drawings() -> Config:
    """The site, built once for all who want it; not to be changed."""
    return built_site(ARTICLE, simulations={"squares.py": SIMULATION})
