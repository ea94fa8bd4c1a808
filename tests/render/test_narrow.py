"""Narrow panels: as wide as there is room on a telephone, of the same data, and round where they were round."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.render.narrow import FLATTEST, WIDTH_PX, narrow_panel
from klsim.scene.marks import Margins, Panel, Raster, Scale
from klsim.settings.views import RunSettings
from klsim.simulations.function_descent import simulation
from tests.simulations.functions import settings_of

SQUARE = {"x": (-3.0, 3.0), "y": (-3.0, 3.0), "levels": "linear"}
LOW = {"x": (-3.0, 3.0), "y": (-2.0, 2.0), "levels": "linear"}
SLIM = {"x": (-2.0, 2.0), "y": (-3.0, 3.0), "levels": "linear"}

sizes = st.integers(200, 1400)
margins = st.builds(Margins, *[st.integers(0, 60)] * 4)


def units_px(panel: Panel) -> np.ndarray:
    """How long a unit of x is, and one of y."""
    ends = panel.to_px(np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0]))
    return np.array([ends[1, 0] - ends[0, 0], ends[0, 1] - ends[2, 1]])


@pytest.mark.parametrize("highest", [1, 0.54])
@pytest.mark.parametrize("view", [SQUARE, LOW, SLIM])
def test_a_landscape_that_is_true_to_scale_stays_so(view: dict, highest: float):
    settings = settings_of({"function": "x**2 + y**2", "view": view, "start": (1.0, 1.0)})
    wide, _ = simulation.scene(RunSettings(settings)).panels
    narrow = narrow_panel(wide, highest)
    for panel in (wide, narrow):
        across, up = units_px(panel)
        assert across == pytest.approx(up, rel=0.01)
    assert narrow.width_px == WIDTH_PX


@given(sizes, sizes, margins, st.sampled_from([1, 0.54]))
def test_any_panel_becomes_one_with_a_plot_of_a_shape_that_can_be_read(width, height, around, highest):
    panel = Panel("any", "", Scale("", 0, 1, ()), Scale("", 0, 10, ()), (), (), width, height, around)
    if min(panel.box_px[2:]) < 60:
        return
    narrow = narrow_panel(panel, highest)
    _, _, across, up = narrow.box_px
    assert narrow.width_px == WIDTH_PX
    assert narrow.height_px % 2 == 0
    assert min(FLATTEST, highest) - 0.01 <= up / across <= highest + 0.01
    assert (narrow.x, narrow.y, narrow.moving) == (panel.x, panel.y, panel.moving)
    assert (narrow.margins.top, narrow.margins.bottom) == (min(around.top, 30), min(around.bottom, 42))


def test_a_picture_that_a_simulation_draws_keeps_its_shape():
    panel = Panel(
        "own", "", Scale("", 0, 1, ()), Scale("", 0, 1, ()), (), (Raster(),), 640, 480, Margins(0, 0, 0, 0)
    )
    assert narrow_panel(panel) == replace(panel, width_px=320, height_px=240)
