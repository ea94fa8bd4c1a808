"""Where things stand: the line of every token, those within lines of text included."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_END = re.compile("\n")


class PlacedState(StateInline):
    """Inline parsing that notes in `map` at which character of its block a token begins, or ends if it is text."""

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        """A new token."""
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos, self.pos]
        return token

    def pushPending(self) -> Token:  # noqa: N802
        """The text so far, as a token."""
        token = super().pushPending()
        token.map = [self.pos, self.pos]
        return token


class PlacedInline(ParserInline):
    """A parser that parses with places, by the rules of another."""

    def __init__(self, other: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = other.ruler, other.ruler2
        self._usual = self.terminator_re

    def parse(self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]) -> list[Token]:
        """The tokens of the text of one block."""
        state = PlacedState(src, md, env, tokens)
        signs = self.terminator_re
        if "www." not in src:
            self.terminator_re = self._usual  # else the text would be left and entered at each w
        self.tokenize(state)
        self.terminator_re = signs
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def set_lines(tokens: Iterable[Token], line: int = 0) -> None:
    """Have `map` say the lines, counted from 0, of all tokens: what has none gets that of what stands before."""
    for token in tokens:
        if token.map is None:
            token.map = [line, line + 1]
        line = token.map[0]
        if not token.children:
            continue
        ends = [found.start() for found in _END.finditer(token.content)]
        for child in token.children:
            at = child.map[0] if child.map else 0
            below = line + bisect_left(ends, at)
            child.map = [below, below + 1]
            for inner in child.children or ():
                inner.map = child.map


def line_of(token: Token) -> int:
    """The line of a token, counted from 0, once `set_lines` has been there."""
    assert token.map is not None
    return token.map[0]


def inlines(tokens: Iterable[Token]) -> Iterator[Token]:
    """The blocks that hold text, in order."""
    return (token for token in tokens if token.type == "inline")


def partner(tokens: list[Token], at: int) -> int:
    """Where the token ends that is opened at `at`."""
    depth = 0
    for number in range(at, len(tokens)):
        depth += tokens[number].nesting
        if depth == 0:
            return number
    return len(tokens) - 1


def opener(tokens: list[Token], at: int) -> Token:
    """The token that is closed at `at`, or the one that stands there by itself."""
    depth = 0
    for number in range(at, -1, -1):
        depth += tokens[number].nesting
        if depth == 0:
            return tokens[number]
    return tokens[at]
