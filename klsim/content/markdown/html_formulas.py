"""Formulas in blocks of raw HTML, outside of tags, code and comments."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from klsim.content.markdown.formula_rule import find_formula, is_amid
from klsim.content.markdown.places import line_of
from klsim.content.tags import ANY, INSIDE

_RAW = r"<(?P<raw>pre|code|script|style|textarea)\b.*?(?:</(?P=raw)\s*>|\Z)|<!--.*?(?:-->|\Z)"
_VERBATIM = re.compile(_RAW, re.DOTALL | re.IGNORECASE)
_UNREAD = re.compile(rf"{_RAW}|</?{ANY}{INSIDE}>", re.DOTALL | re.IGNORECASE)
_SIGN = re.compile(r"\\begin\{|\\.|\$|\n\n", re.DOTALL)
_OPENINGS = frozenset({"$", "\\(", "\\[", "\\begin{"})


def mask(text: str, *, tags: bool) -> str:
    """HTML with spaces in place of code, scripts and comments, and perhaps of all tags."""
    return (_UNREAD if tags else _VERBATIM).sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def split_html(tokens: list[Token]) -> None:
    """Make tokens of such formulas, between pieces of the HTML around them."""
    split = [piece for token in tokens for piece in (_pieces(token) if _may_hold_formulas(token) else (token,))]
    tokens[:] = split


def _may_hold_formulas(token: Token) -> bool:
    return token.type == "html_block" and any(opening in token.content for opening in _OPENINGS)


def _pieces(token: Token) -> Iterator[Token]:
    """The pieces of a block; where what is no formula ends, nothing was."""
    text, end, at = token.content, 0, 0
    masked = mask(text, tags=True)
    while found := _SIGN.search(masked, at):
        at = found.end()
        formula = find_formula(masked, found.start(), len(masked)) if found[0] in _OPENINGS else None
        if formula is None or "\n\n" in formula[1]:
            continue
        at, latex, display = formula
        line = line_of(token) + text.count("\n", 0, found.start())
        amid = display and text.startswith("$$", found.start()) and is_amid(masked, found.start(), at)
        yield token.copy(
            content=text[end : found.start()], map=[line_of(token) + text.count("\n", 0, end), line + 1]
        )
        yield Token(
            "formula",
            "math",
            0,
            map=[line, line + 1],
            meta={"latex": latex, "display": display, "written": text[found.start() : at], "amid": amid},
        )
        end = at
    yield token.copy(content=text[end:], map=[line_of(token) + text.count("\n", 0, end), (token.map or [0, 0])[1]])
