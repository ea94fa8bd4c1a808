"""Expressions as readers see them: (x² + 4y²)/2 for `(x**2 + 4*y**2)/2`, in plain characters, as exact as those.

Whoever reads it with the usual precedence reads what the author wrote: brackets are put where they are needed,
also behind a quotient that is multiplied, (x/2)·y, where readers differ.
"""

import ast
from enum import IntEnum

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SIGNS = {ast.Add: "+", ast.Sub: "−"}
_NAMES = {"pi": "π", "sqrt": "√", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "log": "ln"}
_MOST_RAISED = 3
"""Exponents of more digits are written behind a ^."""


class _Binds(IntEnum):
    """How closely parts of an expression are bound."""

    SUM = 1
    PRODUCT = 2
    POWER = 3
    UNIT = 4


def tell_expression(text: str) -> str:
    """An expression that can be read, as mathematics in plain characters: superscripts, · and −, ln for log."""
    return _tell(ast.parse(text.strip(), mode="eval").body)[0]


def _tell(node: ast.expr) -> tuple[str, _Binds]:
    """A part in words, and how closely it is bound."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
            return f"{_within(left, _Binds.SUM)} {_SIGNS[type(sign)]} {_within(right, _Binds.PRODUCT)}", _Binds.SUM
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _product(left, right), _Binds.PRODUCT
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return f"{_first(left)}/{_within(right, _Binds.POWER)}", _Binds.PRODUCT
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(left, right), _Binds.POWER
        case ast.UnaryOp(op=ast.USub(), operand=below):
            return f"−{_within(below, _Binds.PRODUCT)}", _Binds.SUM
        case ast.UnaryOp(operand=below):
            return _tell(below)
        case ast.Call(func=ast.Name(id=name), args=several):
            return f"{_NAMES.get(name, name)}({', '.join(_tell(one)[0] for one in several)})", _Binds.UNIT
        case ast.Name(id=name):
            return _NAMES.get(name, name), _Binds.UNIT
    digits, _, power = ast.unparse(node).partition("e")
    return (f"{digits}·10{str(int(power)).translate(_RAISED)}", _Binds.PRODUCT) if power else (digits, _Binds.UNIT)


def _within(node: ast.expr, least: _Binds) -> str:
    """A part, in brackets unless it is bound as closely as its place asks for."""
    words, binds = _tell(node)
    return words if binds >= least else f"({words})"


def _first(node: ast.expr) -> str:
    """What a product or a quotient begins with: a minus before all of it needs no brackets."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _tell(node)[0]
    return _within(node, _Binds.PRODUCT)


def _product(left: ast.expr, right: ast.expr) -> str:
    """A number right before a name or a bracket needs no sign: 4y², 100(y − x²)²."""
    first = f"({_tell(left)[0]})" if _ends_with_quotient(left) else _first(left)
    second = _within(right, _Binds.POWER)
    is_close = first.replace(".", "").isdecimal() and not _looks_like_a_number(right)
    return f"{first}{second}" if is_close else f"{first}·{second}"


def _ends_with_quotient(node: ast.expr) -> bool:
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def _looks_like_a_number(node: ast.expr) -> bool:
    """Whether a factor would run into a number before it: another one, a function, a name such as e3."""
    while (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)) or isinstance(node, ast.UnaryOp):
        node = node.left if isinstance(node, ast.BinOp) else node.operand
    if isinstance(node, ast.Name):
        return len(node.id) > 1 and node.id[0] in "eE"
    return isinstance(node, ast.Constant | ast.Call)


def _power(base: ast.expr, exponent: ast.expr) -> str:
    below, words = _within(base, _Binds.UNIT), _tell(exponent)[0].replace("−", "-")
    if len(words) <= _MOST_RAISED and set(words) <= set("-0123456789"):
        return below + words.translate(_RAISED)
    return f"{below}^{_within(exponent, _Binds.UNIT)}"
