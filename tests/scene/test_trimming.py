"""Empty room below panels is cut, as far as all panels of a figure have some."""

from dataclasses import replace

import numpy as np
import pytest

from klsim.scene.marks import Margins, Panel, Scale, Scene
from klsim.scene.trimming import BELOW_PX, trim

SIDE = Scale("", 0, 1, ())


def panel(bottom: int) -> Panel:
    return Panel("one", "", SIDE, SIDE, height_px=400, margins=Margins(44, 30, 12, bottom))


@pytest.mark.parametrize(
    ("bottoms", "cut"),
    [([[90]], 48), ([[90], [60]], 18), ([[90, 60]], 18), ([[90, BELOW_PX]], 0), ([[90], [14]], 0), ([[]], 0)],
)
def test_as_much_is_cut_as_every_panel_of_every_scene_has(bottoms: list[list[int]], cut: int):
    scenes = [Scene(tuple(map(panel, several)), ()) for several in bottoms]
    trimmed = trim(scenes)
    for before, after in zip(scenes, trimmed, strict=True):
        assert [one.height_px for one in after.panels] == [one.height_px - cut for one in before.panels]
        assert [one.box_px for one in after.panels] == [one.box_px for one in before.panels]
        for old, new in zip(before.panels, after.panels, strict=True):
            where = np.array([0.2]), np.array([0.7])
            np.testing.assert_array_equal(old.to_px(*where), new.to_px(*where))
            assert replace(new, height_px=old.height_px, margins=old.margins) == old
