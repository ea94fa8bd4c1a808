"""Tables as on GitHub, but for bars in code and formulas, which are no borders; and rows of too many cells."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as plain_table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from klsim.content.markdown.leftovers import Allows, At, quoted
from klsim.content.markdown.spans import find_spans, pattern_of_spans
from klsim.diagnostics import Code, Diagnostic

_DELIMITERS = re.compile(r"[|:\-][|:\- \t]*")
_SPANS = pattern_of_spans(r"\$")
_BAR = "\ufdd0"


def table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A table; bars within its code and formulas are none of its own."""
    if line + 2 > end or not _DELIMITERS.fullmatch(
        state.src, state.bMarks[line + 1] + state.tShift[line + 1], state.eMarks[line + 1]
    ):
        return False
    last = line
    while last < end and not state.isEmpty(last):
        last += 1
    start, stop, source = state.bMarks[line], state.eMarks[last - 1], state.src
    count = len(state.tokens)
    state.src = source[:start] + "\n".join(map(_shield, source[start:stop].split("\n"))) + source[stop:]
    try:
        found: bool = plain_table(state, line, end, silent)
        _note_lost(state, state.tokens[count:])
    finally:
        state.src = source
    for token in state.tokens[count:]:
        token.content = token.content.replace(_BAR, "|")
        if style := token.attrs.pop("style", None):
            token.attrs["class"] = str(style).replace("text-align:", "to-")
    return found


def _shield(line: str) -> str:
    """A line whose bars in code and formulas are others."""
    if "|" not in line or ("`" not in line and "$" not in line):
        return line
    pieces, end = [], 0
    for start, stop, is_formula in find_spans(line, _SPANS):
        inside = line[start:stop]
        shielded = inside.replace("|", _BAR) if is_formula else re.sub(r"(?<!\\)\|", _BAR, inside)
        pieces += [line[end:start], shielded]
        end = stop
    return "".join([*pieces, line[end:]])


def _note_lost(state: StateBlock, tokens: Sequence[Token]) -> None:
    """Have rows with more cells than the first say so in their `meta`; empty ones are no loss."""
    width = sum(token.type == "th_open" for token in tokens)
    for token in tokens:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            row = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
            cells = escapedSplit(row.removeprefix("|"))
            while cells and not cells[-1].strip():
                del cells[-1]
            if len(cells) > width:
                token.meta.update(row=row.replace(_BAR, "|"), cells=len(cells), width=width)


def check_tables(tokens: Sequence[Token], at: At, allows: Allows) -> Iterator[Diagnostic]:
    """Rows of which a part is lost, since they have more cells than their table has columns."""
    for token in tokens:
        if "row" in token.meta and token.map and not allows("table", token.meta["row"]):
            message = (
                f"{quoted(token.meta['row'])}: this row has {token.meta['cells']} cells, its table "
                f"{token.meta['width']}, and the rest would be lost"
            )
            hint = "write `\\|` for a bar within a cell, or add headings"
            yield at(token.map[0]).error(Code.LOST_CELLS, message, hint)
