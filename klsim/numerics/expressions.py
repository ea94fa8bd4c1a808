"""Expressions that an author writes, such as `(1 - x)**2 + 100*(y - x**2)**2`, read and checked, never run.

Python's parser makes a tree; of that only numbers, names, arithmetic and a few functions are let through. What
comes of it is a list of steps, each from the results of earlier ones.
"""

import ast
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from klsim.diagnostics import nearest

MOST_CHARACTERS, MOST_NODES, DEEPEST = 1000, 200, 50

CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e})

_UNARY: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {
        "sin": math.sin,
        "cos": math.cos,
        "tan": math.tan,
        "asin": math.asin,
        "acos": math.acos,
        "atan": math.atan,
        "sinh": math.sinh,
        "cosh": math.cosh,
        "tanh": math.tanh,
        "exp": math.exp,
        "log": math.log,
        "log10": math.log10,
        "sqrt": math.sqrt,
        "abs": math.fabs,
        "neg": lambda a: -a,
    }
)
_BINARY: Mapping[str, Callable[[float, float], float]] = MappingProxyType(
    {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
        "pow": math.pow,
        "min": min,
        "max": max,
    }
)
FUNCTIONS = (*(name for name in _UNARY if name != "neg"), "min", "max")
"""What may be called; `log` is the natural logarithm."""

_OPERATORS: Mapping[type[ast.operator], str] = MappingProxyType(
    {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ .+-*/(),")
_FACTORS = re.compile(r"[\w)]\s+[\w(]$")
_PRIVATE = re.compile(r"\b_\w*")
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "^": "**",
        "−": "-",
        "–": "-",
        "×": "*",
        "·": "*",
        "÷": "/",
        "²": "**2",
        "³": "**3",
        "π": "pi",
        "√": "sqrt(…)",
    }
    | {"[": "(", "]": ")", "{": "(", "}": ")", "|": "abs(…)"}
)
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "fabs": "abs", "pow": "**"}
)


class ExpressionError(ValueError):
    """What is wrong with an expression; `column` counts its characters from 1, `hint` says what would do."""

    def __init__(self, message: str, column: int, hint: str = "") -> None:
        super().__init__(message, column, hint)
        self.message, self.column, self.hint = message, column, hint

    def __str__(self) -> str:
        return f"{self.message}, at column {self.column}"


@dataclass(frozen=True)
class Step:
    """An operation on the results of earlier steps, by their numbers; or a `number`; or what has a `name`.

    column: where it begins in the text, from 1
    """

    operation: str
    inputs: tuple[int, ...] = ()
    value: float = 0.0
    name: str = ""
    column: int = 1


@dataclass(frozen=True)
class Expression:
    """An expression as it was written, and its steps; the result of the last one is its value."""

    text: str
    steps: tuple[Step, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it that stand for numbers, but for pi and e, each once."""
        return tuple(dict.fromkeys(step.name for step in self.steps if step.operation == "name"))


def parse_expression(text: str, names: Collection[str] | None = None) -> Expression:
    """The expression of a text. Raises ExpressionError for what cannot be read, is not allowed, or is too much.

    names: those that may stand in it beside pi and e; any, if it is left open
    """
    _check_letters(text)
    tree = _tree(text)
    steps = _Reader(names).read(tree)
    expression = Expression(text, tuple(steps))
    for step, value in zip(steps, _constant_values(steps), strict=True):
        if value is not None and not math.isfinite(value):
            raise ExpressionError("this has no finite value", step.column)
    return expression


def _check_letters(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        message = f"the expression has {len(text)} characters, more than {MOST_CHARACTERS}"
        raise ExpressionError(message, MOST_CHARACTERS + 1)
    opened: list[int] = []
    if private := _PRIVATE.search(text):
        raise ExpressionError(f"unknown name {private.group()!r}", private.start() + 1)
    for column, letter in enumerate(text, 1):
        if letter not in _LETTERS:
            instead = _INSTEAD.get(letter)
            hint = f"write {instead}" if instead else "an expression has numbers, names, + - * / ** and brackets"
            raise ExpressionError(f"{letter!r} means nothing here", column, hint)
        if letter == "(":
            opened.append(column)
            if len(opened) > DEEPEST:
                raise ExpressionError(f"brackets are nested more than {DEEPEST} deep", column)
        elif letter == ")":
            if not opened:
                raise ExpressionError("this bracket closes nothing", column)
            opened.pop()
    if opened:
        raise ExpressionError("this bracket is never closed", opened[-1])


def _tree(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        if not text.strip():
            raise ExpressionError("the expression is empty", 1, "write one, such as x**2 + y**2") from None
        if text.rstrip()[-1] in "+-*/,":
            raise ExpressionError("the expression breaks off", len(text.rstrip())) from None
        column = min(max(error.offset or 1, 1), len(text))
        is_product = _FACTORS.search(text[: column + 1].rstrip()) or "decimal literal" in error.msg
        hint = "write * between factors, such as 2*x" if is_product else ""
        raise ExpressionError("the expression cannot be read", column, hint) from None
    except (MemoryError, RecursionError, ValueError):
        raise ExpressionError(f"the expression is nested more than {DEEPEST} deep", 1) from None


_TOO_MUCH = f"the expression has more than {MOST_NODES} numbers, names and operations"


class _Reader:
    """Goes through a tree and lists its steps."""

    def __init__(self, names: Collection[str] | None) -> None:
        self._names = names
        self._steps: list[Step] = []

    def read(self, tree: ast.expr) -> list[Step]:
        joined = sorted(node.right.col_offset + 1 for node in ast.walk(tree) if isinstance(node, ast.BinOp))
        if len(joined) > MOST_NODES // 2:  # a long sum is read from its end, and no deeper than this
            raise ExpressionError(_TOO_MUCH, joined[MOST_NODES // 2])
        self._number(tree, 1)
        return self._steps

    def _number(self, node: ast.expr, depth: int) -> int:
        """The number of the step that a node comes to."""
        column = node.col_offset + 1
        if depth > DEEPEST:
            raise ExpressionError(f"the expression is nested more than {DEEPEST} deep", column)
        step = self._step(node, column, depth)
        if len(self._steps) >= MOST_NODES:
            raise ExpressionError(_TOO_MUCH, column)
        self._steps.append(step)
        return len(self._steps) - 1

    def _step(self, node: ast.expr, column: int, depth: int) -> Step:
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return Step("number", value=_float(value, column), column=column)
            case ast.Name(id=name):
                return self._name(name, column)
            case ast.UnaryOp(op=ast.UAdd(), operand=below):
                return Step("add", (self._zero(column), self._number(below, depth + 1)), column=column)
            case ast.UnaryOp(op=ast.USub(), operand=below):
                return Step("neg", (self._number(below, depth + 1),), column=column)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                inputs = self._number(left, depth), self._number(right, depth + 1)
                return Step(_OPERATORS[type(operator)], inputs, column=column)
            case ast.Call():
                return self._call(node, column, depth)
            case ast.BinOp(op=ast.FloorDiv()):
                raise ExpressionError("// is not allowed in expressions", column, "write /")
            case ast.Attribute():
                raise ExpressionError("a point between names is not allowed in expressions", column)
            case ast.Constant(value=complex()):
                raise ExpressionError("imaginary numbers are not allowed in expressions", column)
        what = "a comma outside of min and max" if isinstance(node, ast.Tuple) else "this"
        raise ExpressionError(f"{what} is not allowed in expressions", column)

    def _zero(self, column: int) -> int:
        self._steps.append(Step("number", column=column))
        return len(self._steps) - 1

    def _name(self, name: str, column: int) -> Step:
        if name in CONSTANTS:
            return Step("number", value=CONSTANTS[name], column=column)
        if name in FUNCTIONS:
            raise ExpressionError(f"{name} is a function", column, f"write {name}(…)")
        if self._names is not None and name not in self._names:
            known = [*(self._names or ()), *CONSTANTS, *FUNCTIONS]
            split = "*".join(name) if name.isalpha() and set(name) <= set(self._names or ()) else ""
            hint = f"write {split}" if split else nearest(name, known, "names")
            raise ExpressionError(f"unknown name {name!r}", column, hint)
        return Step("name", name=name, column=column)

    def _call(self, node: ast.Call, column: int, depth: int) -> Step:
        function, inputs = node.func, node.args
        if not isinstance(function, ast.Name):
            hint = "write * between factors"
            raise ExpressionError("only functions by name can be called", column, hint)
        name = function.id
        if name not in FUNCTIONS:
            if name in CONSTANTS or name in (self._names or ()):
                raise ExpressionError(f"{name} is no function", column, f"write {name}*(…)")
            instead = _ELSEWHERE.get(name)
            hint = f"write {instead}" if instead else nearest(name, FUNCTIONS, "functions")
            raise ExpressionError(f"unknown function {name!r}", column, hint)
        if node.keywords or any(isinstance(one, ast.Starred) for one in inputs):
            raise ExpressionError(f"{name} takes numbers only", column)
        if name not in ("min", "max"):
            if len(inputs) != 1:
                raise ExpressionError(f"{name} takes one number, not {len(inputs)}", column)
            return Step(name, (self._number(inputs[0], depth + 1),), column=column)
        if len(inputs) < 2:
            raise ExpressionError(f"{name} takes two numbers or more, not {len(inputs)}", column)
        numbers = [self._number(one, depth + 1) for one in inputs]
        for later in numbers[1:-1]:
            self._steps.append(Step(name, (numbers[0], later), column=column))
            numbers[0] = len(self._steps) - 1
        return Step(name, (numbers[0], numbers[-1]), column=column)


def _float(value: float, column: int) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ExpressionError("this number is too large", column)
    return number


def _constant_values(steps: Collection[Step]) -> Iterator[float | None]:
    """Of each step its value where that hangs on no name; NaN or infinite where there is none."""
    values: list[float | None] = []
    for step in steps:
        values.append(_constant_value(step, values))
        yield values[-1]


def _constant_value(step: Step, values: list[float | None]) -> float | None:
    if step.operation == "number":
        return step.value
    if step.operation == "name":
        return None
    inputs = [value for number in step.inputs if (value := values[number]) is not None]
    if len(inputs) < len(step.inputs):
        return None
    try:
        if len(inputs) == 1:
            return _UNARY[step.operation](inputs[0])
        return _BINARY[step.operation](inputs[0], inputs[1])
    except (OverflowError, ZeroDivisionError, ValueError):
        return math.nan
