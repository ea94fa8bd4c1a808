"""Finding what is wrong with a formula before it is converted: latex2mathml lets much of it pass in silence."""

import re
from collections.abc import Iterator

from latex2mathml import commands
from latex2mathml.symbols_parser import SYMBOLS

from klsim.content.formulas.formula import Formula
from klsim.diagnostics import Code, ContentError, Diagnostic, nearest

_TOKEN = re.compile(
    r"%[^\n]*|\\(?P<step>begin|end)\s*\{(?P<environment>[^{}]*)\}|\\(?P<word>[a-zA-Z]+)|\\.|[{}]", re.DOTALL
)
_TABLES = {name[1:] for name in commands.MATRICES}
ENVIRONMENTS = frozenset(_TABLES - {"eqalign", "eqalignno", "displaylines"} | {"aligned", "gathered"})
_OUT_OF_PLACE = {"newcommand", "newenvironment", "def", "DeclareMathOperator", "href", "class", "style", "unicode"}
_OTHERS = {"arg", "substack", "limits", "nolimits", "mathstrut", "strut", "root", "of", "left", "right", "middle"}
COMMANDS = frozenset(
    name[1:]
    for table in (
        SYMBOLS,
        commands.CONVERSION_MAP,
        commands.LOCAL_FONTS,
        commands.GLOBAL_FONTS,
        commands.FUNCTIONS,
        [value for value in vars(commands).values() if isinstance(value, str)],
    )
    for name in table
    if re.fullmatch(r"\\[a-zA-Z]+", name) and name[1:] not in _OUT_OF_PLACE | _TABLES
) | frozenset(_OTHERS | (_TABLES & {name[1:] for name in SYMBOLS}))


def check_formula(formula: Formula) -> None:
    """Raise ContentError for every unknown command or environment, and the first bracket without its partner."""
    mistakes = list(_unknown(formula)) or list(_unpaired(formula))[:1]
    if mistakes:
        raise ContentError(mistakes)


def _unknown(formula: Formula) -> Iterator[Diagnostic]:
    for found in _TOKEN.finditer(formula.latex):
        word, environment = found["word"], found["environment"]
        if word is not None and word not in COMMANDS:
            hint = nearest(word, COMMANDS).replace("'", "`").replace("`", "`\\", 1)
            yield at(formula, found.start(), f"unknown LaTeX command `\\{word}`", hint if "mean" in hint else "")
        if environment is not None and found["step"] == "begin" and environment not in ENVIRONMENTS:
            hint = nearest(environment, ENVIRONMENTS, "environments")
            yield at(formula, found.start(), f"unknown LaTeX environment {environment!r}", hint)


def _unpaired(formula: Formula) -> Iterator[Diagnostic]:
    """Brackets without their partners; what follows the first is a guess."""
    opened: list[tuple[str, str, int]] = []
    for found in _TOKEN.finditer(formula.latex):
        token, position = "".join(found.group().split()), found.start()
        if closer := _closer(found):
            opened.append((closer, token, position))
        elif token == "}" or found["step"] == "end" or found["word"] == "right":
            if opened and opened[-1][0] == token:
                opened.pop()
            else:
                hint = f"expected `{opened[-1][0]}`" if opened else ""
                yield at(formula, position, f"`{token}` closes nothing in this formula", hint)
    for closer, token, position in reversed(opened):
        yield at(formula, position, f"`{token}` is never closed in this formula", f"add `{closer}`")


def _closer(found: re.Match[str]) -> str | None:
    if found["step"] == "begin":
        return f"\\end{{{found['environment']}}}"
    if found["word"] == "left":
        return "\\right"
    return "}" if found.group() == "{" else None


def at(formula: Formula, position: int, what: str, hint: str = "") -> Diagnostic:
    """A mistake at a position of the LaTeX."""
    return formula.location.down(formula.latex.count("\n", 0, position)).error(Code.INVALID_FORMULA, what, hint)
