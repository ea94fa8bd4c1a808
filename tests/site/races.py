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


def races() -> Config:
    """The site, built once."""
    return built_site(RACES, {"waves.md": WAVES}, simulations={"wave.py": WAVE})
