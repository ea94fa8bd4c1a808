"""Fenced blocks in any Markdown, found line by line: klsim and generators that it is a guest of find the same."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

FIGURES = ("animation", "match")
"""The words behind the fences of figures."""

TAB = 4
"""How many spaces Python-Markdown makes of a tab."""

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*")


@dataclass(frozen=True)
class Fence:
    """A fenced block: the word behind its fence, the numbers of its first and last line, and what is between.

    is_closed:   whether its last line is a fence
    is_indented: whether it does not begin at the left edge
    """

    kind: str
    first: int
    last: int
    body: tuple[str, ...]
    is_closed: bool
    is_indented: bool

    @property
    def digest(self) -> str:
        """The SHA-256 of kind and body, by which a block is known to be as it was."""
        text = "\n".join([self.kind, *(line.expandtabs(TAB).rstrip() for line in self.body)])
        return sha256(text.encode()).hexdigest()


def find_fences(lines: Sequence[str], kinds: Collection[str] | None = None) -> Iterator[Fence]:
    """The blocks whose first word is one of `kinds`, or all; those within other fenced blocks are examples."""
    opened: re.Match[str] | None = None
    first = 0
    for number, line in enumerate(lines):
        found = _FENCE.fullmatch(line)
        if found is None:
            continue
        if opened is None:
            opened, first = found, number
        elif found["mark"].startswith(opened["mark"]) and not found["info"]:
            if kinds is None or _kind(opened) in kinds:
                yield _fence(opened, first, number, lines[first + 1 : number], is_closed=True)
            opened = None
    if opened is not None and (kinds is None or _kind(opened) in kinds):
        yield _fence(opened, first, len(lines) - 1, lines[first + 1 :], is_closed=False)


def _kind(opened: re.Match[str]) -> str:
    return opened["info"].partition(" ")[0]


def _fence(opened: re.Match[str], first: int, last: int, body: Sequence[str], *, is_closed: bool) -> Fence:
    return Fence(_kind(opened), first, last, tuple(body), is_closed, bool(opened["indent"]))
