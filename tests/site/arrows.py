"""A small site whose figures have arrows of steps."""

from klsim.config import Config
from tests.site.sites import built_site

ARTICLE = """\
---
title: Arrows
date: 2026-01-02
summary: Which way does it go?
---

Some words.

```animation
id: ball
simulation: function-descent
caption: A heavy ball in a bowl, with what moves it.
function: (x**2 + 4*y**2)/2
view: {x: [-2, 2], y: [-1.5, 1.5]}
start: {x: -1.5, y: 1}
step_size: 0.15
iterations: 14
arrows: [gradient, velocity, step]
sweep:
  optimizer: [momentum, gradient-descent]
```

More words.

```animation
id: offered
simulation: gaussian-descent
caption: A reader may have arrows.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 20
step_size: 0.3
momentum: 0.5
arrows: {step: true, gradient: false}
```

And more.

```animation
id: race
simulation: function-descent
caption: Two walkers and their steps.
function: booth
iterations: 12
together: walker
arrows: step
sweep:
  walker:
    plain: {optimizer: gradient-descent, step_size: 0.05}
    ball: {optimizer: momentum, step_size: 0.02}
gif: default
```

The last.

```animation
id: bare
simulation: function-descent
caption: No arrows.
function: booth
optimizer: momentum
step_size: 0.02
iterations: 12
```
"""


def built_arrows() -> Config:
    """The site, built once for all who want it; not to be changed."""
    return built_site(ARTICLE)
