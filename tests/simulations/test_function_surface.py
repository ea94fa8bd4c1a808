"""The surface of a function: what hides what, and what is recorded for it."""

import numpy as np
import pytest

from klsim.diagnostics import ContentError
from klsim.simulations._function_surface import LINES, Surface, share_of, surface_lines
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import plan, records_of, scenes_of

PLACES = np.linspace(-1, 1, 101)
ACROSS, DEEP = np.meshgrid(PLACES, PLACES)
BLOCK = """
id: x
simulation: function-descent
caption: c
function: booth
step_size: 0.05
iterations: 12
"""


def surface(heights: np.ndarray) -> Surface:
    return Surface((-1, 1), (-1, 1), heights, 0, 1, 0)


def length(heights: np.ndarray) -> float:
    """How long all lines are together that are seen."""
    return sum(float(np.hypot(np.diff(line.x), np.diff(line.y)).sum()) for line in surface_lines(surface(heights)))


def test_nothing_is_hidden_of_a_plane_that_faces_the_camera():
    assert len(list(surface_lines(surface(np.zeros_like(ACROSS))))) == 2 * LINES
    assert len(list(surface_lines(surface((DEEP + 1) / 2)))) == 2 * LINES


def test_a_wall_hides_what_is_right_behind_it_and_nothing_before_it():
    wall = np.where(np.abs(DEEP + 0.2) < 0.05, 1.0, 0.0)
    flat, high = surface(np.zeros_like(ACROSS)), surface(wall)
    u, v = high.project(np.array([0.0]), np.array([-0.1]), np.array([0.0]))
    seen = [
        line
        for line in surface_lines(high)
        if (np.hypot(line.x - u, line.y - v) < 0.01).any() and line.y.max() < v + 0.02
    ]
    assert seen == []
    before = [
        line
        for line in surface_lines(high)
        if line.y.max() < flat.project(np.array([1.0]), np.array([-0.4]), np.zeros(1))[1]
    ]
    assert before


def test_what_is_farther_off_is_seen_higher_and_what_is_higher_too():
    one = surface(np.zeros_like(ACROSS))
    (near, far), (_, high) = (
        one.project(np.zeros(2), y, z)[1]
        for y, z in ((PLACES[[0, -1]], np.zeros(2)), (np.zeros(2), np.array([0.0, 1.0])))
    )
    assert near < far
    assert high > one.project(np.zeros(1), np.zeros(1), np.zeros(1))[1]


def test_heights_by_powers_keep_their_order_and_their_ends():
    heights = np.linspace(-3, 7, 50)
    found = share_of(heights, 0, 5, 0.01)
    assert (found[[0, -1]] == [0, 1]).all()
    inner = found[(heights > 0) & (heights < 5)]
    assert (np.diff(inner) > 0).all()
    assert (inner > share_of(heights, 0, 5, 0)[(heights > 0) & (heights < 5)]).all()


def test_where_runs_are_seen_is_recorded_only_for_the_panel_that_needs_it():
    plain, seen = parse(BLOCK), parse(f"{BLOCK}panels: [surface, landscape]\n")
    assert set(records_of(plain)[0].series) == {"iteration", "x", "y", "loss", "gradient_norm"}
    (record,) = records_of(seen)
    assert set(record.series) - set(records_of(plain)[0].series) == {"surface_x", "surface_y"}
    assert plain.series == ("x", "y", "loss", "gradient_norm")
    assert seen.series == (*plain.series, "surface_x", "surface_y")
    (scene,) = scenes_of(seen)
    assert [panel.name for panel in scene.panels] == ["surface", "landscape"]
    across, up = scene.panels[0].to_px(record.series["surface_x"], record.series["surface_y"]).T
    left, top, width, height = scene.panels[0].box_px
    assert (across > left).all()
    assert (across < left + width).all()
    assert (up > top).all()
    assert (up < top + height).all()


def test_a_function_of_one_variable_has_no_surface():
    one = BLOCK.replace("booth", "x**2\nview: {x: [-2, 2]}\nstart: {x: 1}")
    with pytest.raises(ContentError, match="there is no panel 'surface'"):
        plan(parse(f"{one}panels: [surface]\n"))
