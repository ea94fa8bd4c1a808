"""What an author's simulation says of itself and gives is looked at before it is believed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from klsim import (
    Choice,
    Columns,
    Flag,
    Integer,
    Interval,
    Number,
    Panel,
    Record,
    Rows,
    Scene,
    Simulation,
    Status,
    Trajectory,
    nice_scale,
)
from klsim.diagnostics import ContentError
from klsim.figures.animation.description import ending, outcome
from klsim.figures.animation.record import make_records
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Run
from klsim.simulation_soundness import faults_of

SCENE = Scene((Panel("all", "", nice_scale("x", 0, 1), nice_scale("y", 0, 1)),), ())


def of(**fields: Any) -> Simulation:
    """A simulation of one state, changed."""
    usual = {"settings": (Integer("iterations", 1, 9),), "state": ("x",), "scene": lambda _: SCENE}
    return Simulation(**{**usual, "simulate": lambda _: Trajectory({"x": np.zeros((1, 4))}), **fields})


def faults(**fields: Any) -> list[str]:
    """What is wrong with what such a simulation says of itself."""
    return list(map(str, faults_of(of(**fields))))


def gives(simulation: Simulation, **settings: Any) -> Any:
    """What a run of it does, checked."""
    return simulate(simulation, "own:simulation", [Run((), {}, {"iterations": 3, **settings})])


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status("Over", "It is."), "status 'Over' has to be lower-case letters, digits and underscores, a letter first"),
        (Status("over", "At {lats}."), "the sentence of status 'over' has {lats}, which is unknown; did you mean 'last'?"),
        (Status("over", "At {x:.2f}."), "the sentence of status 'over' has {x:.2f}; write {x}: it has the decimals of its readout"),
        (Status("over", "At {last"), "the sentence of status 'over' cannot be read: expected '}' before end of string"),
        (Status("over", "It is.", sign="xx"), "the sign of status 'over' is 'xx'; a sign is one character"),
        (Status("over", "It is.", role="series-9"), "status 'over' has the role 'series-9', which is unknown; did you mean 'series-8'?"),
    ],
)  # fmt: skip
def test_a_status_that_could_not_be_told_is_a_mistake(status: Status, told: str):
    assert faults(statuses=(status,)) == [told]


def test_two_statuses_of_one_word_are_a_mistake_and_good_ones_are_none():
    good = Status("over", "At {last:03d}, before {next}: {x}.", "is over", "×", "series-8")
    assert faults(statuses=(good,)) == []
    assert faults(statuses=(good, good)) == ["two are called status 'over'"]


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
    (record,) = make_records(declaration, [Run((), {}, {"iterations": 3})], batch, [SCENE], 30, [None])
    assert outcome(declaration, record, SCENE) == "At 0.0000 after 3."
    assert ending(record) == word


def test_a_run_may_converge_without_a_tolerance():
    simulation = of(
        objective="x",
        simulate=lambda _: Trajectory({"x": np.zeros((1, 4))}, status=["converged"], converged_at=np.array([2])),
    )
    declaration = simulation.declare("own")
    (record,) = make_records(declaration, [Run((), {}, {"iterations": 3})], gives(simulation), [SCENE], 30, [None])
    assert outcome(declaration, record, SCENE) == "Arrived at iteration 2."


SETTING = [
    (Number("x", 1, -1), "Number 'x' runs from 1 to -1; the lower end comes first"),
    (Number("x", 1, 1, above_low=True), "Number 'x' runs from 1 to 1; nothing is between these"),
    (Number("x", -1, 1, default=2), "Number 'x' has the default 2, allowed: from -1 to 1"),
    (Number("x", 0, default=0, above_low=True), "Number 'x' has the default 0, allowed: above 0"),
    (Number("x", "0"), "`low` of Number 'x' is '0', not a number"),
    (Integer("x", 9, 1), "Integer 'x' runs from 9 to 1; the lower end comes first"),
    (Integer("x", 1, 9, default=0), "Integer 'x' has the default 0, allowed: 1 to 9"),
    (Integer("x", 1, 9, default=1.5), "`default` of Integer 'x' is 1.5, not a whole number or None"),
    (Choice("x"), "Choice 'x' has no options; give each word and what readers see of it: {'one': 'just one'}"),
    (Choice("x", {"one": "just one"}, default="ones"), "Choice 'x' has the default 'ones', did you mean 'one'?"),
    (Choice("x", ["one"]), "`options` of Choice 'x' is a list, not a mapping"),
    (Interval("x", Number("end", 5, 1)), "Number 'end' runs from 5 to 1; the lower end comes first"),
    (Interval("x", Number("end", 0, 9), default=(3, 1)), "Interval 'x' has the default (3, 1), lowest first"),
    (Record("x", (Number("y", 0, 9, default=10),)), "Number 'y' has the default 10, allowed: from 0 to 9"),
    (Record("x", (Number("y", 0, 9),), default={"z": 1}), "Record 'x' has the default {'z': 1}, without 'y'"),
    (Record("x", (Number("y", 0, 9),), default={"y": 10}), "Record 'x' has the default {'y': 10}, where y is 10, allowed: from 0 to 9"),
    (Rows("x", Record("row", (Number("y", 9, 0),)), 3), "Number 'y' runs from 9 to 0; the lower end comes first"),
    (Rows("x", Record("row", (Number("y", 0, 9),)), 0), "Rows 'x' has at most 0 entries; `most` is 1 or more"),
    (Columns("x", (), 3), "Columns 'x' has no parts"),
    (Flag("sweep"), "no setting can be called 'sweep', which means something else; choose another name"),
    (Flag("_x"), "'_x' is no name for a setting: letters, digits and underscores, a letter first"),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "told"), SETTING, ids=[told for _, told in SETTING])
def test_a_setting_that_could_not_be_read_is_a_mistake(setting: Any, told: str):
    good = (Integer("iterations", 1, 9),)
    found = faults_of(of(settings=(*good, setting), state=("position",)))
    (fault,) = found
    assert str(fault) == told
    assert fault.of is not None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"state": "x"}, "`state` of the Simulation is 'x', not a tuple; write `(…,)` around it, with the comma"),
        ({"state": ()}, '`state` names no series; name those that are stepped: `state=("x",)`'),
        ({"state": ("last",)}, "no series can be called 'last', which means something else; choose another name"),
        ({"state": ("x y",)}, "'x y' is no name for a series: letters, digits and underscores, a letter first"),
        ({"settings": Integer("iterations", 1, 9)}, "`settings` of the Simulation is an Integer, not a tuple; write `(…,)` around it, with the comma"),
        ({"scene": None}, "a Simulation needs a `scene`, which tells how a run is shown, or `draw`"),
        ({"scene": SCENE}, "`scene` is a Scene, not a function; give its name without brackets"),
        ({"objective": "y"}, "the objective 'y' is neither a series nor a setting; series and settings: iteration, iterations, x"),
        ({"objective": "iterations"}, "the objective 'iterations' is no Choice; a Choice may name a series"),
        ({"labels": {"xs": "place"}}, "`labels` has 'xs', which is no series; did you mean 'x'?"),
        ({"summary": "at {vlaue}"}, "the summary has {vlaue}, which is unknown; did you mean 'value'?"),
        ({"seconds": 0}, "`seconds` is 0; a task needs some time"),
        ({"settings": (Number("x"),), "objective": "x"}, "the objective 'x' is a setting and a series; call one of them otherwise"),
        ({"settings": (Choice("aim", {"z": "Z"}),), "objective": "aim"}, "'aim' has the option 'z', which is no series to make small; series: iteration, x"),
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_be_right_is_a_mistake(fields: Mapping[str, Any], told: str):
    assert told in faults(**fields)


@pytest.mark.parametrize(
    ("simulate", "told"),
    [
        (lambda _: Trajectory(np.zeros((1, 4))), "the series are a ndarray, not a dict of arrays by name"),
        (lambda _: Trajectory({"x": np.zeros((1, 4))}, status="over"), "status is 'over', not a list with an entry for each run"),
        (lambda _: Trajectory({"x": np.zeros((1, 4))}, doubts=["a", "b"]), "doubts has 2 words for 1 runs"),
        (lambda _: Trajectory({"x": np.zeros((1, 4))}, last=np.array([4])), "last is 4, and the series have the iterations 0 to 3"),
        (lambda _: Trajectory({"x": np.zeros((1, 4))}, last=["soon"]), "last is not all whole numbers"),
        (lambda _: Trajectory({"x": np.array([[0, np.nan, 0]])}, last=np.array([2])), "x is NaN at iteration 1"),
        (lambda _: Trajectory({"x": np.array([[0, 1, np.inf, np.inf]])}), "x is infinite at iteration 2; if the run ends there, make it NaN from there on"),
        (lambda _: Trajectory({"x": np.zeros((1, 9))}),
         "it goes on to iteration 8, and `iterations` is 3; give iterations + 1 values, 4, and NaN after them"),
        (lambda _: None, "simulate gives a NoneType, not a Trajectory"),
    ],
)  # fmt: skip
def test_a_trajectory_that_cannot_be_right_is_told_at_its_function(simulate: Any, told: str):
    with pytest.raises(ContentError) as error:
        gives(of(simulate=simulate))
    (found,) = error.value.diagnostics
    assert found.message == told
    assert found.location.file == __file__


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "run gives None; it returns a dict of series, or yields one for each iteration"),
        (np.zeros(4), "run gives a ndarray; it returns a dict of series, or yields one for each iteration"),
        ([0, 1, 2], "run gives a int at iteration 0, not a dict of numbers by name"),
    ],
)
def test_a_run_that_gives_something_else_is_told_at_its_function(given: Any, told: str):
    with pytest.raises(ContentError) as error:
        gives(of(simulate=None, run=lambda _: given))
    (found,) = error.value.diagnostics
    assert (found.message, found.location.file) == (told, __file__)


def test_an_objective_and_a_sentence_need_series_of_one_number():
    many = {"simulate": lambda _: Trajectory({"x": np.zeros((1, 4, 21))})}
    with pytest.raises(ContentError, match="the objective 'x' has 21 numbers at each iteration; it has to be one"):
        gives(of(**many, objective="x"))
    status = Status("over", "Ends at {x}.")
    with pytest.raises(ContentError, match=r"'over' has \{x\}, which is 21 numbers; record a measure") as error:
        gives(of(**many, statuses=(status,)))
    text = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert 'Status("over", "Ends at {x}.")' in text[error.value.diagnostics[0].location.line - 1]


def test_sizes_that_differ_among_runs_that_are_computed_together_are_told_with_both():
    simulation = of(simulate=None, run=lambda settings: {"x": np.zeros((4, settings.iterations))})
    runs = [Run((), {"n": n, "way": "up"}, {"iterations": n}) for n in (3.0, 2.0)]
    runs = [replace(run, settings={"iterations": int(run.setting["n"])}) for run in runs]
    with pytest.raises(ContentError) as error:
        simulate(simulation, "own:simulation", runs)
    (found,) = error.value.diagnostics
    assert found.message == "x has 2 numbers at each iteration, and 3 numbers in the run n 3, way up"
    assert found.hint == "in the run n 2, way up"


@pytest.mark.parametrize("exit_", [SystemExit(3), GeneratorExit()])
def test_an_exit_in_an_authors_function_is_its_mistake_and_names_the_run(exit_: BaseException):
    def leave(_: object) -> Any:
        raise exit_

    with pytest.raises(ContentError) as error:
        gives(of(simulate=leave))
    (found,) = error.value.diagnostics
    assert found.message == f"{type(exit_).__name__}: {exit_}".removesuffix(": ")
    assert (found.location.file, found.hint) == (__file__, "in the only run")


def test_an_interrupt_goes_through_where_it_may_be_one():
    def leave(_: object) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gives(of(simulate=leave))
