"""Formulas in tests: their MathML, and what is told of them."""

import re

from klsim.content.formulas.convert import Converted, convert_formulas
from klsim.content.formulas.formula import Formula
from klsim.content.formulas.macro_fields import WrittenMacro, parse_macros
from klsim.content.tags import plain_text
from klsim.diagnostics import Diagnostics, Location


def convert(
    *latex: str, display: bool = True, macros: dict[str, WrittenMacro] | None = None
) -> tuple[Converted, list[str]]:
    """Some formulas of one article, each on a line of its own, and what is told of them."""
    diagnostics = Diagnostics()
    formulas = [Formula(one, display, one, Location("a.md", line)) for line, one in enumerate(latex, 1)]
    return convert_formulas(formulas, diagnostics, parse_macros(macros or {})), list(map(str, diagnostics))


def mathml(latex: str, *, display: bool = True) -> str:
    """The MathML of one formula that is right, without its annotation and what is around all formulas."""
    converted, told = convert(latex, display=display)
    assert told == []
    found = re.search(r"<semantics><mrow>(.*)</mrow><annotation", converted.pages[0])
    assert found
    return found[1]


def shown(latex: str, *, display: bool = True) -> str:
    """The letters and signs of one formula that is right, without the invisible ones."""
    return re.sub(r"[\s\u2061-\u2064]", "", plain_text(mathml(latex, display=display)))


def told_of(*latex: str, display: bool = True) -> list[str]:
    """What is told of some formulas, by their numbers."""
    return [line.removeprefix("a.md:") for line in convert(*latex, display=display)[1]]
