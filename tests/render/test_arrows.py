"""Arrows: where they end, how long they are, and which of them a scene shows."""

import numpy as np

from klsim.render.arrows import LEAST_PX, arrow_ends, arrow_shapes
from klsim.render.layout import LEGEND_PX, lay_out
from klsim.render.shapes import Fill
from klsim.scene.arrows import choose_arrows, drawn_kinds, kinds_of, switched_kinds
from klsim.scene.marks import Arrow, Panel, Point, Readout, Scene, Trail
from klsim.scene.scales import log_scale, nice_scale
from klsim.scene.strokes import STROKES

INK, PAPER = (0, 0, 0), (255, 255, 255)
STEP = Arrow("x", "y", "step", "the next step", "ink")
CARRIED = Arrow("x", "y", "carried", "carried on", "object", "vx", "vy")
SLOPE = Arrow("x", "y", "slope", "downhill, not to scale", "target", "gx", "gy", scaled=True)
PANEL = Panel(
    "plane",
    "",
    nice_scale("x", -4, 4),
    nice_scale("y", -2, 2),
    moving=(Trail("x", "y", "object"), Point("x", "y", "object")),
    arrows=(STEP, CARRIED, SLOPE),
)
SCENE = Scene((PANEL,), (Readout("x", "x", 2, "object"),))
SERIES = {
    "x": np.array([0.0, 1.0, 3.0]),
    "y": np.array([0.0, -0.5, 1.0]),
    "vx": np.array([0.0, 0.5, 1.0]),
    "vy": np.array([0.0, -0.25, 0.75]),
    "gx": np.array([4.0, -1.0, 0.0]),
    "gy": np.array([0.0, 0.0, 0.0]),
}


def to_px(x: float, y: float, panel: Panel = PANEL) -> list[float]:
    return panel.to_px(np.float64(x), np.float64(y)).tolist()


def test_the_step_ends_where_the_next_place_is_also_on_a_log_scale():
    for panel in (PANEL, Panel("powers", "", nice_scale("x", -4, 4), log_scale("y", 0.01, 100))):
        series = SERIES | {"y": np.array([10.0, 0.5, 1.0])}
        _, end = arrow_ends(STEP, panel, series)
        np.testing.assert_allclose(end[0], to_px(1, 0.5, panel))
        np.testing.assert_allclose(end[1], to_px(3, 1, panel))
        start, _ = arrow_ends(STEP, panel, series)
        np.testing.assert_array_equal(start[2], end[2])  # there is no next one


def test_a_vector_ends_where_it_leads_in_the_units_of_the_panel():
    start, end = arrow_ends(CARRIED, PANEL, SERIES)
    np.testing.assert_allclose(start[1], to_px(1, -0.5))
    np.testing.assert_allclose(end[1], to_px(1 + 0.5, -0.5 - 0.25))
    np.testing.assert_allclose(end[2], to_px(3 + 1, 1 + 0.75))


def test_a_scaled_vector_has_its_direction_and_the_longest_of_the_run_is_as_long_as_all_longest():
    start, end = arrow_ends(SLOPE, PANEL, SERIES)
    away = end - start
    np.testing.assert_allclose(away[0], (STROKES.longest_px, 0))
    half = STROKES.shortest_px + (STROKES.longest_px - STROKES.shortest_px) / 2
    np.testing.assert_allclose(away[1], (-half, 0))
    np.testing.assert_array_equal(away[2], (0, 0))


def test_what_is_no_number_or_nothing_has_no_arrow():
    series = SERIES | {"gx": np.array([np.inf, np.nan, 0.0])}
    start, end = arrow_ends(SLOPE, PANEL, series)
    assert [arrow_shapes(*ends, INK, PAPER) for ends in zip(start, end, strict=True)] == [(), (), ()]
    assert arrow_shapes(np.zeros(2), np.array([LEAST_PX / 2, 0]), INK, PAPER) == ()
    assert arrow_shapes(np.zeros(2), np.array([np.nan, 0]), INK, PAPER) == ()


def test_the_tip_of_the_head_is_the_end_and_a_short_arrow_is_no_head_alone():
    for length in (5.0, 50.0):
        shapes = arrow_shapes(np.array([10.0, 10.0]), np.array([10.0 + length, 10.0]), INK, PAPER)
        head = shapes[-1]
        assert isinstance(head, Fill)
        np.testing.assert_allclose(head.xy[0], (10 + length, 10))
        assert head.xy[0, 0] - head.xy[1, 0] < length


def test_those_that_are_on_move_behind_the_point_and_the_others_are_offered():
    chosen = choose_arrows(SCENE, {"step": True, "slope": False})
    (panel,) = chosen.panels
    assert [type(mark).__name__ for mark in panel.moving] == ["Trail", "Arrow", "Point"]
    assert panel.arrows == (SLOPE,)
    assert list(drawn_kinds(chosen)) == ["step"]
    assert list(switched_kinds(chosen)) == ["step", "slope"]
    assert kinds_of(SCENE) == ("step", "carried", "slope")
    assert choose_arrows(SCENE, {}).panels[0].moving == PANEL.moving


def test_a_film_has_a_legend_of_the_arrows_that_it_draws_and_of_no_others():
    heights = [
        lay_out(choose_arrows(SCENE, chosen), 1).height_px
        for chosen in ({}, {"step": False}, {"step": True}, {"step": True, "slope": True, "carried": True})
    ]
    assert [height - heights[0] for height in heights] == [0, 0, LEGEND_PX, 3 * LEGEND_PX]
