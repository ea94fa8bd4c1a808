"""GitHub's alerts and Obsidian's callouts: quotations that begin with `[!NOTE]`, perhaps with a title."""

import re
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from klsim.content.markdown.containers import push_title

_ALERT = re.compile(r"\[!(?P<kind>[\w-]+)\](?P<folds>[+-]?)[ \t]*(?P<title>.*)")


def alerts(state: StateCore) -> None:
    """Make boxes of such quotations, before the text in them is parsed."""
    tokens: list[Token] = []
    closing: set[int] = set()  # the levels of the boxes that are open
    skipped = 0
    for number, token in enumerate(state.tokens):
        if skipped:
            skipped -= 1
        elif token.type == "blockquote_open" and (found := _find(state.tokens, number)):
            closing.add(token.level)
            skipped = 0 if "\n" in state.tokens[number + 2].content else 3
            tokens += _open(state.tokens, number, found)
        else:
            if token.type == "blockquote_close" and token.level in closing:
                closing.remove(token.level)
                token.type, token.tag = "admonition_close", "div"
            tokens.append(token)
    state.tokens = tokens


def _find(tokens: list[Token], number: int) -> re.Match[str] | None:
    if [token.type for token in tokens[number + 1 : number + 3]] != ["paragraph_open", "inline"]:
        return None
    return _ALERT.fullmatch(tokens[number + 2].content.partition("\n")[0])


def _open(tokens: list[Token], number: int, found: re.Match[str]) -> list[Token]:
    """The beginning of a box; its first paragraph loses the line of the mark."""
    opening, text = tokens[number], tokens[number + 2]
    kind, line = found["kind"].lower(), (text.map or [0])[0]
    opened = [opening]
    opening.type, opening.tag, opening.attrs = "admonition_open", "div", {"class": f"admonition {kind}"}
    text.content = text.content.partition("\n")[2]
    if text.map:
        text.map = [line + 1, text.map[1]]

    def push(name: str, tag: str, nesting: Any) -> Token:
        opened.append(Token(name, tag, nesting, level=opening.level + 1, block=True, map=[line, line + 1]))
        return opened[-1]

    push_title(push, found["title"] or kind.capitalize(), line, is_own=not found["title"])
    return opened
