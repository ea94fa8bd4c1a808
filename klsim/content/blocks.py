"""Fenced blocks that declare something, found in Markdown with their lines.

Only a fence that begins a line counts, and never one inside another fence, so that an article may show the
source of a figure in a longer fence.
"""

from dataclasses import dataclass

from klsim.content.fences import Fence, find_fences
from klsim.content.source import Origin, Source
from klsim.diagnostics import AuthorError, Mistake


@dataclass(frozen=True)
class Block:
    """One fenced block: the word after its fence, its body, and the line of the fence."""

    kind: str
    body: Source
    origin: Origin


@dataclass(frozen=True)
class Prose:
    """A stretch of Markdown between blocks."""

    source: Source


def split_blocks(source: Source, kinds: frozenset[str]) -> tuple[Block | Prose, ...]:
    """Markdown as prose and the blocks of the given kinds, in order.

    Raises AuthorError for a block of any kind that is never closed.
    """
    parts: list[Block | Prose] = []
    start = 0
    for fence in find_fences(source.lines):
        if fence.prefix:
            continue
        if fence.last is None:
            raise AuthorError([unclosed(fence, source)])
        if fence.kind in kinds:
            body = source[fence.first + 1 : fence.last]
            parts += [Prose(source[start : fence.first]), Block(fence.kind, body, source.origins[fence.first])]
            start = fence.last + 1
    parts.append(Prose(source[start:]))
    return tuple(parts)


def unclosed(fence: Fence, source: Source) -> Mistake:
    """What to tell the author of a block that is never closed."""
    return source.origins[fence.first].mistake(
        "this block is never closed", f"add a line `{fence.marks}` at its end"
    )
