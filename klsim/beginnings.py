"""What new articles, pages, sections and simulations begin with: texts that build at once."""

ARTICLE = """\
---
title: {title}
date: {day}
summary: One sentence that makes people want to read it.
---

Begin here. Sections may follow below, or in files of their own.
"""

PAGE = """\
---
title: {title}
page: true
---

Begin here. A page is in no list of articles and not in the feed.
"""

FIGURE = """\
```animation
id: {id}
simulation: gaussian-descent
caption: What to look for.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 3}}
iterations: 60
sweep:
  step_size: [0.1, 0.5]
  momentum: [0, 0.9]
default: {{step_size: 0.1, momentum: 0}}
```

A link such as [momentum 0.9](run:{id}?momentum=0.9) drives the figure.
"""

SIMULATION = '''\
"""{title}: a weight on a spring that friction brings to rest. Put your own subject in its place."""

import numpy as np

from klsim import (
    Curve, Integer, Number, Panel, Point, Readout, Scene, Simulation, Trail, Trajectory, nice_scale,
)


def simulate(settings):
    """Every run at once: each setting is a column with one number for each run."""
    length = settings.iterations.max()
    position = np.full((len(settings), length + 1), np.nan)
    speed = np.full_like(position, np.nan)
    position[:, 0], speed[:, 0] = settings.start, 0
    for i in range(1, length + 1):
        force = -position[:, i - 1] - settings.friction * speed[:, i - 1]
        running = i <= settings.iterations
        speed[running, i] = (speed[:, i - 1] + settings.step * force)[running]
        position[running, i] = (position[:, i - 1] + settings.step * speed[:, i])[running]
    energy = (position**2 + speed**2) / 2
    return Trajectory({{"position": position, "speed": speed, "energy": energy}})


def scene(settings):
    """The picture of one run, whose settings are plain numbers: what stands still, and what moves."""
    reach = 1.2 * abs(settings.start)
    side = nice_scale("position", -reach, reach)
    path = Panel(
        name="phase",
        title="Position and speed",
        x=side,
        y=nice_scale("speed", -reach, reach),
        moving=(Trail("position", "speed", "object"), Point("position", "speed", "object")),
    )
    course = Panel(
        name="course",
        title="Position over time",
        x=nice_scale("iteration", 0, settings.iterations),
        y=side,
        moving=(Curve("position", "object"),),
    )
    readouts = (
        Readout("iteration", "iteration", 0, "ink"),
        Readout("position", "position", 2, "object"),
        Readout("energy", "energy", 3, "object"),
    )
    return Scene((path, course), readouts)


simulation = Simulation(
    settings=(
        Number("friction", 0, 10),
        Number("start", 0.1, 10, default=1.0),
        Number("step", 0.001, 1, default=0.1),
        Integer("iterations", 1, 10_000, default=200),
        Number("tolerance", 0, 1, default=0.001, above_low=True),
    ),
    state=("position", "speed"),
    measures=("energy",),
    objective="energy",
    simulate=simulate,
    scene=scene,
)
'''

USE = """\
```animation
id: example
simulation: {name}
caption: What to look for.
sweep:
  friction: [0, 0.2, 1, 4]
```
"""
"""How a figure uses the simulation."""
