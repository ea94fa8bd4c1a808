"""`function-descent`: how runs end, what counts as their goal, noise and schedules, and what is refused."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from klsim.diagnostics import ContentError
from klsim.numerics.derivatives import evaluate, gradient
from klsim.numerics.expressions import parse_expression
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.numerics.noise import normals, philox
from klsim.settings.views import RunSettings
from klsim.simulations._functions import function_of, lowest_of
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import planned, records_of, scenes_of
from tests.simulations.functions import descended, settings_of

BLOCK = """
id: x
simulation: function-descent
caption: c
function: rosenbrock
iterations: 20
"""
OWN = """
id: x
simulation: function-descent
caption: c
function: {function}
view: {{x: [-2, 2], y: [-2, 2]}}
start: {{x: 1, y: 1}}
step_size: 0.1
iterations: 20
"""


def told(text: str) -> str:
    with pytest.raises(ContentError) as raised:
        planned(text)
    return str(raised.value)


def ended(**settings: Any) -> tuple[str, str]:
    """The status of a run and the words for it."""
    batch = descended([settings])
    return batch.status[0], batch.sentences[0]


@pytest.mark.parametrize("name", NAMED_FUNCTIONS)
def test_a_named_function_has_its_least_value_where_it_says(name: str):
    one = NAMED_FUNCTIONS[name]
    expression = parse_expression(one.expression, ("x", "y"))
    for place in one.lowest:
        values = dict(zip(("x", "y"), map(np.array, place), strict=True))
        assert evaluate(expression, values) == pytest.approx(one.minimum, abs=1e-14)
        if name != "ackley":  # which has a kink there
            np.testing.assert_allclose(gradient(expression, ("x", "y"), values), 0, atol=1e-12)
    x, y = np.meshgrid(np.linspace(*one.x, 301), np.linspace(*one.y, 301))
    lowest = evaluate(expression, {"x": x, "y": y}).min()
    assert one.minimum is None or lowest >= one.minimum - 1e-12
    assert one.x[0] <= one.start[0] <= one.x[1]
    assert one.y[0] <= one.start[1] <= one.y[1]


@pytest.mark.parametrize("name", [name for name, one in NAMED_FUNCTIONS.items() if one.minimum is not None])
def test_the_lowest_point_in_the_picture_is_found_of_what_is_not_named(name: str):
    one = NAMED_FUNCTIONS[name]
    settings = settings_of({"function": one.expression, "start": one.start, "view": {"x": one.x, "y": one.y}})
    found = lowest_of(RunSettings(settings))
    assert found is not None
    assert found.minimum == pytest.approx(one.minimum, abs=1e-7)
    assert np.abs(found.places - np.array(one.lowest)).max(axis=1).min() < 1e-3


def test_a_lowest_point_off_the_lattice_is_refined():
    settings = settings_of(
        {
            "function": "(x - 0.12345)**2 + 50*(y - x**2 + 0.011)**2 - 7",
            "start": (1.0, 1.0),
            "view": {"x": (-2.0, 2.0), "y": (-1.0, 3.0)},
        }
    )
    found = lowest_of(RunSettings(settings))
    assert found is not None
    assert found.minimum == pytest.approx(-7, abs=1e-9)


@pytest.mark.parametrize(
    ("settings", "status", "words"),
    [
        ({"function": "booth", "step_size": 0.1}, "converged", ""),
        ({"function": "saddle", "start": (1.0, 0.0), "step_size": 0.1}, "stuck", "at a saddle"),
        ({"function": "saddle", "start": (1.0, 0.001), "step_size": 0.1}, "diverged", ""),
        (
            {"function": "himmelblau", "start": (-0.270844591, -0.923038522), "step_size": 0.0},
            "stuck",
            "at a local maximum",
        ),
        ({"function": "rastrigin", "start": (2.2, 1.9), "step_size": 0.001}, "stuck", "at a local minimum"),
        ({"function": "1 - exp(-x**2)", "start": (12.0,), "step_size": 0.1}, "stuck", "where it is flat"),
        ({"function": "booth", "start": (5.0, 5.0), "step_size": 0.0}, "stuck", "on a slope"),
        ({"function": "booth", "start": (5.0, 5.0), "step_size": 0.25}, "diverged", ""),
        ({"function": "x**2", "start": (1.0,), "step_size": 1.0}, "oscillating", ""),
        ({"function": "log(x) + y**2", "start": (1.0, 1.0), "step_size": 0.7}, "left_domain", ""),
        (
            {"function": "x**2 + y**2", "start": (1.0, 1.0), "step_size": 0.1},
            "converged",
            "the lowest point in the picture",
        ),
        (
            {"function": "booth", "start": (5.0, 5.0), "step_size": 0.1, "minimum": "none"},
            "stuck",
            "at a local minimum",
        ),
        ({"function": "x**2 + 5", "start": (1.0,), "step_size": 0.1, "minimum": 5.0}, "converged", ""),
        (
            {"function": "x**2 + 5", "start": (1.0,), "step_size": 0.1, "minimum": 4.0},
            "stuck",
            "at a local minimum",
        ),
        ({"function": "rosenbrock", "step_size": 0.001, "iterations": 50}, "unfinished", ""),
    ],
)
def test_how_a_run_ends_is_told(settings: Mapping[str, Any], status: str, words: str):
    assert (found := ended(**settings))[0] == status, found
    assert words in found[1]


def test_of_one_variable_nothing_has_a_y():
    figure = parse(
        BLOCK.replace("rosenbrock", "x**4 - x**2\nview: {x: [-2, 2]}\nstart: {x: 1.5}\nstep_size: 0.01")
    )
    (record,) = records_of(figure)
    assert set(record.series) == {"iteration", "x", "loss", "gradient_norm"}
    (scene,) = scenes_of(figure)
    assert [panel.name for panel in scene.panels] == ["landscape", "loss"]
    np.testing.assert_allclose(record.series["loss"], record.series["x"] ** 4 - record.series["x"] ** 2)
    np.testing.assert_allclose(
        record.series["gradient_norm"], np.abs(4 * record.series["x"] ** 3 - 2 * record.series["x"])
    )


def test_a_picture_is_one_for_all_optimisers_starts_and_steps():
    figure = parse(
        f"{BLOCK}sweep:\n  optimizer: [adam, momentum]\n  start.x: [-1, 0, 1]\n  step_size: [0.01, 0.1]\n"
    )
    assert len(scenes_of(figure)) == 1
    assert [run.settings["start"] for run in figure.runs[:5:2]] == [{"x": x, "y": 1} for x in (-1, 0, 1)]


def test_defaults_are_those_of_the_optimiser_and_the_function():
    figure = parse(f"{BLOCK}sweep:\n  optimizer: [adagrad, adadelta, adamw, momentum]\n")
    found = [tuple(run.settings[name] for name in ("step_size", "epsilon", "weight_decay")) for run in figure.runs]
    assert found == [(0.01, 1e-10, 0), (1, 1e-6, 0), (0.001, 1e-8, 0.01), (0.001, 1e-8, 0)]
    assert figure.settings["view"]["levels"] == "log"  # type: ignore[index, call-overload]
    assert figure.settings["function"] == "rosenbrock"


def test_an_expression_is_kept_as_it_is_written():
    figure = parse(OWN.format(function="( 1-x )**2 + y**2"))
    assert figure.settings["function"] == "( 1-x )**2 + y**2"


def test_noise_is_that_of_a_seed_and_moves_no_recorded_loss():
    base = {
        "function": "booth",
        "start": (5.0, 5.0),
        "step_size": 0.05,
        "iterations": 30,
        "noise": 2.0,
        "minimum": "none",
    }
    batch = descended(
        [
            {**base, "seed": 1},
            {**base, "seed": 1, "optimizer": "adam"},
            {**base, "seed": 2},
            {**base, "noise": 0.0},
        ]
    )
    x, y = batch.series["x"], batch.series["y"]
    np.testing.assert_allclose(batch.series["loss"], (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2)
    true = np.stack([10 * x + 8 * y - 34, 8 * x + 10 * y - 38], axis=-1)[0, 0]
    step = np.array([x[0, 1] - x[0, 0], y[0, 1] - y[0, 0]])
    drawn = normals(np.array([1]), np.array([0]), 2)[0]
    np.testing.assert_allclose(step, -0.05 * (true + 2.0 * drawn))
    assert (x[0, 1:] != x[2, 1:]).all()
    assert (x[0, 1:] != x[3, 1:]).all()


def test_philox_is_that_of_numpy():
    """numpy counts up before it draws."""
    for counter, key in (
        ((1, 0, 0, 0), (0, 0)),
        ((7, 1, 0, 0), (12345, 0)),
        ((2**64 - 1, 2**63, 5, 9), (2**63, 7)),
    ):
        generator = np.random.Philox(
            counter=np.array([counter[0] - 1, *counter[1:]], dtype=np.uint64), key=np.array(key, dtype=np.uint64)
        )
        a, b, c, d = (np.array([word], dtype=np.uint64) for word in counter)
        first, second = (np.array([word], dtype=np.uint64) for word in key)
        with np.errstate(over="ignore"):
            found = philox((a, b, c, d), (first, second))
        assert [int(word[0]) for word in found] == [int(word) for word in generator.random_raw(4)]


def test_noise_is_normal_and_differs_between_coordinates():
    drawn = normals(np.array([3]), np.arange(40_000), 2)
    assert np.abs(drawn.mean(axis=0)).max() < 0.02
    np.testing.assert_allclose(drawn.std(axis=0), 1, atol=0.02)
    np.testing.assert_allclose((drawn**4).mean(axis=0), 3, atol=0.15)
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.02


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OWN.format(function="x + z"), "a.md:5: function: unknown name 'z', at column 5"),
        (OWN.format(function="a*x + y") + "constants: {x: 1}\n", "a.md:10: constants: x means something else"),
        (OWN.format(function="a*x + y") + "constants: {2a: 1}\n", "a.md:10: constants: '2a' is no name"),
        (OWN.format(function="x^2 + y"), "a.md:5: function: '^' means nothing here, at column 2; write **"),
        (OWN.format(function="rosenbrok"), "a.md:5: unknown function 'rosenbrok'; did you mean 'rosenbrock'?"),
        (OWN.format(function="three hump camel"), "did you mean 'three-hump-camel'?"),
        (OWN.format(function="__import__('os')"), "a.md:5: function: unknown name '__import__', at column 1"),
        (OWN.format(function="x**2"), "a.md:5: the function has no y, and the start has one"),
        (OWN.format(function="x + y").replace(", y: 1", ""), "the function has a y, and the start has none"),
        (OWN.format(function="x + y").replace(", y: [-2, 2]", ""), "the function has a y, and the view has none"),
        (OWN.format(function="log(x - 1) + y"), "a.md:7: the function has no value at the start, x = 1, y = 1"),
        (
            OWN.format(function="x + y").replace("view: {x: [-2, 2], y: [-2, 2]}\n", ""),
            "function-descent needs view",
        ),
        (
            OWN.format(function="x + y").replace("0.1", "-0.1") + "optimizer: adam\n",
            "a.md:8: step_size -0.1 is below 0",
        ),
        (OWN.format(function="x + y") + "beta_1: 1\n", "a.md:10: beta_1 is 1"),
        (OWN.format(function="x + y") + "optimizer: SGD\n", "unknown optimizer 'SGD'; write 'gradient-descent'"),
        (
            OWN.format(function="a*x + y") + "constants: {a: 1, b: 2}\n",
            "a.md:10: the function has no 'b'; leave it out, or use it in the function",
        ),
        (
            OWN.format(function="booth") + "sweep:\n  constants.q: [1, 2]\n",
            "the function has no 'q'; leave it out, or use it in the function",
        ),
        (
            OWN.format(function="x + y") + "optimizer: rmsprob\n",
            "a.md:10: unknown optimizer 'rmsprob'; did you mean 'rmsprop'?",
        ),
        (
            OWN.format(function="x + y") + "minimum: non\n",
            "minimum is 'non', neither a number nor picture or none; did you mean 'none'?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_thing(text: str, expected: str):
    assert expected in told(text)


def test_a_descent_may_climb_and_constants_be_swept():
    climbing = OWN.format(function="a*x**2 + y**2").replace("0.1", "-0.1") + "sweep:\n  constants.a: [1, 10]\n"
    records = records_of(parse(climbing))
    assert [record.run.setting for record in records] == [{"constants_a": 1}, {"constants_a": 10}]
    assert all(np.diff(record.series["loss"]).min() > 0 for record in records)


def test_the_function_of_a_run_is_the_named_one_whatever_constants_there_are():
    function = function_of(
        RunSettings(settings_of({"function": "booth", "start": (0.0, 0.0), "constants": {"a": 2.0}}))
    )
    assert function.value(np.array([1.0, 3.0])) == 0


@pytest.mark.parametrize("name", NAMED_FUNCTIONS)
def test_a_start_in_whole_numbers_is_as_good_as_any(name: str):
    given = {"function": name, "step_size": 1e-3, "iterations": 5}
    start = NAMED_FUNCTIONS[name].start
    usual, written, whole = (
        descended([given | more])
        for more in ({}, {"start": tuple(map(float, start))}, {"start": tuple(round(one) for one in start)})
    )
    np.testing.assert_array_equal(usual.series["x"], written.series["x"])
    np.testing.assert_array_equal(usual.series["y"], written.series["y"])
    assert whole.series["x"].dtype == np.float64
    moved = whole.series["x"][0] - whole.series["x"][0, 0]
    assert (moved[1:] != np.round(moved[1:])).all() or not moved.any()
