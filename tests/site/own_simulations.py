"""Simulations that a site brings itself, as small as they can be, and articles about them."""

from collections.abc import Mapping

HEAD = """\
---
title: On our own
date: 2026-01-02
summary: What it says.
---

"""

DRIFT = '''\
"""A walker at a constant speed."""

import numpy as np

from klsim import Curve, Integer, Number, Panel, Readout, Scale, Scene, Simulation, Trajectory


def simulate(settings):
    iterations = np.arange(settings.iterations.max() + 1.0)
    return Trajectory({"position": settings.speed[:, np.newaxis] * iterations})


def scene(settings):
    ticks = (0, settings.iterations)
    path = Panel(
        "path",
        "The path",
        Scale("iteration", 0, settings.iterations, ticks),
        Scale("position", 0, 20, (0, 20)),
        static=(),
        moving=(Curve("position", "object"),),
    )
    return Scene((path,), (Readout("position", "position", 1, "object"),))


simulation = Simulation(
    settings=(Number("speed", -10, 10), Integer("iterations", 1, 100, default=4)),
    state=("position",),
    simulate=simulate,
    scene=scene,
)
'''

WAVE = '''\
"""A wave that travels, as a line and as bars, and how high it is in the middle."""

import numpy as np

from klsim import Bars, Curve, Integer, Number, Panel, Profile, Readout, Scale, Scene, Simulation, Trajectory

PLACES = np.linspace(0, 6, 9)


def simulate(settings):
    moved = settings.speed[:, np.newaxis] * np.arange(settings.iterations.max() + 1.0)
    heights = np.sin(PLACES - moved[..., np.newaxis])
    return Trajectory({"heights": heights, "middle": heights[..., 4]})


def scene(settings):
    up = Scale("height", -1.2, 1.2, (-1, 0, 1))
    along = Scale("place", 0, 6, (0, 2, 4, 6))
    middle = Curve("middle", "series-2")
    panels = (
        Panel("line", "The wave", along, up, (), (Bars("heights", "target", tuple(PLACES)), Profile("heights", "object", filled=True))),
        Panel("middle", "The middle", Scale("iteration", 0, settings.iterations, (0, 6)), up, (), (middle,)),
    )
    return Scene(panels, (Readout("iteration", "iteration", 0, "ink"), Readout("middle", "middle", 3, "series-2")))


simulation = Simulation(
    settings=(Number("speed", 0, 1), Integer("iterations", 1, 100, default=6)),
    state=("heights",),
    measures=("middle",),
    simulate=simulate,
    scene=scene,
)
'''


def figure(simulation: str, id: str = "walk", sweep: str = "{speed: [1, 2]}", more: str = "") -> str:
    """A figure of two runs, of which one is drawn."""
    return (
        f"```animation\nid: {id}\nsimulation: {simulation}\ncaption: Watch it.\ngif: default\n"
        f"{more}sweep: {sweep}\n```\n\n"
    )


def article(*figures: str) -> str:
    """An article with these figures."""
    return HEAD + "".join(figures)


def changed(text: str, changes: Mapping[str, str]) -> str:
    """A file with some things in place of others, each of which has to be there."""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text
