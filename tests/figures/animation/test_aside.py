"""Runs whose last digit decides how they end say so: each is computed from the number next to its start as well."""

from dataclasses import replace

import numpy as np
import pytest

from klsim.figures.animation.aside import find_asides, next_above
from klsim.figures.animation.description import outcome
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.summary import Aside
from klsim.figures.animation.sweep import Run
from klsim.simulation_soundness import faults_of
from klsim.simulations import function_descent, gaussian_descent, mixture_descent, terrain_descent
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import records_of, scenes_of

LOGISTIC = """\
id: chaos
simulation: function-descent
caption: Each step is that of the logistic map, 4x(1 − x), where it is wild.
function: 4*x**3/3 - 3*x**2/2
view: {x: [0, 1.5]}
minimum: none
start: {x: 0.3}
iterations: ITERATIONS
sweep:
  step_size: [1, 0.1]
"""


def block(iterations: int) -> str:
    return LOGISTIC.replace("ITERATIONS", str(iterations))


def test_the_next_number_is_the_next_one_in_every_coordinate():
    start = {"means": (-1.0, 2), "variance": 0.5, "x": 0.0}
    above = next_above(start)
    assert above == {
        "means": (np.nextafter(-1, 1), np.nextafter(2, 3)),
        "variance": np.nextafter(0.5, 1),
        "x": 0.0,
    }
    assert above["means"][1] - 2 == 2.0**-51


def test_a_wild_run_says_how_its_neighbour_ends_and_a_tame_one_nothing():
    wild, tame = records_of(parse(block(120)))
    assert tame.aside is None
    aside = wild.aside
    assert aside is not None
    assert aside.objective is not None
    figure = parse(block(120).replace("x: 0.3", f"x: {float(np.nextafter(0.3, 1))!r}"))
    neighbour, _ = records_of(figure)
    assert (aside.status, aside.objective) == (neighbour.status, float(neighbour.series["loss"][-1]))
    told = outcome(figure.declaration, wild, scenes_of(figure)[0])
    value = f"{aside.objective:.5f}".replace("-", "−")
    assert told.endswith(f"The last digit of its start decides this; from the next one: at loss = {value}.")


def test_it_says_nothing_before_the_digit_has_grown_large():
    assert [record.aside for record in records_of(parse(block(30)))] == [None, None]


@pytest.mark.parametrize(
    ("aside", "words"),
    [
        (Aside("converged", 405, 1e-5), "arrives at 405"),
        (Aside("diverged", None, 1e9), "runs away"),
        (Aside("oscillating", None, 0.1), "goes to and fro for ever"),
    ],
)
def test_another_end_is_told_in_the_words_of_maps(aside: Aside, words: str):
    figure = parse(block(30))
    record = replace(records_of(figure)[1], aside=aside)
    assert outcome(figure.declaration, record, scenes_of(figure)[0]).endswith(f"from the next one: {words}.")


def test_the_simulations_of_klsim_look_aside_unless_runs_are_very_many():
    for one in (function_descent, gaussian_descent, mixture_descent, terrain_descent):
        assert one.simulation.start == "start"
        assert list(faults_of(one.simulation)) == []
    figure = parse(block(30))
    assert figure.looks_aside
    steps = "{from: 0.1, to: 1, count: COUNT}\nmax_runs: 10000"
    for count, looks in ((9999, True), (10_000, False)):
        assert parse(block(30).replace("[1, 0.1]", steps.replace("COUNT", str(count)))).looks_aside is looks
    assert not replace(figure, declaration=replace(figure.declaration, start="")).looks_aside


def test_a_start_that_is_no_number_is_told():
    (fault,) = faults_of(replace(function_descent.simulation, start="optimiser"))
    told, _, known = fault.message.partition("; ")
    assert told == "`start` names 'optimiser', which is no number or group of numbers"
    assert {"start", "step_size"} <= set(known.replace(":", ",").split(", "))


def test_nothing_is_computed_twice_without_a_start():
    simulation = replace(function_descent.simulation, start="")
    run = Run((), {}, parse(block(30)).runs[0].settings)
    batch = simulate(simulation, "klsim:simulation", [run])
    assert find_asides(simulation, "klsim:simulation", [run], batch) == (None,)
