"""Macros in front matter and site.yaml: `R: \\mathbb{R}`, `E: ["\\\\mathbb{E}\\\\left[#1\\\\right]", 1]`."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from klsim.content.formulas.comments import check_comments
from klsim.content.formulas.macros import Macro, highest_parameter
from klsim.content.formulas.tokens import tokenize
from klsim.content.schema import text
from klsim.content.yaml import Mapping as MappingNode
from klsim.content.yaml import Node, Scalar, Sequence
from klsim.diagnostics import Code, each

WrittenMacro: TypeAlias = tuple[str, int, str | None]
"""The LaTeX of a macro, how many parameters it has, and what the first is where it is not given."""

_NAME = re.compile(r"\\?([a-zA-Z]+)")
_MOST = 9


def macros(node: Node, name: str) -> dict[str, WrittenMacro]:
    """The macros of a mapping by their names without backslash, those of LaTeX among them included."""
    if isinstance(node, Scalar) and node.is_null:
        return {}
    if not isinstance(node, MappingNode):
        raise node.location.failure(
            Code.WRONG_TYPE, f"{name} must be `name: LaTeX` lines", r"such as `R: \mathbb{R}`"
        )
    return dict(each(_macro, node.items))


def parse_macros(written: Mapping[str, WrittenMacro]) -> dict[str, Macro]:
    """Macros as formulas use them, by their commands."""
    return {
        f"\\{name}": Macro(
            tuple(tokenize(latex)), parameters, None if default is None else tuple(tokenize(default))
        )
        for name, (latex, parameters, default) in written.items()
    }


def _macro(item: tuple[Scalar, Node]) -> tuple[str, WrittenMacro]:
    key, below = item
    found = _NAME.fullmatch(key.text)
    if not found:
        raise key.location.failure(
            Code.INVALID_NAME, f"{key.text!r} cannot be the name of a macro", "use letters alone, such as `KL`"
        )
    name = found[1]
    if not isinstance(below, Sequence):
        latex = _latex(below, name)
        return name, (latex, highest_parameter(latex), None)
    if not 1 <= len(below.items) <= 3:
        hint = r'write `E: ["\\mathbb{E}[#1]", 1]`'
        raise below.location.failure(Code.WRONG_LENGTH, f"the macro {name} wants LaTeX and a number", hint)
    values = [_latex(one, name) for one in below.items]
    number = values[1] if len(values) > 1 else str(highest_parameter(values[0]))
    if not (number.isdecimal() and highest_parameter(values[0]) <= int(number) <= _MOST):
        least = highest_parameter(values[0])
        message = (
            f"the macro {name} uses parameters up to #{least}"
            if number.isdecimal()
            else f"{number!r} is no number"
        )
        raise below.items[1].location.failure(
            Code.INVALID_VALUE, f"{message}; it says {number}", f"write a number from {least} to {_MOST}"
        )
    return name, (values[0], int(number), values[2] if len(values) > 2 else None)


def _latex(node: Node, name: str) -> str:
    """The text of a macro, of which no comment hides the end."""
    latex = text(node, f"the macro {name}")
    for fault in check_comments(latex):
        if not fault.is_shown:
            message = f"in the macro {name} `%` hides the rest, as a comment"
            raise node.location.failure(Code.INVALID_VALUE, message, fault.hint)
    return latex
