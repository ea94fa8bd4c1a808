"""What math-core says of a formula, in the words of klsim and by the place in the author's LaTeX."""

import re

from klsim.content.formulas.faults import Fault, without_argument
from klsim.content.formulas.names import suggest_command

_MESSAGE = re.compile(r"(\d+): (.*)", re.DOTALL)
_IN_BRACES = "write it in braces: `\\sqrt{x}`"
MEANINGS = (
    (r"Found \"&\"", "`&` stands outside of a table", "write `\\&`, or use aligned"),
    (
        r"Found \"\\h\[dash\]line\"",
        "a rule of a table stands amid a row",
        "write `\\hline` first in a row of `array`",
    ),
    (r"Found \"(\\hd?a?s?h?line)\"", "`{}` stands outside of a table", "write it first in a row of `array`"),
    (r"Found \"\\\\\"", "`\\\\` stands where no row can end", "write it between rows, outside of braces"),
    (r"Expected closing token \"(.*)\"", "`{}` is missing at the end of this formula", ""),
    (
        r"Internal parser error",
        "something before this lacks its braces",
        "write braces around what each command works on",
    ),
    (r"Found \"(\\\w+)\"", "`{}` follows no operator", "write `\\sum\\limits_{i}`"),
    (r"'\^' or '_' directly", "`^` or `_` has nothing to raise or lower", "write `x^{2}`"),
    (r"Duplicate subscript", "two subscripts or superscripts in a row", "write `{x_a}_b` or `x_{a,b}`"),
    (r"Switch-like commands", "a command for all that follows cannot be an argument", "write braces around it"),
    (r"a parenthesis after \"\\big,", "`\\big` and its kin want a bracket after them", "write `\\Big(`"),
    (
        r"a parenthesis after \"\\genfrac",
        "`\\genfrac` wants six arguments",
        "write `\\genfrac{(}{)}{0pt}{}{a}{b}`",
    ),
    (r"a parenthesis after \"([^\"]+)\"", "`{}` wants a bracket after it", "write `\\left(`, or `\\left.`"),
    (r"Expected a relation after \\not", "`\\not` wants a sign after it", "write `\\not=`"),
    (r"Expected a large operator", "this wants a large operator after it", "write `\\sum`"),
    (r"Expected length with units, found \"(.*)\"", "`{}` is no length", "write `1em` or `3mu`"),
    (r"(?:Text|Math) unit \"(.*?)\"", "`{}` is no unit of this space", "write `\\hspace{1em}` or `\\mspace{3mu}`"),
    (r"Found invalid unit \"(.*)\"", "there is no unit `{}`", "write `1em`, `3mu` or `10pt`"),
    (r"Not valid in text mode", "this cannot stand within \\text{…}", "write `\\text{if $x$}`"),
    (r"Not valid in math mode", "this can stand only within \\text{…}", ""),
    (r"Unexpected \"\$\"", "a dollar sign within a formula", "write `\\$`"),
    (r"Found more than one infix", "two fractions by `\\over` in one group", "write `\\frac{1}{2}`"),
    (r"Macro parameter|parameter number", "`#` cannot stand here", "write `\\#`"),
    (r"Disallowed character in text group: '(.*)'", "`{}` cannot stand here", ""),
)
_WITHOUT_ARGUMENT = re.compile(r"(\\[a-zA-Z]+|[\^_])\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|[^\\{}^_])?\s*\Z")
_UNKNOWN = re.compile(r"Unknown command \"\\(.*)\"", re.DOTALL)
_OTHER = "this formula is not valid LaTeX"


def unknown_command(message: str) -> str | None:
    """The command, without its backslash, that a message of math-core calls unknown; None where it says else."""
    found = _UNKNOWN.search(message)
    return found[1] if found else None


def _correct(name: str) -> str:
    """What to write instead of an unknown command."""
    if name.isalpha():
        return suggest_command(name)
    return f"write `{name}`, without the backslash" if name.strip() else "leave the backslash out"


def explain(message: str, latex: str) -> Fault:
    """What math-core says of some LaTeX, at the position in it."""
    found = _MESSAGE.fullmatch(message)
    position, text = (int(found[1]), found[2]) if found else (0, message)
    if (name := unknown_command(text)) is not None:
        return Fault(
            position,
            f"unknown LaTeX command `\\{name}`",
            _correct(name),
        )
    if text.startswith(("Expected argument", "Unmatched closing token")):
        before = _WITHOUT_ARGUMENT.search(latex, 0, position)
        if before and before[1] in ("^", "_"):
            return Fault(position, "`^` or `_` has nothing to raise or lower", "write `x^{2}`")
        if before is None:
            return Fault(position, "a command before this lacks what it works on", _IN_BRACES)
        return without_argument(position, before[1])
    for pattern, words, hint in MEANINGS:
        if meant := re.search(pattern, text):
            return Fault(position, words.replace("{}", "".join(meant.groups())), hint)
    return Fault(position, _OTHER, text.rstrip("."))
