"""The formulas of a text: gathered in their order, converted, and told where they are wrong."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from markdown_it.token import Token

from klsim.content.formulas.convert import render_formula
from klsim.content.formulas.formula import Formula
from klsim.content.markdown.code import parse_info
from klsim.content.markdown.places import line_of
from klsim.diagnostics import Code, Diagnostics, Location

_NO_END = "write it as `$$…$$`, without an empty line"


def read_fences(tokens: Iterable[Token]) -> None:
    """Code in the language `math`, or in MyST's directive of that name, is a formula."""
    for token in tokens:
        if token.type == "fence" and parse_info(token.info).word == "math":
            lines = token.content.split("\n")
            while lines and lines[0].startswith(":"):
                name, _, value = lines.pop(0)[1:].partition(":")
                if name == "label" and value.strip():
                    token.attrs["id"] = value.strip()
            latex = "\n".join(lines).strip("\n")
            token.type, token.tag = "formula", "math"
            token.meta = {"latex": latex, "display": True, "written": token.content, "amid": False}


def render_formulas(
    tokens: Iterable[Token],
    at: Callable[[int], Location],
    diagnostics: Diagnostics,
    *,
    inline_double_dollars: bool,
) -> None:
    """Put into the `meta` of each formula what it is in HTML; what is wrong with any of them is taken note of."""
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
        formula = Formula(meta["latex"], meta["display"], meta["written"], location)
        meta["html"] = diagnostics.attempt(partial(render_formula, formula)) or ""


def _formulas(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "formula":
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "formula")
