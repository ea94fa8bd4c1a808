"""The four who come down from the mountain do what the article tells of them; and a parabola is known in full."""

import json

import numpy as np
import pytest

from klsim.numerics.terrain import low_points, nearest_low_point
from klsim.settings.views import RunSettings
from klsim.simulations._mountain import terrain_of
from klsim.simulations.terrain_descent import simulation
from tests.figures.animation.blocks import parse
from tests.simulations.own import simulated
from tests.site.sites import ROOT

SECTION = (ROOT / "content" / "gradient-descent" / "10-downhill.md").read_text(encoding="utf-8")
BLOCK = SECTION.split("```animation\n")[1].split("```")[0]
WALKERS = {run.setting["walker"]: run.settings for run in parse(BLOCK).runs}
TERRAIN = terrain_of(RunSettings(WALKERS["ant"]["terrain"]))
FIRST_HOLLOW, SECOND_HOLLOW, VALLEY = low_points(TERRAIN)[low_points(TERRAIN) > WALKERS["ant"]["start"]]

PARABOLA = {
    "terrain": {"curvature": 0.5, "slope": -2.0, "bumps": ()},
    "start": 5.0,
    "size": "medium",
    "step_size": 0.1,
    "momentum": 0.0,
    "iterations": 60,
    "tolerance": 0.001,
}


def simulate(**changes):
    return simulated(simulation, [PARABOLA | changes])


def walk(name, **changes):
    """The status, the last position, and the positions of one who goes down the article's mountain."""
    batch = simulated(simulation, [WALKERS[name] | changes])
    path = batch.series["position"][0, : batch.last[0] + 1]
    return batch.status[0], path[-1], path


@pytest.mark.slow
def test_the_ant_is_stuck_at_the_star_for_good():
    assert nearest_low_point(WALKERS["ant"]["start"], TERRAIN) == FIRST_HOLLOW
    for iterations in (WALKERS["ant"]["iterations"], 20_000):
        status, end, path = walk("ant", iterations=iterations)
        assert (status, end) == ("stuck", pytest.approx(FIRST_HOLLOW, abs=1e-6))
        assert (np.diff(path) > -1e-12).all()


def test_the_hiker_clears_the_first_hollow_and_is_stuck_in_the_second():
    status, end, path = walk("hiker")
    assert (status, end) == ("stuck", pytest.approx(SECOND_HOLLOW, abs=1e-6))
    assert path[1] < FIRST_HOLLOW < path[2]


@pytest.mark.slow
def test_the_giant_strides_over_everything_and_never_arrives():
    status, _, path = walk("giant")
    assert status == "oscillating"
    assert path[1] > VALLEY
    later = walk("giant", iterations=10_000)
    assert later[0] == "oscillating"
    np.testing.assert_allclose(later[2][-3:], later[2][-6:-3], atol=1e-9)  # over in one stride, back in two
    np.testing.assert_allclose(sorted(later[2][-3:]), [2.14, 5.61, 8.93], atol=0.01)


def test_no_low_place_could_hold_the_giant():
    """From beside a low point each of its strides leads further away: step × curvature is above 2."""
    for place in low_points(TERRAIN):
        batch = simulated(simulation, [WALKERS["giant"] | {"start": place + 1e-6, "iterations": 3}])
        away = np.abs(batch.series["position"][0, :4] - place)
        assert (np.diff(away) > 0).all()


def test_the_cheese_pushed_no_harder_than_the_ant_rolls_through_both_hollows_and_arrives():
    assert WALKERS["cheese"]["step_size"] == WALKERS["ant"]["step_size"]
    status, end, path = walk("cheese")
    assert (status, end) == ("converged", pytest.approx(VALLEY, abs=1e-4))
    assert path.max() > VALLEY
    first_pass = path[: int(np.argmax(path > VALLEY))]
    assert (np.diff(first_pass) > 0).all()
    assert walk("cheese", momentum=0.0)[1] == pytest.approx(FIRST_HOLLOW, abs=1e-6)


def test_nobody_leaves_the_picture():
    for name in WALKERS:
        assert 0 < walk(name)[2].min() <= walk(name)[2].max() < 10


@pytest.mark.parametrize("step_size", [0.1, 0.9, 1.7])
def test_on_a_parabola_every_step_keeps_the_same_share_of_the_distance(step_size):
    batch = simulate(step_size=step_size)
    distance = 3 * (1 - step_size) ** np.arange(61)
    np.testing.assert_allclose(batch.series["position"][0], 2 + distance, atol=1e-12)
    np.testing.assert_allclose(batch.series["height"][0], distance**2 / 2, atol=1e-12)
    np.testing.assert_allclose(batch.series["slope"][0], distance, atol=1e-12)


def test_status_on_a_parabola():
    assert simulate().status == ("converged",)
    assert simulate(iterations=10).status == ("unfinished",)
    assert simulate(step_size=2.0).status == ("oscillating",)
    assert simulate(step_size=2.1).status == ("diverged",)
    assert simulate(step_size=-0.5).status == ("diverged",)
    assert simulate(start=2.0).status == ("converged",)


def test_a_run_that_has_come_to_rest_within_its_tolerance_is_not_stuck():
    assert walk("ant", tolerance=3.0)[0] == "converged"


def test_creeping_is_not_rest():
    assert walk("ant", iterations=20)[0] == "unfinished"
    assert walk("ant", step_size=1e-9, iterations=60)[0] == "unfinished"


def test_rest_does_not_depend_on_the_units_of_the_ground():
    small = {"curvature": 0.058, "slope": -0.86, "bumps": WALKERS["ant"]["terrain"]["bumps"]}
    scaled = {
        "curvature": 0.058e3,
        "slope": -0.86e3,
        "bumps": tuple(bump | {"height": 1e3 * bump["height"]} for bump in small["bumps"]),
    }
    low = walk("ant", terrain=small)
    high = walk("ant", terrain=scaled, step_size=1e-5)
    assert (low[0], low[1]) == (high[0], pytest.approx(high[1], abs=1e-9))


def test_every_run_of_a_grid_equals_the_same_run_alone():
    grid = [*WALKERS.values(), PARABOLA, PARABOLA | {"step_size": 2.5}, WALKERS["ant"] | {"start": -1.0}]
    together = simulated(simulation, grid)
    for n, setting in enumerate(grid):
        alone = simulated(simulation, [setting])
        assert (together.status[n], together.last[n]) == (alone.status[0], alone.last[0])
        for name, series in alone.series.items():
            length = int(alone.last[0]) + 1
            np.testing.assert_array_equal(together.series[name][n, :length], series[0, :length])


def test_settings_of_a_terrain_can_be_written_as_json():
    assert json.loads(json.dumps(WALKERS["ant"]))["terrain"]["bumps"][0] == {
        "height": 4.3,
        "centre": 1.2,
        "width": 0.81,
    }
