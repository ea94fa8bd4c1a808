"""The formulas of a text: gathered in their order, converted, and told where they are wrong."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from markdown_it.token import Token

from klsim.content.formulas.convert import Equation, convert_formulas
from klsim.content.formulas.formula import Formula
from klsim.content.formulas.macros import Macro
from klsim.content.markdown.code import parse_info
from klsim.content.markdown.places import line_of
from klsim.diagnostics import Code, Diagnostics, Location

_NUMBERED = re.compile(
    r"\s*\\begin\{(?P<name>equation|align|alignat|gather|multline|flalign|eqnarray)\}.*(?P<end>\\end\{(?P=name)\})\s*",
    re.DOTALL,
)
"""An environment whose rows have numbers: the last has the label that stands behind it."""
_NO_END = "write it as `$$…$$`, without an empty line"


def read_fences(tokens: Iterable[Token]) -> None:
    """Code in the language `math`, or in MyST's directive of that name, is a formula."""
    for token in tokens:
        if token.type == "fence" and parse_info(token.info).word == "math":
            lines = token.content.split("\n")
            options = 0
            while options < len(lines) and lines[options].startswith(":"):
                name, _, value = lines[options][1:].partition(":")
                options += 1
                if name == "label" and value.strip():
                    token.attrs["id"] = value.strip()
            latex = "\n".join(["", *[""] * options, *lines[options:]])  # each at its line below the fence
            token.type, token.tag = "formula", "math"
            token.meta = {"latex": latex, "display": True, "written": token.content, "amid": False}


def render_formulas(
    tokens: Iterable[Token],
    at: Callable[[int], Location],
    diagnostics: Diagnostics,
    macros: Mapping[str, Macro],
    *,
    inline_double_dollars: bool,
) -> Mapping[str, Equation]:
    """Put into the `meta` of each formula what it is in HTML; the equations by label.

    What is wrong with any of them is taken note of. `macros` are those of the site and the article. A formula on
    lines of its own that has an id is an equation with this label.
    """
    shown: list[Token] = []
    formulas: list[Formula] = []
    for token in _formulas(tokens):
        meta, location = token.meta, at(line_of(token))
        if meta.get("open") or not meta["latex"].strip():
            message = "this formula is never closed" if meta.get("open") else "this formula is empty"
            diagnostics.add(location.error(Code.INVALID_FORMULA, message, _NO_END))
            continue
        if meta.get("amid"):
            if inline_double_dollars:
                meta["display"] = False
            else:
                message = "`$$…$$` within a line is shown on a line of its own"
                hint = "write `$…$`, or `inline_double_dollars: inline` in site.yaml"
                diagnostics.add(location.warning(Code.DOUBLE_DOLLARS, message, hint))
        latex = meta["latex"]
        if meta["display"] and (id := str(token.attrs.get("id", ""))):
            latex = _with_label(latex, id, meta.get("number", ""))
        shown.append(token)
        formulas.append(Formula(latex, meta["display"], meta["written"], location))
    converted = convert_formulas(formulas, diagnostics, macros)
    for token, page in zip(shown, converted.pages, strict=True):
        token.meta["html"] = page
    return converted.equations


def _with_label(latex: str, label: str, number: str) -> str:
    """The LaTeX with a label and a number that stand behind it, but for one that it has itself."""
    more = f" \\tag{{{number}}}" if number and "\\tag" not in latex else ""
    more += f" \\label{{{label}}}" if "\\label" not in latex else ""
    rows = _NUMBERED.fullmatch(latex)
    end = rows.start("end") if rows else len(latex)
    return f"{latex[:end]}{more}{latex[end:]}"


def _formulas(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "formula":
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "formula")
