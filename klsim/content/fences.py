"""Where the fenced blocks of a text begin and end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_OPENING = re.compile(r"(?P<prefix>[ \t>]*)(?P<marks>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<kind>[^\s`{]*)")
_PREFIX = re.compile(r"[ \t>]*")


@dataclass(frozen=True)
class Fence:
    """A fenced block: the indices of its two fences, the word after the first, and its marks.

    `prefix` is what stands before the first: nothing, an indentation, or the sign of a quotation. `last` is
    None when the block is never closed.
    """

    first: int
    last: int | None
    kind: str
    marks: str
    prefix: str


def find_fences(lines: Sequence[str]) -> tuple[Fence, ...]:
    """The fenced blocks of a text, in order, without those that are shown inside another."""
    fences = []
    number = 0
    while number < len(lines):
        line = lines[number]
        found = _OPENING.match(line) if "```" in line or "~~~" in line else None
        if found is None:
            number += 1
            continue
        marks = found["marks"]
        last = next((n for n in range(number + 1, len(lines)) if _closes(lines[n], marks, found["prefix"])), None)
        fences.append(Fence(number, last, found["kind"], marks, found["prefix"]))
        if last is None and not found["prefix"]:
            break
        number = (number if last is None else last) + 1
    return tuple(fences)


def _closes(line: str, marks: str, prefix: str) -> bool:
    bare = line[_PREFIX.match(line).end() :] if prefix else line  # type: ignore[union-attr]
    return bare.startswith(marks) and not bare.rstrip().strip(marks[0])
