"""What an author's simulation says of itself and gives is looked at before it is believed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from klsim import Integer, Number, Panel, Scene, Simulation, Status, Trajectory, nice_scale
from klsim.diagnostics import ContentError
from klsim.figures.animation.description import ending, outcome
from klsim.figures.animation.record import make_records
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Run
from klsim.simulation import faults_of

SCENE = Scene((Panel("all", "", nice_scale("x", 0, 1), nice_scale("y", 0, 1)),), ())


def of(**fields: Any) -> Simulation:
    """A simulation of one state, changed."""
    usual = {"settings": (Integer("iterations", 1, 9),), "state": ("x",), "scene": lambda _: SCENE}
    return Simulation(**{**usual, "simulate": lambda _: Trajectory({"x": np.zeros((1, 4))}), **fields})


def gives(simulation: Simulation, **settings: Any) -> Any:
    """What a run of it does, checked."""
    return simulate(simulation, "own:simulation", [Run((), {}, {"iterations": 3, **settings})])


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status("Over", "It is."), "status 'Over' has to be lower-case letters, digits and underscores, a letter first"),
        (Status("over", "At {lats}."), "the sentence of status 'over' has {lats}, which is unknown; did you mean 'last'?"),
        (Status("over", "At {last"), "the sentence of status 'over' cannot be read: expected '}' before end of string"),
        (Status("over", "It is.", sign="xx"), "the sign of status 'over' is 'xx'; a sign is one character"),
        (Status("over", "It is.", role="series-9"), "status 'over' has the role 'series-9', which is unknown; did you mean 'series-8'?"),
    ],
)  # fmt: skip
def test_a_status_that_could_not_be_told_is_a_mistake(status: Status, told: str):
    assert list(faults_of(of(statuses=(status,)))) == [told]


def test_two_statuses_of_one_word_are_a_mistake_and_good_ones_are_none():
    good = Status("over", "At {last}, before {next}: {x:.2f}.", "is over", "×", "series-8")
    assert list(faults_of(of(statuses=(good,)))) == []
    assert list(faults_of(of(statuses=(good, good)))) == ["two are called status 'over'"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"x": 0.5}, "the series 'x' has to be a list of values, one for each iteration"),
        ({"x": []}, "the series 'x' has to be a list of values, one for each iteration"),
        ({"x": [0, "one"]}, "the series 'x' is not all numbers, equally many at each iteration"),
        ({"x": [[0], [0, 1]]}, "the series 'x' is not all numbers, equally many at each iteration"),
    ],
)
def test_one_run_that_gives_no_series_is_told_at_its_function(given: Mapping[str, Any], told: str):
    with pytest.raises(ContentError) as error:
        gives(of(simulate=None, run=lambda _: given))
    (found,) = error.value.diagnostics
    assert found.message == told
    assert found.location.file == __file__


def test_what_ended_otherwise_has_not_converged_whatever_its_objective():
    words = ["over", "converged"]
    series = {"x": np.zeros((2, 4))}
    simulation = of(
        settings=(Integer("iterations", 1, 9), Number("tolerance", 0, 1)),
        objective="x",
        statuses=(Status("over", "It is."),),
        simulate=lambda _: Trajectory(series, status=words),
    )
    run = Run((), {}, {"iterations": 3, "tolerance": 0.1})
    assert simulate(simulation, "own:simulation", [run, run]).converged_at.tolist() == [-1, 0]


@pytest.mark.parametrize("word", ["stuck", "unfinished", "diverged", "converged"])
def test_without_an_objective_the_words_that_speak_of_one_are_no_words(word: str):
    with pytest.raises(ContentError, match=f"the status '{word}' is not declared|nothing says from which"):
        gives(of(simulate=lambda _: Trajectory({"x": np.zeros((1, 4))}, status=[word])))


@pytest.mark.parametrize("word", ["stuck", "unfinished"])
def test_such_a_word_may_be_declared(word: str):
    simulation = of(
        statuses=(Status(word, "At {x} after {last}."),),
        simulate=lambda _: Trajectory({"x": np.zeros((1, 4))}, status=[word]),
    )
    batch = gives(simulation)
    declaration = simulation.declare("own")
    (record,) = make_records(declaration, [Run((), {}, {"iterations": 3})], batch)
    assert outcome(declaration, record, SCENE) == "At 0.0000 after 3."
    assert ending(declaration, record) == word


def test_a_run_may_converge_without_a_tolerance():
    simulation = of(
        objective="x",
        simulate=lambda _: Trajectory({"x": np.zeros((1, 4))}, status=["converged"], converged_at=np.array([2])),
    )
    declaration = simulation.declare("own")
    (record,) = make_records(declaration, [Run((), {}, {"iterations": 3})], gives(simulation))
    assert outcome(declaration, record, SCENE) == "Arrived at iteration 2."
