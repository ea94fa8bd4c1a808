"""Expressions: what is read, what is refused and where, and derivatives against sympy and torch."""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.numerics.derivatives import evaluate, gradient, hessian
from klsim.numerics.expressions import FUNCTIONS, MOST_NODES, ExpressionError, parse_expression

DATA = Path(__file__).parents[1] / "data"
EXACT = json.loads((DATA / "derivatives.json").read_text(encoding="utf-8"))
KINKS = json.loads((DATA / "torch-runs.json").read_text(encoding="utf-8"))["kinks"]
NAMES = ("x", "y")
WRONG = [
    ("__import__('os').system('ls')", 1, "unknown name '__import__'", ""),
    ("x.__class__", 3, "unknown name '__class__'", ""),
    ("x.real", 1, "a point between names", ""),
    ("9**9**9", 1, "no finite value", ""),
    ("x + 9**9**9", 5, "no finite value", ""),
    ("1/0*x", 1, "no finite value", ""),
    ("log(-1) + x", 1, "no finite value", ""),
    ("1e999", 1, "this number is too large", ""),
    ("9" * 400, 1, "this number is too large", ""),
    ("(" * 10_000, 1001, "10000 characters, more than 1000", ""),
    ("(" * 400 + "x" + ")" * 400, 51, "nested more than 50 deep", ""),
    ("-" * 900 + "x", 51, "nested more than 50 deep", ""),
    ("sin(" * 50 + "x" + ")" * 50, 201, "nested more than 50 deep", ""),
    ("+".join(["x"] * 300), 203, "more than 200 numbers, names and operations", ""),
    ("x^2", 2, "'^' means nothing here", "write **"),
    ("x × y", 3, "'×' means nothing here", "write *"),
    ("2x", 1, "cannot be read", "write * between factors"),
    ("2(x + 1)", 1, "only functions by name", "write * between factors"),
    ("x(y + 1)", 1, "x is no function", "write x*(…)"),
    ("e(x)", 1, "e is no function", "write e*(…)"),
    ("x y", 3, "cannot be read", "write * between factors"),
    ("xy", 1, "unknown name 'xy'", "write x*y"),
    ("sin", 1, "sin is a function", "write sin(…)"),
    ("ln(x)", 1, "unknown function 'ln'", "write log"),
    ("sine(x)", 1, "unknown function 'sine'", "did you mean 'sin'?"),
    ("sin(x, y)", 1, "sin takes one number, not 2", ""),
    ("min(x)", 1, "min takes two numbers or more, not 1", ""),
    ("max(x, *y)", 1, "max takes numbers only", ""),
    ("max(x, y=1)", 9, "'=' means nothing here", ""),
    ("x + z", 5, "unknown name 'z'", ""),
    ("x // 2", 1, "// is not allowed", "write /"),
    ("x if y else x", 1, "this is not allowed", ""),
    ("not x", 1, "this is not allowed", ""),
    ("x, y", 1, "a comma outside of min and max", ""),
    ("2j*x", 1, "imaginary numbers", ""),
    ("(x + 1", 1, "this bracket is never closed", ""),
    ("x + 1)", 6, "this bracket closes nothing", ""),
    ("x +", 3, "breaks off", ""),
    ("", 1, "the expression is empty", "write one"),
    ("lambda: x", 7, "':' means nothing here", ""),
    ("[x]", 1, "'[' means nothing here", "write ("),
]


@pytest.mark.parametrize(("text", "column", "message", "hint"), WRONG)
def test_what_is_wrong_is_told_at_its_column_and_soon(text: str, column: int, message: str, hint: str):
    started = time.perf_counter()
    with pytest.raises(ExpressionError) as raised:
        parse_expression(text, NAMES)
    assert time.perf_counter() - started < 0.5
    assert (raised.value.column, message in raised.value.message) == (column, True), raised.value
    assert hint in raised.value.hint


def test_as_much_as_is_allowed_is_read():
    assert len(parse_expression("+".join(["x"] * 100), NAMES).steps) == 199
    assert parse_expression("sin(" * 49 + "x" + ")" * 49, NAMES).steps[-1].operation == "sin"
    balanced = "+".join(f"({'+'.join(['x'] * 10)})" for _ in range(10))
    assert len(parse_expression(balanced, NAMES).steps) == 199
    with pytest.raises(ExpressionError, match=f"more than {MOST_NODES} numbers, names and operations"):
        parse_expression(f"{balanced} + x", NAMES)


@given(st.text(alphabet="xyabe0123456789.+-*/(), sincolgqrt_'[]^", max_size=60))
def test_any_text_is_read_or_told(text: str):
    try:
        expression = parse_expression(text, NAMES)
    except ExpressionError as error:
        column = error.column
    else:
        column = 1
        found = gradient(expression, NAMES, {"x": np.array([0.5, -1.0]), "y": np.array([2.0, 0.25])})
        assert found.shape == (2, 2)
    assert 1 <= column <= max(len(text), 1)


def test_names_are_those_that_stand_for_numbers():
    assert parse_expression("a*x + pi*sin(b) + e").names == ("a", "x", "b")


@pytest.mark.parametrize("case", EXACT, ids=lambda case: f"{case['expression']} at {case['place']}")
def test_values_and_derivatives_are_exact(case: dict[str, Any]):
    expression = parse_expression(case["expression"], NAMES)
    values = dict(zip(NAMES, map(np.array, case["place"]), strict=True))
    bends = hessian(expression, NAMES, values)
    found = [
        evaluate(expression, values),
        *gradient(expression, NAMES, values),
        bends[0, 0],
        bends[0, 1],
        bends[1, 1],
    ]
    scale = max(1.0, *np.abs(case["exact"]))
    np.testing.assert_allclose(found, case["exact"], rtol=1e-12, atol=4e-15 * scale)
    assert bends[0, 1] == bends[1, 0]


@pytest.mark.parametrize("case", KINKS, ids=lambda case: f"{case['expression']} at {case['place']}")
def test_at_a_kink_the_derivative_is_that_of_torch(case: dict[str, Any]):
    expression = parse_expression(case["expression"], NAMES)
    found = gradient(expression, NAMES, dict(zip(NAMES, map(np.array, case["place"]), strict=True)))
    np.testing.assert_array_equal(found, [float(slope) for slope in case["gradient"]])


def test_every_function_is_in_the_suite():
    assert all(any(f"{name}(" in case["expression"] for case in EXACT) for name in FUNCTIONS)


def test_arrays_keep_their_shape_and_constants_spread_over_them():
    expression = parse_expression("a*x**2 + 3")
    values = {"a": np.array(2.0), "x": np.linspace(-1, 1, 12).reshape(3, 4)}
    assert evaluate(expression, values).shape == (3, 4)
    np.testing.assert_allclose(gradient(expression, ("x",), values)[..., 0], 4 * values["x"])
    np.testing.assert_array_equal(hessian(expression, ("x",), values), np.full((3, 4, 1, 1), 4.0))
    assert gradient(parse_expression("3"), NAMES, {"x": np.zeros(5), "y": np.zeros(5)}).tolist() == [[0, 0]] * 5
