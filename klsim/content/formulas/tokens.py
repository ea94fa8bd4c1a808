"""LaTeX as tokens that know where they come from."""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"\\(?:[a-zA-Z]+|[\s\S]|\Z)|%[^\n]*(?:\n[ \t]*)?|\s+|[^\\%\s]")
_GOES_ON = re.compile(r"[a-zA-Z*]")
"""What math-core would take for a part of a name that is before it."""
_ENDS = frozenset({"}", "\\right", "\\end"})
_LONGEST_OPTION = 100
"""So many tokens stand in square brackets at most: to look further for each of many `[` would take too long."""


class Token(NamedTuple):
    """A command, a character, or white space, and where it stands in the LaTeX of the author."""

    text: str
    start: int

    @property
    def is_word(self) -> bool:
        """Whether it is a command made of letters."""
        return self.text.startswith("\\") and self.text[1:].isalpha()


Tokens = Sequence[Token]


def tokenize(latex: str) -> list[Token]:
    """The tokens of some LaTeX, without its comments."""
    return [Token(found[0], found.start()) for found in _TOKEN.finditer(latex) if found[0][0] != "%"]


def join(tokens: Iterable[Token]) -> str:
    """LaTeX again; a command and what would be part of its name stay apart."""
    pieces: list[str] = []
    for piece, _ in spaced(tokens):
        pieces.append(piece)
    return "".join(pieces)


def spaced(tokens: Iterable[Token]) -> Iterable[Token]:
    """The tokens with a space after each command that a letter or a star follows."""
    before = None
    for token in tokens:
        if before is not None and before.is_word and _GOES_ON.match(token.text):
            yield Token(" ", before.start)
        yield token
        before = token


def author_position(tokens: Iterable[Token], position: int) -> int:
    """Where in the author's LaTeX that stands which stands at a position of the joined tokens."""
    place = 0
    for text, start in spaced(tokens):
        place = start
        position -= len(text)
        if position < 0:
            break
    return place


class Reader:
    """Tokens read one after the other; others may be put before them."""

    def __init__(self, tokens: Tokens) -> None:
        self._pending = list(reversed(tokens))

    def take(self) -> Token | None:
        """The next token; None at the end."""
        return self._pending.pop() if self._pending else None

    def rest(self) -> Tokens:
        """All tokens that are left."""
        tokens, self._pending = self._pending[::-1], []
        return tokens

    def put(self, tokens: Tokens) -> None:
        """Have these tokens come next."""
        self._pending.extend(reversed(tokens))

    def peek(self) -> str:
        """The text of the next token that is not white space; empty at the end."""
        index = self._index()
        return self._pending[index].text if index >= 0 else ""

    def skip(self, text: str) -> bool:
        """Whether this text comes next, after white space or none; if so, go past it."""
        index = self._index()
        if index < 0 or self._pending[index].text != text:
            return False
        del self._pending[index:]
        return True

    def follows(self, text: str) -> bool:
        """Whether this text comes next, without white space before it; if so, go past it."""
        if not self._pending or self._pending[-1].text != text:
            return False
        self._pending.pop()
        return True

    def argument(self) -> Tokens | None:
        """What stands in braces here, or the one token; None, and nothing read, where all ends that is around."""
        index = self._index()
        if index < 0 or self._pending[index].text in _ENDS:
            return None
        if self._pending[index].text == "{":
            return self._inside(index, "{", "}", sys.maxsize)
        token = self._pending[index]
        del self._pending[index:]
        return [token]

    def option(self) -> Tokens | None:
        """What stands in square brackets here; None, and nothing read, where there are none."""
        index = self._index()
        if index < 0 or self._pending[index].text != "[":
            return None
        return self._inside(index, "[", "]", _LONGEST_OPTION)

    def _index(self) -> int:
        """The index of the next token that is not white space; -1 at the end."""
        index = len(self._pending) - 1
        while index >= 0 and self._pending[index].text.isspace():
            index -= 1
        return index

    def _inside(self, start: int, opening: str, closing: str, most: int) -> Tokens | None:
        """The tokens within a bracket at an index, if at most so many; braces within have to be in pairs."""
        depth, braces = 0, 0
        for index in range(start, max(start - most, -1), -1):
            text = self._pending[index].text
            if text == closing and not braces:
                depth -= 1
                if not depth:
                    inside = self._pending[index + 1 : start][::-1]
                    del self._pending[index:]
                    return inside
            elif text == opening and not braces:
                depth += 1
            elif text == "{":
                braces += 1
            elif text == "}":
                braces -= 1
                if braces < 0:
                    break
        return None
