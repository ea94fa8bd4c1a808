"""What is wrong with a formula, by its place in the LaTeX."""

from collections.abc import Iterable, Mapping
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


_EXAMPLES: Mapping[str, str] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom"), "{a}{b}"),
    **dict.fromkeys(("overset", "underset", "stackrel"), "{a}{b}"),
    "mathchoice": "{a}{b}{c}{d}",
    "not": "=",
    "hspace": "{1em}",
    "mspace": "{3mu}",
    "tag": "{1}",
    "color": "{red}",
    "textcolor": "{red}{x}",
    "colorbox": "{yellow}{x}",
}
"""What commands work on that do not work on one thing alone."""


def without_argument(start: int, command: str) -> Fault:
    """A command behind which something is missing, with what to write behind it."""
    example = _EXAMPLES.get(command[1:], "{x}")
    return Fault(start, f"`{command}` lacks what it works on", f"write `{command}{example}`")
