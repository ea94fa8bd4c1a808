"""Expressions as readers see them: what they look like, and that they say the same as what the author wrote."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.numerics.derivatives import evaluate
from klsim.numerics.expression_words import tell_expression
from klsim.numerics.expressions import parse_expression
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from tests.examples import examples

SEEN = {
    "(x**2 + 4*y**2)/2": "(x² + 4y²)/2",
    "(1 - x)**2 + 100*(y - x**2)**2": "(1 − x)² + 100(y − x²)²",
    "20 + x**2 - 10*cos(2*pi*x)": "20 + x² − 10·cos(2π·x)",
    "-x**2": "−x²",
    "(-x)**2": "(−x)²",
    "-(x + y)*2": "−(x + y)·2",
    "exp(-x**2/2)": "exp(−x²/2)",
    "x - (y - 1)": "x − (y − 1)",
    "x/(2*y)": "x/(2y)",
    "x/2*y": "(x/2)·y",
    "x/y/2": "x/y/2",
    "x*-y": "x·(−y)",
    "2**3**x": "2^(3^x)",
    "2**3**2": "2^(3²)",
    "(x**2)**3": "(x²)³",
    "x**-2": "x⁻²",
    "x**0.5": "x^0.5",
    "x**(1/3)": "x^(1/3)",
    "2*3*x": "2·3·x",
    "2*e3": "2·e3",
    "sqrt(x) + log(y) + log10(y) + atan(x)": "√(x) + ln(y) + log10(y) + arctan(x)",
    "+(x + y)*2": "(x + y)·2",
    "1e-3*x": "0.001x",
    "1e25*x": "1·10²⁵·x",
    "min(x, -y, 2)": "min(x, −y, 2)",
}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@pytest.mark.parametrize("text", SEEN)
def test_what_is_seen_is_mathematics(text: str):
    assert tell_expression(text) == SEEN[text]


def read_back(words: str) -> str:
    """What a reader would type for what is seen."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda found: f"**({found[0].translate(RAISED)})", words)
    text = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)(?=[a-zA-Zπ(])", r"\1*", text)
    for seen, typed in {"·": "*", "−": "-", "^": "**", "π": "pi", "√": "sqrt", "arc": "a", "ln(": "log("}.items():
        text = text.replace(seen, typed)
    return text


def same(text: str) -> bool:
    """Whether both expressions have the same values in some places."""
    places = np.random.default_rng(3).uniform(-2, 2, (2, 20))
    named = {"x": places[0], "y": places[1], "e3": places[0] + 2}
    with np.errstate(all="ignore"):
        one, other = (evaluate(parse_expression(said), named) for said in (text, read_back(tell_expression(text))))
    return bool(np.allclose(one, other, rtol=1e-12, atol=0, equal_nan=True))


NUMBERS = st.sampled_from(["0", "1", "2", "3", "10", "0.5", "1.25", "1e-7", "2.5e30", "12345"])
EXPRESSIONS = st.recursive(
    NUMBERS | st.sampled_from(["x", "y", "e3", "pi", "e"]),
    lambda below: st.one_of(
        st.tuples(below, st.sampled_from(["+", "-", "*", "/", "**"]), below).map(
            lambda parts: f"({parts[0]}){parts[1]}({parts[2]})"
        ),
        below.map(lambda part: f"-({part})"),
        below.map(lambda part: f"+({part})"),
        st.tuples(st.sampled_from(["sin", "sqrt", "log", "log10", "atan", "abs"]), below).map(
            lambda parts: f"{parts[0]}({parts[1]})"
        ),
        st.tuples(below, below).map(lambda parts: f"max({parts[0]}, {parts[1]})"),
    ),
    max_leaves=8,
)


@examples(150)
@given(EXPRESSIONS)
def test_what_is_seen_means_what_was_written(text: str):
    try:
        parse_expression(text)
    except ValueError:
        return  # it has no finite value, whatever x is
    assert same(text)


@pytest.mark.parametrize("text", [*SEEN, *(one.expression for one in NAMED_FUNCTIONS.values())])
def test_what_is_seen_of_known_expressions_means_the_same(text: str):
    assert same(text)
