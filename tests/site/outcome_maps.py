"""A small site with a map of outcomes."""

from klsim.config import Config
from tests.site.sites import built_site

COLUMNS, ROWS = 24, 12
STEPS = [0.05 * 60 ** (n / (COLUMNS - 1)) for n in range(COLUMNS)]
MOMENTUMS = [n / (ROWS - 1) for n in range(ROWS)]

EDGE = f"""\
---
title: The edge
date: 2026-01-02
summary: Which walks arrive?
---

A step of 0.42 [leaves its domain](value:edge?step_size=0.42&momentum=0.9#status), one of 0.4 arrives
after [73](value:edge?step_size=0.4&momentum=0.9#converged_at).

```animation
id: edge
simulation: gaussian-descent
caption: A walk for each pixel.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
iterations: 200
map:
  x: {{step_size: {{from: 0.05, to: 3, count: {COLUMNS}, spacing: log}}}}
  y: {{momentum: {{from: 0, to: 1, count: {ROWS}}}}}
lattice: [4, 3]
sweep:
  objective: [kl_qp, kl_pq]
```
"""


def outcome_maps() -> Config:
    """The site, built once."""
    return built_site(EDGE.replace("leaves its domain", "left domain"))
