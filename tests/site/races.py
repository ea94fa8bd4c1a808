"""A small site whose figures show several runs in one picture."""

from klsim.config import Config
from tests.site.own_simulations import WAVE
from tests.site.sites import built_site

RACES = """\
---
title: Together
date: 2026-01-02
summary: Who is there first?
---

With [one direction](run:race?objective=kl_pq), or [without the other](run:race?objective=kl_pq&mute=kl_qp).
It is there after [80](value:race?objective=kl_qp&step_size=0.2#converged_at).

```animation
id: race
simulation: gaussian-descent
caption: One start, two directions.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 120
panels: [densities, map]
together: objective
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.2, -0.5]
```
"""
WAVES = """\
---
title: Waves
date: 2026-01-03
summary: Which is where?
---

```animation
id: waves
simulation: wave
caption: Three waves.
together: speed
sweep: {speed: [0, 0.5, 1]}
```
"""

WALK = '''\
"""Walkers who go different ways, each for as long as it likes."""

import numpy as np

from klsim import Integer, Number, Panel, Point, Readout, Scale, Scene, Simulation, Trail


def run(settings):
    return {"place": settings.speed * np.arange(settings.steps + 1.0)}


def scene(settings):
    marks = Trail("iteration", "place", "object"), Point("iteration", "place", "object")
    panel = Panel("way", "", Scale("iteration", 0, 9, (0, 9)), Scale("place", 0, 9, (0, 9)), moving=marks)
    return Scene((panel,), (Readout("place", "place", 1, "object"),))


simulation = Simulation(
    settings=(Number("speed", 0, 9), Integer("steps", 1, 9)), state=("place",), run=run, scene=scene
)
'''
ALONE = """\
---
title: Alone
date: 2026-01-04
summary: Runs that are computed one by one.
---

```animation
id: walk
simulation: walk
caption: Three walkers.
gif: default
together: walker
sweep:
  from: {here: {speed: 1}, there: {speed: 0.5}}
  walker: {short: {steps: 2}, long: {steps: 9}, middling: {steps: 5}}
exclude: {from: there, walker: long}
default: {from: there, walker: middling}
```
"""


def races() -> Config:
    """The site, built once."""
    return built_site(RACES, {"waves.md": WAVES, "alone.md": ALONE}, {"wave.py": WAVE, "walk.py": WALK})
