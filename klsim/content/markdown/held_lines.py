"""Lines of a paragraph that belong to a formula of it, and so begin no block of their own."""

import re
from typing import Any

from markdown_it.rules_block import StateBlock

from klsim.content.markdown.formula_rule import MOST_LINES
from klsim.content.markdown.spans import find_spans, pattern_of_spans

_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
_SPANS = pattern_of_spans(r"\$\$?|\\[(\[]|\\begin\{")


def hold_formulas(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Have the lines within a formula of a paragraph begin no list, heading or quotation.

    They are marked as the lines of a quotation without its sign are: as text that goes on. Never a block itself.
    """
    if silent or line + 1 >= end or state.isEmpty(line + 1):
        return False
    last = line + 1
    while last < min(end, line + MOST_LINES) and not state.isEmpty(last):
        last += 1
    text = state.getLines(line, last, state.blkIndent, False)
    if not any(opening in text for opening in ("$", "\\(", "\\[", "\\begin{")):
        return False
    checked, held = line, list[int]()
    for first, stop, is_formula in find_spans(text, _SPANS):
        if not is_formula:
            continue
        upper, lower = line + text.count("\n", 0, first), line + text.count("\n", 0, stop)
        if (
            upper == lower
            or _leaves_block(state, upper, lower)
            or any(_FENCE.match(one) for one in text.split("\n")[upper - line + 1 : lower - line + 1])
        ):
            continue
        if any(_breaks(state, number, end) for number in range(checked + 1, upper + 1)):
            break
        checked = lower
        held += range(max(upper, line + 1), lower + 1)
    for number in held:
        state.sCount[number] = -1
    return False


def _leaves_block(state: StateBlock, upper: int, lower: int) -> bool:
    """Whether a formula would go on in lines that stand further left than the list in which it begins."""
    lines = [state.sCount[number] < state.blkIndent for number in range(upper, lower + 1)]
    return any(lines) and not (lines[0] and state.src.startswith("$$", state.bMarks[upper] + state.tShift[upper]))


def _breaks(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line ends the paragraph before it."""
    before: Any = state.parentType
    state.parentType = "paragraph"
    breaks = any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))
    state.parentType = before
    return breaks
