"""The value, the gradient and the second derivatives of expressions on arrays, exact to rounding.

The gradient goes backwards through the steps of an expression, with the operations of torch and in its order, so
that both are rounded alike. Second derivatives are carried forward. Method: A. Griewank and A. Walther,
"Evaluating Derivatives", 2nd edition 2008, chapters 3 and 13. At a kink the derivative is that of torch: 0 of abs
at 0, half of each of two equals in min and max.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np

from klsim.numerics.distributions import Array
from klsim.numerics.expressions import Expression, Step

_LN10 = np.log(10.0)

Values: TypeAlias = Mapping[str, Array]
"""The value of each name; they broadcast."""


class _Unary(NamedTuple):
    """A function of one argument a.

    value: a → f
    pull:  g, a, f → g·f′(a)
    bend:  a, f → f″(a)
    """

    value: Callable[[Array], Array]
    pull: Callable[[Array, Array, Array], Array]
    bend: Callable[[Array, Array], Array]


_UNARY: Mapping[str, _Unary] = MappingProxyType(
    {
        "neg": _Unary(np.negative, lambda g, a, f: -g, lambda a, f: np.zeros_like(a)),
        "sin": _Unary(np.sin, lambda g, a, f: g * np.cos(a), lambda a, f: -f),
        "cos": _Unary(np.cos, lambda g, a, f: g * -np.sin(a), lambda a, f: -f),
        "tan": _Unary(np.tan, lambda g, a, f: g * (1 + f * f), lambda a, f: 2 * f * (1 + f * f)),
        "asin": _Unary(
            np.arcsin, lambda g, a, f: g / np.sqrt(1 - a * a), lambda a, f: a / np.sqrt(1 - a * a) ** 3
        ),
        "acos": _Unary(
            np.arccos, lambda g, a, f: -g / np.sqrt(1 - a * a), lambda a, f: -a / np.sqrt(1 - a * a) ** 3
        ),
        "atan": _Unary(np.arctan, lambda g, a, f: g / (a * a + 1), lambda a, f: -2 * a / (1 + a * a) ** 2),
        "sinh": _Unary(np.sinh, lambda g, a, f: g * np.cosh(a), lambda a, f: f),
        "cosh": _Unary(np.cosh, lambda g, a, f: g * np.sinh(a), lambda a, f: f),
        "tanh": _Unary(np.tanh, lambda g, a, f: g * (1 - f * f), lambda a, f: -2 * f * (1 - f * f)),
        "exp": _Unary(np.exp, lambda g, a, f: g * f, lambda a, f: f),
        "log": _Unary(np.log, lambda g, a, f: g / a, lambda a, f: -1 / (a * a)),
        "log10": _Unary(np.log10, lambda g, a, f: g / (a * _LN10), lambda a, f: -1 / (a * a * _LN10)),
        "sqrt": _Unary(np.sqrt, lambda g, a, f: g / (2 * f), lambda a, f: -1 / (4 * a * f)),
        "abs": _Unary(np.abs, lambda g, a, f: g * np.sign(a), lambda a, f: np.zeros_like(a)),
    }
)


def evaluate(expression: Expression, values: Values) -> Array:
    """The value of an expression; it has the common shape of the values. NaN or infinite where there is none."""
    return _broadcast(_results(expression, values)[-1], values)


def gradient(expression: Expression, variables: Sequence[str], values: Values) -> Array:
    """The first derivatives by these variables, (…, variables)."""
    steps, results = expression.steps, _results(expression, values)
    found: dict[str, Array] = {}
    pulls: list[Array | None] = [None] * len(steps)

    def add(number: int, part: Array) -> None:
        name = steps[number].name
        if name in variables:
            found[name] = found[name] + part if name in found else part
        elif is_moved[number]:
            pull = pulls[number]
            pulls[number] = part if pull is None else pull + part

    is_moved = _moved(expression, variables)
    with np.errstate(all="ignore"):
        add(len(steps) - 1, np.ones(()))
        for number in reversed(range(len(steps))):
            pull, step = pulls[number], steps[number]
            if pull is not None:
                inputs = [results[n] for n in step.inputs]
                parts = _pulled(step.operation, pull, inputs, results[number], [is_moved[n] for n in step.inputs])
                for n, part in zip(step.inputs, parts, strict=True):
                    if part is not None:
                        add(n, part)
    return np.stack([_broadcast(found.get(name, np.zeros(())), values) for name in variables], axis=-1)


def hessian(expression: Expression, variables: Sequence[str], values: Values) -> Array:
    """The second derivatives by these variables, (…, variables, variables)."""
    each = range(len(variables))
    pairs = [(i, j) for i in each for j in each if i <= j]
    results, is_moved = _results(expression, values), _moved(expression, variables)
    jets: list[_Jet] = []
    with np.errstate(all="ignore"):
        for step, value, moves in zip(expression.steps, results, is_moved, strict=True):
            jet = _Jet(value, (None,) * len(each), (None,) * len(pairs))
            if step.name in variables:
                jet = _Jet(
                    value,
                    tuple(np.ones_like(value) if step.name == one else None for one in variables),
                    jet.second,
                )
            elif moves:
                jet = _carried(step.operation, [jets[n] for n in step.inputs], value, pairs)
            jets.append(jet)
    second = dict(zip(pairs, (_zero_for_none(one) for one in jets[-1].second), strict=True))
    rows = [np.stack([_broadcast(second[min(i, j), max(i, j)], values) for j in each], axis=-1) for i in each]
    return np.stack(rows, axis=-2)


def _results(expression: Expression, values: Values) -> list[Array]:
    """The value of each step."""
    results: list[Array] = []
    with np.errstate(all="ignore"):
        for step in expression.steps:
            results.append(_result(step, results, values))
    return results


def _result(step: Step, results: Sequence[Array], values: Values) -> Array:
    inputs = [results[number] for number in step.inputs]
    match step.operation:
        case "number":
            return np.asarray(step.value)
        case "name":
            return np.asarray(values[step.name], dtype=np.float64)
        case "add":
            return np.add(*inputs)
        case "sub":
            return np.subtract(*inputs)
        case "mul":
            return np.multiply(*inputs)
        case "div":
            return np.divide(*inputs)
        case "pow":
            return _power(*inputs)
        case "min":
            return np.minimum(*inputs)
        case "max":
            return np.maximum(*inputs)
    return _UNARY[step.operation].value(inputs[0])


def _power(a: Array, b: Array) -> Array:
    """aᵇ; small whole exponents and roots by products and roots, as torch does."""
    if b.ndim:
        return np.power(a, b)
    match float(b):
        case 1.0:
            return a
        case 2.0:
            return a * a
        case 3.0:
            return a * a * a
        case 0.5:
            return np.sqrt(a)
        case -1.0:
            return 1 / a
        case -2.0:
            return 1 / (a * a)
    return np.power(a, b)


def _moved(expression: Expression, variables: Sequence[str]) -> list[bool]:
    """Whether each step hangs on one of the variables."""
    is_moved: list[bool] = []
    for step in expression.steps:
        is_moved.append(step.name in variables or any(is_moved[n] for n in step.inputs))
    return is_moved


def _pulled(
    operation: str, g: Array, inputs: Sequence[Array], f: Array, wanted: Sequence[bool]
) -> Sequence[Array | None]:
    """What a derivative g by the result f of an operation makes of those by its inputs; None if not wanted."""
    a = inputs[0]
    if len(inputs) == 1:
        return (_UNARY[operation].pull(g, a, f),)
    b = inputs[1]
    by_a: Array | None = g
    by_b: Array | None = g
    match operation:
        case "sub":
            by_b = -g
        case "mul":
            by_a, by_b = g * b, g * a
        case "div":
            by_a, by_b = g / b, -g * (f / b)
        case "pow":
            by_a = g * np.where(b == 0, 0.0, b * _power(a, b - 1)) if wanted[0] else None
            by_b = g * (f * _log_of_base(a, b)) if wanted[1] else None
        case "min" | "max":
            share = np.where(a == b, 0.5, np.where((a < b) == (operation == "min"), 1.0, 0.0))
            by_a, by_b = g * share, g * (1 - share)
    return [part if is_wanted else None for part, is_wanted in zip((by_a, by_b), wanted, strict=True)]


def _log_of_base(a: Array, b: Array) -> Array:
    """log a; a power of 0 does not change with its exponent."""
    return np.where((a == 0) & (b >= 0), 0.0, np.log(a))


@dataclass(frozen=True, eq=False)
class _Jet:
    """A value, its derivatives by the variables, and the second ones by pairs of them; None where there is 0."""

    value: Array
    first: tuple[Array | None, ...]
    second: tuple[Array | None, ...]


def _carried(operation: str, inputs: Sequence[_Jet], f: Array, pairs: Sequence[tuple[int, int]]) -> _Jet:
    """The derivatives of the result of an operation, by the chain rule."""
    one = np.ones(())
    there = [jet.value for jet in inputs]
    wanted = [any(part is not None for part in jet.first) for jet in inputs]
    slopes = _pulled(operation, one, there, f, wanted)
    a, b = inputs[0], inputs[-1]
    bend_aa, bend_ab, bend_bb = _bends(operation, there, f)
    first = tuple(
        _sum(_product(slope, part) for slope, part in zip(slopes, parts, strict=True))
        for parts in zip(*(jet.first for jet in inputs), strict=True)
    )
    second = []
    for n, (i, j) in enumerate(pairs):
        parts = [_product(slope, jet.second[n]) for slope, jet in zip(slopes, inputs, strict=True)]
        parts.append(_product(bend_aa, _product(a.first[i], a.first[j])))
        if len(inputs) == 2:
            mixed = _sum([_product(a.first[i], b.first[j]), _product(a.first[j], b.first[i])])
            parts += [_product(bend_ab, mixed), _product(bend_bb, _product(b.first[i], b.first[j]))]
        second.append(_sum(parts))
    return _Jet(f, first, tuple(second))


def _bends(operation: str, inputs: Sequence[Array], f: Array) -> tuple[Array | None, Array | None, Array | None]:
    """The second derivatives of an operation by its inputs: a a, a b and b b."""
    a = inputs[0]
    if len(inputs) == 1:
        return _UNARY[operation].bend(a, f), None, None
    b = inputs[1]
    match operation:
        case "mul":
            return None, np.ones(()), None
        case "div":
            return None, -1 / (b * b), 2 * f / (b * b)
        case "pow":
            logarithm = _log_of_base(a, b)
            again = np.where((b == 0) | (b == 1), 0.0, b * (b - 1) * _power(a, b - 2))
            mixed = np.where(b == 0, 1 / a, _power(a, b - 1) * (1 + b * logarithm))
            return again, mixed, f * logarithm * logarithm
    return None, None, None


def _product(part: Array | None, other: Array | None) -> Array | None:
    return None if part is None or other is None else part * other


def _sum(parts: Iterable[Array | None]) -> Array | None:
    total: Array | None = None
    for part in parts:
        if part is not None:
            total = part if total is None else total + part
    return total


def _zero_for_none(part: Array | None) -> Array:
    return np.zeros(()) if part is None else part


def _broadcast(result: Array, values: Values) -> Array:
    shape = np.broadcast_shapes(result.shape, *(np.shape(value) for value in values.values()))
    return np.broadcast_to(result, shape)
