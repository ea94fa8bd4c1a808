"""A small site whose figures show runs at their best, or many runs as one."""

from klsim.config import Config
from tests.site.sites import built_site

FAIR = """\
---
title: Fair
date: 2026-01-02
summary: Who is there first?
---

KL(q, p) is best at [1.6](value:race?objective=kl_qp#step_size), where it takes [9](value:race?objective=kl_qp#converged_at).
With 0.8 it takes [19](value:race?objective=kl_qp&step_size=0.8#converged_at). See [the other](run:race?objective=kl_pq).

```animation
id: race
simulation: gaussian-descent
caption: One start, two directions, each at its best step size.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 60
panels: [densities, map]
together: {axis: objective, best: step_size}
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.8, 1.6, 3.2, 0.2]
  momentum: [0, 0.5]
exclude: {objective: kl_pq, step_size: 0.2, momentum: 0}
presets: {Heavy: {momentum: 0.5}}
```
"""
NOISY = '''\
"""A walker who rolls down a valley while it is kicked, until it falls off."""

import numpy as np

from klsim import Bars, Curve, Integer, Number, Panel, Point, Profile, Readout, Scale, Scene, Simulation, Trail


def run(settings):
    random = np.random.default_rng(settings.seed)
    x, y = 3.0, 2.0
    for _ in range(settings.iterations + 1):
        yield {"x": x, "y": y, "loss": x * x / 2 + 2 * y * y, "row": [x, y, x - y]}
        kick, kick_y = settings.noise * random.normal(size=2)
        x, y = x - settings.step_size * (x + kick), y - settings.step_size * (4 * y + kick_y)
        if max(abs(x), abs(y)) > 8:
            return


def scene(settings):
    wide = -4, 4, (-4, 0, 4)
    last = settings.iterations
    path = Panel("path", "", Scale("x", *wide), Scale("y", *wide), moving=(Trail("x", "y", "object"), Point("x", "y", "object")))
    heights = Scale("loss", 0.001, 100, (0.001, 0.1, 10), "log")
    loss = Panel("loss", "", Scale("iteration", 0, last, (0, last)), heights, moving=(Curve("loss", "object"),))
    marks = Bars("row", "series-2"), Profile("row", "object", (0.5, 1.5, 2.5)), Point("x", "y", "object")
    row = Panel("row", "", Scale("which", -1, 4, (0, 1, 2, 3)), Scale("value", *wide), moving=marks)
    readouts = Readout("iteration", "iteration", 0, "ink"), Readout("loss", "loss", 4, "object")
    return Scene((path, loss), readouts, (row,))


simulation = Simulation(
    settings=(
        Number("step_size", 0, 9),
        Number("noise", 0, 9),
        Integer("seed", 0, 999),
        Number("tolerance", 0, 9, default=0.1),
        Integer("iterations", 1, 1000, default=30),
    ),
    state=("x", "y"),
    measures=("loss", "row"),
    objective="loss",
    run=run,
    scene=scene,
)
'''
SPREAD = """\
---
title: Spread
date: 2026-01-03
summary: How far apart?
---

Of all arrive [0.6](value:noisy?noise=2&step_size=0.1#converged_share), and [see](run:noisy?step_size=0.1).

```animation
id: noisy
simulation: noisy
caption: Five seeds as one.
over: seed
panels: [loss, row]
sweep:
  noise: [0.1, 2]
  step_size: [0.05, 0.1, 0.58]
  seed: [1, 2, 3, 4, 5]
default: {step_size: 0.1}
```
"""
BOTH = """\
---
title: Both
date: 2026-01-04
summary: Who is there first, mostly?
---

The best is [0.2](value:both?noise=0.1#step_size).

```animation
id: both
simulation: noisy
caption: Two noises, each at its best step size.
panels: [loss, row]
together: {axis: noise, best: step_size}
over: seed
sweep:
  noise: [0.1, 2]
  step_size: [0.1, 0.2, 0.58]
  seed: [1, 2, 3, 4, 5]
```
"""


def spreads() -> Config:
    """The site, built once."""
    return built_site(FAIR, {"spread.md": SPREAD, "both.md": BOTH}, {"noisy.py": NOISY})
