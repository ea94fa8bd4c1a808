"""What pages know of starts that readers choose by pointing, of simulations that ship and of a site's own."""

from math import exp
from pathlib import Path

import pytest

from klsim.build import build
from klsim.diagnostics import ContentError
from tests.browser.pages import view_of
from tests.content.writing import replaced
from tests.site.sites import FIRST_SCHEMAS, SCHEMAS, strict_json, validator, write_site
from tests.site.starts import built_starts

BOAT = '''
"""A boat that drifts on a lake, from where it was left."""

import numpy as np

from klsim import (
    Integer, Line, Number, Panel, Point, Pointing, Readout, Record, Scene, Simulation, Trail, Trajectory, nice_scale
)

PLACE = Number("east", -9, 9), Number("north", -9, 9)


def simulate(settings):
    steps = np.arange(settings.iterations.max() + 1.0)
    east, north = (one[:, np.newaxis] + 0.1 * steps for one in (settings.left.east, settings.left.north))
    return Trajectory({"east": east, "north": north})


def scene(settings):
    moving = Trail("east", "north", "object"), Point("east", "north", "object")
    lake = Panel("lake", "The lake", nice_scale("", -9, 9), nice_scale("up north", -9, 9), moving=moving)
    return Scene((Panel("other", "", nice_scale("", 0, 1), nice_scale("", 0, 1)), lake), (Readout("east", "east", 2, "ink"),))


simulation = Simulation(
    settings=(Record("left", PLACE), Number("wind", 0, 1, default=1.0), Integer("iterations", 1, 9, default=5)),
    state=("east", "north"),
    pointing=Pointing(("lake",), "left.east", "left.north", label="mooring"),
    simulate=simulate,
    scene=scene,
)
'''

ARTICLE = """\
---
title: A boat
date: 2026-01-02
summary: It drifts.
---

```animation
id: boat
simulation: boats
caption: Where was it left?
sweep:
  left:
    at the inn: {east: -2, north: 1}
    at the mill: {east: 3, north: 1.5}
  wind: [0, 1]
gif: default
```
"""


def starts_of(root: Path, figure: str) -> dict | None:
    return view_of((root / "short" / "index.html").read_text(encoding="utf-8"), figure).get("starts")


def test_starts_come_from_the_axes_that_set_them():
    assert starts_of(built_starts().output, "bowl") == {
        "panel": 0,
        "label": "start",
        "names": ["x", "y"],
        "axes": [0, 1],
        "x": {"axis": 0, "values": [-1.5, -0.5, 0.5, 1.5]},
        "y": {"axis": 1, "values": [-1, 0.25, 1]},
    }
    hill = starts_of(built_starts().output, "hill")
    assert hill
    assert (hill["names"], hill["axes"], hill["x"]) == (["position"], [0], {"axis": 0, "values": [-4, 6, 1]})
    heights = hill["y"][0]
    between = 0.05 * 4**2 - (0.05 - 2 * exp(-2))  # of the terrain at −4 and at 1
    assert heights[0] - heights[2] == pytest.approx(between, abs=2e-3)


def test_the_index_has_no_group_of_which_all_members_are_swept():
    index = strict_json(built_starts().output / "short" / "bowl" / "figure.json")
    for folder in (SCHEMAS, FIRST_SCHEMAS):
        assert list(validator("figure-1", folder).iter_errors(index)) == []
    assert "start" not in index["settings"]
    assert index["settings"]["view"] == {"x": [-2, 2], "y": [-2, 2], "levels": "linear"}


def test_a_simulation_of_a_site_says_which_settings_are_a_place(tmp_path: Path):
    config = write_site(tmp_path / "site", ARTICLE, {"boats.py": BOAT})
    build(config)
    assert starts_of(config.output, "boat") == {
        "panel": 1,
        "label": "mooring",
        "names": ["east", "up north"],
        "axes": [0],
        "x": {"axis": 0, "values": [-2, 3]},
        "y": {"axis": 0, "values": [1, 1.5]},
    }
    page = (config.output / "short" / "index.html").read_text(encoding="utf-8")
    assert '<div class="starts" role="radiogroup" aria-label="Mooring"></div>' in page


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sweep:\n  left:\n    at the inn: {east: -2, north: 1}\n    at the mill: {east: 3, north: 1.5}",
         "left: {east: 1, north: 1}\nsweep:"),
        ("caption:", "panels: [other]\ncaption:"),
        ("at the mill: {east: 3, north: 1.5}", "at the mill: {east: -2, north: 1}"),
        ("at the mill: {east: 3, north: 1.5}", "at the mill: {east: -2, north: 1.01}"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_choose_there_is_nothing_to_point_at(tmp_path: Path, old: str, new: str):
    config = write_site(tmp_path / "site", replaced(ARTICLE, (old, new)), {"boats.py": BOAT})
    build(config)
    assert starts_of(config.output, "boat") is None
    assert 'class="starts"' not in (config.output / "short" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('("lake",)', '("lakes",)', "`pointing` names the panel 'lakes', which the scene does not have; did you mean 'lake'?"),
        ('("lake",)', "()", "`pointing` names no panel; write `Pointing"),
        ('"left.east"', '"lft.east"', "`pointing` has x='lft.east', and there is no setting 'lft'; did you mean 'left'?"),
        ('"left.north"', '"left.noth"', "left has no 'noth', which `pointing` has as y; did you mean 'north'?"),
        ('"left.north"', '"left"', "`pointing` has y='left', which is no number; name a number, as \"start.x\""),
        ('"left.north"', '"wind.north"', "`pointing` has y='wind.north', which is no number"),
        ('("lake",)', '"lake"', "`panels` of Pointing 'mooring' is 'lake', not a tuple"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_declaration_is_told_in_its_file(tmp_path: Path, old: str, new: str, told: str):
    config = write_site(tmp_path / "site", ARTICLE, {"boats.py": replaced(BOAT, (old, new))})
    with pytest.raises(ContentError) as caught:
        build(config)
    lines = str(caught.value).splitlines()
    assert any(line.startswith("simulations/boats.py:") and told in line for line in lines), lines


def test_an_axis_that_decides_on_the_landscape_is_no_choice_of_a_start(tmp_path: Path):
    article = replaced(
        ARTICLE,
        (ARTICLE.partition("simulation: ")[2].partition("gif:")[0],
         "function-descent\ncaption: Two lands.\niterations: 5\nstep_size: 0.001\n"
         "sweep:\n  function: [booth, himmelblau]\n"),
    )  # fmt: skip
    config = write_site(tmp_path / "site", article)
    build(config)
    assert starts_of(config.output, "boat") is None
