"""What a build will take is told before it is done, where that is long."""

from itertools import count
from pathlib import Path

import pytest

from klsim.build import build
from klsim.diagnostics import ContentError
from klsim.estimate import Share, tell
from tests.content.writing import replaced
from tests.site.listening import Listener
from tests.site.sites import ARTICLE, write_site

LONG = replaced(
    ARTICLE, ("[-0.5, 0.2, 2]", "[-0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 1, 2]"), ("iterations: 120", "iterations: 80")
)


def clock(step: float):
    """A clock that goes on by so many seconds each time somebody looks at it."""
    times = count(0.0, step)
    return lambda: next(times)


def heard(config, step: float) -> list[str]:
    """What is said in a build in which each thing that is measured takes so many seconds."""
    listener = Listener()
    build(config, progress=listener, clock=clock(step))
    return listener.said


def test_a_long_build_says_how_many_runs_how_long_how_much_and_which_axis_costs_most(tmp_path: Path):
    config = write_site(tmp_path / "site", LONG)
    (line,) = heard(config, 10.0)
    assert line.startswith("16 runs to compute and draw: about ")
    assert "MB; step_size costs most: each of its 8 values takes " in line
    seconds = float(line.partition("about ")[2].partition(" min")[0])
    assert 2 <= seconds <= 3, "10 s for each of the fourteen films that are not measured, and a little more"
    assert heard(config, 10.0) == [], "all is there"
    page = config.content / "short" / "index.md"
    page.write_text(replaced(page.read_text(), ("-0.5, 0.1", "-0.5, 0.05, 0.1")))
    assert heard(config, 10.0) == [], "two runs more are soon there"


def test_of_a_short_build_nothing_is_said(tmp_path: Path):
    assert heard(write_site(tmp_path / "site", LONG), 0.01) == []


BREAKS = """
import numpy as np
from klsim import Curve, Number, Panel, Scene, Simulation, nice_scale

def run(settings):
    return {"x": np.full(11, {}[settings.k])}

def scene(settings):
    scales = nice_scale("iteration", 0, 10), nice_scale("x", -1, 1)
    return Scene((Panel("curve", "A curve", *scales, moving=(Curve("x", "object"),)),), ())

simulation = Simulation(settings=(Number("k", 0, 1), Number("m", 0, 1)), state=("x",), run=run, scene=scene)
"""
MAP_OF_BREAKS = """\
---
title: What breaks
date: 2026-01-02
summary: A mistake in each run.
---

```animation
id: breaks
simulation: breaks
caption: Nothing comes of it.
map:
  x: {k: {from: 0, to: 1, count: 5}}
  y: {m: {from: 0, to: 1, count: 5}}
  colour: ends_at
lattice: [3, 3]
```
"""


def test_a_mistake_in_what_is_measured_is_told_as_ever(tmp_path: Path):
    config = write_site(tmp_path / "site", MAP_OF_BREAKS, {"breaks.py": BREAKS})
    with pytest.raises(ContentError) as caught:
        heard(config, 10.0)
    (told,) = map(str, caught.value.diagnostics)
    assert told.startswith("simulations/breaks.py:6: KeyError: 0.0; in the run k 0, m 0")


def test_the_figure_that_takes_longest_is_named_where_there_are_several():
    shares = [Share("a/x", 10, 30.0, 1e6), Share("b/y", 20, 90.0, 2e6)]
    axes = {"a/x": [("rate", 10)], "b/y": [("rate", 4), ("seed", 5)]}
    told = "30 runs to compute and draw: about 2 min and 3 MB; seed of b/y costs most: each of its 5 values takes 18 s"
    assert tell(shares, axes) == told
