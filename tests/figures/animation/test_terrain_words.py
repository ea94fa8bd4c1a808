"""How runs on a mountain are told, and how long they are shown."""

import numpy as np
import pytest

from klsim.figures.animation.description import outcome
from klsim.figures.animation.outcome import describe_outcome
from klsim.figures.animation.record import Record
from klsim.scene.film import Film
from klsim.scene.marks import Scene
from klsim.settings.scalars import Settings
from klsim.settings.views import RunSettings
from klsim.simulations.terrain_descent import simulation
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import records_of
from tests.simulations.own import simulated
from tests.simulations.test_terrain_descent import BLOCK

FIGURE = parse(BLOCK)
RECORDS = records_of(FIGURE)
TOLD = {
    "ant": "Came to rest at position 3.06, 2.45 above the lowest point.",
    "hiker": "Came to rest at position 5.08, 1.09 above the lowest point.",
    "giant": "Goes to and fro for ever; now 5.88 above the lowest point.",
    "cheese": "Arrived: within 0.001 of the lowest point from iteration 182 on.",
}


def scene_of(settings: Settings) -> Scene:
    return simulation.scene(RunSettings(settings))


def record_of(walker: str) -> Record:
    return next(record for record in RECORDS if record.run.setting["walker"] == walker)


@pytest.mark.parametrize(("walker", "told"), TOLD.items())
def test_a_run_is_told_by_its_height_above_the_lowest_point(walker, told):
    record = record_of(walker)
    scene = scene_of(record.run.settings)
    assert outcome(FIGURE.declaration, record, scene) == told
    assert (
        describe_outcome(FIGURE.declaration, FIGURE.title(record.run), record, scene).description
        == f"{walker}: {told[0].lower()}{told[1:]}"
    )


def test_a_run_that_climbs_and_one_beyond_all_bounds_are_told():
    runs = [
        FIGURE.runs[0].settings | changes
        for changes in ({"step_size": -0.01, "iterations": 20}, {"step_size": 1000.0})
    ]
    batch = simulated(simulation, runs)
    assert batch.status == ("diverged", "diverged")
    for n, words in enumerate(("it stands 8.52 above the lowest point.", "beyond all bounds at iteration ")):
        last = int(batch.last[n])
        series = {name: values[n, : last + 1] for name, values in batch.series.items()}
        run = type(FIGURE.runs[0])((0,), {"walker": "ant"}, runs[n])
        record = Record(run, series | {"iteration": np.arange(last + 1.0)}, batch.status[n], None, Film((0,)))
        told = outcome(FIGURE.declaration, record, scene_of(runs[n]))
        assert words in told
        assert "KL" not in told


def test_a_stuck_run_is_shown_until_a_little_after_it_came_to_rest():
    ant = record_of("ant")
    assert ant.last == 300
    assert 30 < ant.film.end < 100
    assert ant.series["height"][ant.film.end] == pytest.approx(ant.series["height"][-1], abs=0.001)
    assert ant.film.frames[-2:] == (ant.film.end, 300)
    assert ant.film.leaps == ((ant.film.end + 1, 299),)
