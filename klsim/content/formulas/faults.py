"""What is wrong with a formula, by its place in the LaTeX."""

from collections.abc import Iterable
from typing import NamedTuple

from klsim.diagnostics import Code


class Fault(NamedTuple):
    """What is wrong at a position of the author's LaTeX, what to write instead, and whether it is shown anyhow."""

    start: int
    message: str
    hint: str = ""
    code: Code = Code.INVALID_FORMULA
    is_shown: bool = False


class FormulaError(Exception):
    """A formula of which nothing can be made."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)


def failure(start: int, message: str, hint: str = "") -> FormulaError:
    """What to raise for one fault."""
    return FormulaError([Fault(start, message, hint)])
