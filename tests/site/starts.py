"""A small site whose figures let readers point at where a run starts."""

from klsim.config import Config
from tests.site.sites import SITE, built_site

ARTICLE = """\
---
title: Starts
date: 2026-01-02
summary: Where runs begin.
---

Some words.

```animation
id: bowl
simulation: function-descent
caption: Twelve starts on one bowl.
function: (x**2 + 4*y**2)/2
view: {x: [-2, 2], y: [-2, 2]}
start: {}
iterations: 12
sweep:
  start.x: [-1.5, -0.5, 0.5, 1.5]
  start.y: [-1, 0.25, 1]
  step_size: [0.1, 0.2]
exclude:
  - {start_x: 0.5, start_y: 1, step_size: 0.2}
default: {start_x: -1.5, start_y: 1, step_size: 0.1}
gif: default
```

More words.

```animation
id: hill
simulation: terrain-descent
caption: Starts on a mountainside, by name.
terrain: {curvature: 0.05, slope: 0, bumps: [{height: -2, centre: 3, width: 1}, {height: 0, centre: 9, width: 1}]}
step_size: 0.5
iterations: 12
momentum: 0
sweep:
  walker:
    west: {start: -4, size: small}
    east: {start: 6, size: large}
    middle: {start: 1, size: small}
gif: default
```

Far below the bowl there is [a start in the east](run:bowl?start_x=1.5&start_y=-1).
"""


def built_starts() -> Config:
    """The site, built once for all who want it; not to be changed."""
    return built_site(ARTICLE, {"site.yaml": f"{SITE}formats: [html, single]\nsingle_file_runs: all\n"})
