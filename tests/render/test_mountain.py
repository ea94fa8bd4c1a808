"""The mountain: its scene, its land and signs, and the walker's leaps."""

import numpy as np
import pytest

from klsim.numerics.terrain import height, low_points
from klsim.render.canvas import new_canvas, paint
from klsim.render.mountain import LAYERS_PX, STAR_DEPTH_PX, land_shapes, sign_shapes
from klsim.render.moving import leaps, plan_mark
from klsim.render.panel import render_panel
from klsim.scene.marks import Label, Land, Panel, Point, Scale, Sign
from klsim.scene.strokes import STROKES
from klsim.settings.views import RunSettings
from klsim.simulations._mountain import terrain_of
from klsim.simulations.terrain_descent import simulation
from tests.simulations.test_terrain_descent import WALKERS, walk

PANEL = Panel("mountain", "", Scale("x", 0, 10, ()), Scale("y", -2, 8, ()), (), ())
TERRAIN = terrain_of(RunSettings(WALKERS["ant"]["terrain"]))


def scene(**changes):
    return simulation.scene(RunSettings(WALKERS["ant"] | changes))


def parabola(start):
    return scene(terrain={"curvature": 1.0, "slope": -4.0, "bumps": ()}, start=start).panels[0]


def marks(panel, kind):
    return [mark for mark in panel.static if isinstance(mark, kind)]


def painted(shapes, theme):
    canvas = new_canvas(PANEL.width_px, PANEL.height_px, theme.paper)
    for shape in shapes:
        paint(canvas, shape)
    return canvas.rgba[..., :3].astype(int)


def test_the_flag_stands_at_the_lowest_point_and_the_star_at_the_nearest():
    (panel,) = scene().panels
    flag, star = marks(panel, Sign)
    places = low_points(TERRAIN)
    heights = height(places, TERRAIN)
    assert (flag.shape, flag.x, flag.y) == ("flag", places[heights.argmin()], 0)
    assert (star.shape, star.x) == ("star", places[places > WALKERS["ant"]["start"]][0])
    assert star.y == pytest.approx(height(np.float64(star.x), TERRAIN) - heights.min())


def test_where_the_nearest_point_is_the_lowest_there_is_a_flag_only():
    assert [sign.shape for sign in marks(parabola(5.0), Sign)] == ["flag"]
    assert len(marks(parabola(5.0), Label)) == 1


def test_the_picture_holds_the_summit_every_bump_and_every_footprint():
    (panel,) = scene().panels
    (land,) = marks(panel, Land)
    assert panel.y.low < 0 <= land.y.min() <= land.y.max() < panel.y.high
    for name in WALKERS:
        path = walk(name)[2]
        assert panel.x.low < path.min() <= path.max() < panel.x.high


def test_a_parabola_is_shown_with_both_of_its_sides():
    assert (parabola(5.0).x.low, parabola(5.0).x.high) == pytest.approx((-1.18, 5.18))
    assert parabola(2.0).x.low < 2 < parabola(2.0).x.high
    assert parabola(2.0).y.high > 0


def test_walkers_differ_in_size_only():
    small, large = (scene(size=size).panels[0] for size in ("small", "large"))
    assert small.moving[-1].size < large.moving[-1].size
    assert [mark for mark in small.static if not isinstance(mark, Land)] == [
        mark for mark in large.static if not isinstance(mark, Land)
    ]


def test_land_is_below_its_ground_and_paler_the_deeper_it_is(themes):
    flat = Land(np.array([0.0, 10.0]), np.array([4.0, 4.0]))
    column = painted(land_shapes(flat, PANEL, themes.light), themes.light)[:, PANEL.width_px // 2]
    surface = int(PANEL.to_px(np.array(5.0), np.array(4.0))[1])
    assert (column[: surface - 2] == themes.light.paper).all()
    tints = [column[surface + depth + 4].sum() for depth in LAYERS_PX]
    assert tints == sorted(tints)
    assert len(set(tints)) == len(tints)
    assert tints[-1] < sum(themes.light.paper)


def centre_of(mark, themes):
    changed = (painted(sign_shapes(mark, PANEL, themes.light), themes.light) != themes.light.paper).any(axis=-1)
    rows, columns = np.nonzero(changed)
    return columns.min(), columns.max(), rows.min(), rows.max()


def test_a_flag_stands_on_its_place_and_a_star_lies_below_it(themes):
    x, y = PANEL.to_px(np.array(5.0), np.array(4.0))
    left, right, _, foot = centre_of(Sign(5, 4, "flag", "target"), themes)
    assert left == pytest.approx(x, abs=2)
    assert right > x + 10
    assert foot == pytest.approx(y, abs=2)
    left, right, top, bottom = centre_of(Sign(5, 4, "star", "target"), themes)
    assert (left + right) / 2 == pytest.approx(x, abs=1)
    assert top < y + STAR_DEPTH_PX < bottom
    assert top > y


def test_a_leap_begins_and_ends_on_the_ground_and_is_half_of_its_share_above_the_chord():
    path = np.array([[0.0, 50.0], [100.0, 50.0], [60.0, 80.0]])
    way, codes = leaps(path, 0.2)
    np.testing.assert_array_equal(way[::2], path)
    middle = (way[0] + 2 * way[1] + way[2]) / 4  # of a quadratic Bézier curve
    np.testing.assert_allclose(middle, (50, 50 - 0.1 * 100))
    assert codes.tolist() == [1, 3, 3, 3, 3]


def test_leaps_of_one_place_are_that_place():
    way, codes = leaps(np.array([[3.0, 4.0]]), 0.2)
    assert (way.tolist(), codes.tolist()) == ([[3.0, 4.0]], [1])


def test_a_lifted_point_stands_on_its_place(themes):
    series = {"x": np.array([5.0]), "y": np.array([4.0])}
    shapes = plan_mark(Point("x", "y", "object", size=1.5, lifted=True), PANEL, themes.light, series, [0])(0)
    outline = shapes[0].xy
    x, y = PANEL.to_px(np.array(5.0), np.array(4.0))
    assert outline[:, 1].max() == pytest.approx(y)
    assert outline[:, 1].min() == pytest.approx(y - 3 * STROKES.point_radius_px, abs=0.1)
    assert outline[:, 0].mean() == pytest.approx(x)


def test_the_panel_is_painted_in_both_themes_and_again_alike(themes):
    (panel,) = scene().panels
    for theme in (themes.light, themes.dark):
        picture = render_panel(panel, theme, 1)
        assert picture.shape == (panel.height_px, panel.width_px, 3)
        np.testing.assert_array_equal(picture, render_panel(panel, theme, 1))
