"""Writes tests/data/derivatives.json: values and derivatives of expressions, exact to the last digit.

python tests/write_exact_derivatives.py   in an environment that has sympy; the tests have none
"""

import json
from pathlib import Path

import sympy

PATH = Path(__file__).parent / "data" / "derivatives.json"
DIGITS = 40
PLACES = ((0.7, 0.4), (-1.3, 2.1), (0.25, -0.6), (3.5, 1.25))
EXPRESSIONS = (
    "x",
    "y",
    "3",
    "-x",
    "+x - -y",
    "x + y*2 - 3/4",
    "x*y*x*y",
    "x/y",
    "1/(x*y)",
    "x**2 + y**3",
    "x**-2",
    "-x**2",
    "2**x**2",
    "(x**2 + 1)**y",
    "(x**2 + 1)**(x*y)",
    "(x**2 + y**2)**0.5",
    "sin(x)*cos(y)",
    "tan(x/4)",
    "asin(x/5) + acos(y/5)",
    "atan(x*y)",
    "sinh(x) - cosh(y)",
    "tanh(x + 2*y)",
    "exp(-x**2 - y**2)",
    "log(x**2 + y**2)",
    "log10(x**2 + 3)",
    "sqrt(x**2 + 2*y**2 + 1)",
    "abs(x)*abs(y - 3)",
    "min(x, y)",
    "max(x**2, y, x*y)",
    "min(max(x, -1), 1)*y",
    "pi*x + e*y",
    "(1 - x)**2 + 100*(y - x**2)**2",
    "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
    "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
    "-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + e + 20",
    "exp(sin(cos(tanh(x*y))))",
    "sqrt(exp(x) + log(y**2 + 1))/(1 + x**4)",
    "x**3 - 3*x*y**2",
)


def exact(text: str, place: tuple[float, float]) -> list[float]:
    """Value, gradient, and second derivatives by x x, x y and y y."""
    x, y = sympy.symbols("x y", real=True)
    log10 = sympy.Lambda(x, sympy.log(x) / sympy.log(10))
    names = {"x": x, "y": y, "e": sympy.E, "min": sympy.Min, "max": sympy.Max, "abs": sympy.Abs, "log10": log10}
    function = sympy.sympify(text, locals=names, rational=True)
    wanted = (function, *(function.diff(*by) for by in ((x,), (y,), (x, x), (x, y), (y, y))))
    at = {x: sympy.Rational(place[0]), y: sympy.Rational(place[1])}
    return [float(sympy.N(one.doit().subs(at), DIGITS)) for one in wanted]


if __name__ == "__main__":
    cases = (
        json.dumps({"expression": text, "place": place, "exact": exact(text, place)}, separators=(",", ":"))
        for text in EXPRESSIONS
        for place in PLACES
    )
    PATH.write_text("[\n" + ",\n".join(cases) + "\n]\n")
