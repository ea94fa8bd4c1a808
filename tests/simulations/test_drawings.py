"""What walkers look like: outlines that stand on the ground, in pictures and in their legends."""

import numpy as np
import pytest

from klsim.scene.marks import Point
from klsim.scene.together import OUTLINES, join_scenes, runner_of
from klsim.settings.views import RunSettings
from klsim.simulations._drawings import DRAWINGS
from klsim.simulations._mountain import mountain_scene
from tests.simulations.test_terrain_descent import WALKERS


def test_a_run_whose_point_has_an_outline_of_its_own_keeps_it_in_the_picture_and_in_the_legend():
    scenes = {
        n: mountain_scene(RunSettings({**WALKERS["ant"], "drawing": drawing}))
        for n, drawing in enumerate(DRAWINGS)
    }
    joined = join_scenes(scenes, list(DRAWINGS), 0)
    expected = [DRAWINGS[name] or OUTLINES[n] for n, name in enumerate(DRAWINGS)]
    assert [key.outline for key in joined.legend] == expected
    points = {runner_of(mark): mark for mark in joined.panels[0].moving if isinstance(mark, Point)}
    assert [points[n].outline for n in range(len(DRAWINGS))] == expected


@pytest.mark.parametrize("name", [name for name, outline in DRAWINGS.items() if outline])
def test_drawings_stand_on_the_ground_and_do_not_cross_themselves(name: str):
    corners = np.array(DRAWINGS[name])
    assert corners[:, 1].max() == pytest.approx(1, abs=0.12)
    ends = np.roll(corners, -1, axis=0)
    for n, (a, b) in enumerate(zip(corners, ends, strict=True)):
        for m in range(n + 2, len(corners) - (n == 0)):
            c, d = corners[m], ends[m]
            turns = [cross(a, b, c) * cross(a, b, d), cross(c, d, a) * cross(c, d, b)]
            assert max(turns) > -1e-12, (n, m)


def cross(a, b, c) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
