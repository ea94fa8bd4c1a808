"""Custom elements with an underscore in their name, `<my-box_a>`: HTML that CommonMark takes for text."""

import re

from markdown_it.common.html_re import attribute
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_NAME = r"[a-zA-Z][a-zA-Z0-9_]*-[a-zA-Z0-9_-]*"
_TAG = re.compile(rf"<{_NAME}{attribute}*\s*/?>|</{_NAME}\s*>")
_LONGEST = 1000
"""So many characters such a tag has at most: where many begin and none ends, each is given up soon."""


def custom_element(state: StateInline, silent: bool) -> bool:
    """The tag of such an element within text."""
    found = _tag(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True


def custom_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Such a tag alone on its line, and what follows it up to the next empty line."""
    begin = state.bMarks[line] + state.tShift[line]
    found = None if silent or state.is_code_block(line) else _tag(state.src, begin, state.eMarks[line])
    if found is None or state.src[found.end() : state.eMarks[line]].strip():
        return False
    last = line + 1
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        last += 1
    token = state.push("html_block", "", 0)
    token.map, token.content = [line, last], state.getLines(line, last, state.blkIndent, True)
    state.line = last
    return True


def _tag(text: str, at: int, limit: int) -> re.Match[str] | None:
    if text[at : at + 1] != "<":
        return None
    found = _TAG.match(text, at, min(limit, at + _LONGEST))
    return found if found and "_" in re.split(r"[\s/>]", found[0].lstrip("</"), maxsplit=1)[0] else None
