"""Scenes are shared: a function is asked once for all runs with equal values of what it looks at."""

from klsim.figures.animation.scenes import BySeen
from klsim.settings.views import RunSettings
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import plan, scenes_of

RUNS = [
    {"speed": speed, "start": {"mean": mean}, "seed": seed}
    for speed in (1.0, 2.0)
    for mean in (0.0, 5.0)
    for seed in (1, 2, 3)
]


def test_a_function_is_called_once_for_each_value_of_what_it_looks_at():
    asked = []

    def look(settings: RunSettings) -> float:
        asked.append(settings.start.mean)
        return settings.start.mean

    by_seen = BySeen(look)
    assert [by_seen(run) for run in RUNS] == [run["start"]["mean"] for run in RUNS]
    assert asked == [0.0, 5.0]


def test_what_is_looked_at_in_some_runs_only_counts_in_these():
    asked = []

    def look(settings: RunSettings) -> tuple[float, int]:
        asked.append(settings.speed)
        return settings.speed, settings.seed if settings.speed == 2 else 0

    by_seen = BySeen(look)
    assert [by_seen(run) for run in RUNS] == [(r["speed"], r["seed"] if r["speed"] == 2 else 0) for r in RUNS]
    assert asked == [1.0, 2.0, 2.0, 2.0]


def test_a_function_that_looks_at_nothing_is_called_once():
    asked = []
    by_seen = BySeen(lambda _: asked.append(1))
    assert {by_seen(run) for run in RUNS} == {None}
    assert asked == [1]


def test_runs_that_differ_in_what_no_picture_shows_share_one():
    figure = parse()
    outline = plan(figure).outline
    assert (outline.count, len(scenes_of(figure))) == (2, 2)
    assert outline.scene_of_run == tuple(run.at[0] for run in figure.runs)  # the objective alone
