"""Fenced blocks that declare something, found in Markdown with their lines.

Only a fence that begins a line counts, and never one inside another fence, so that an article may show the
source of a figure in a longer fence.
"""

from dataclasses import dataclass

from klsim.content.fences import Fence, find_fences
from klsim.content.source import Source
from klsim.diagnostics import Code, Diagnostic, Location


@dataclass(frozen=True)
class Block:
    """One fenced block: the word after its fence, its body, and the line of the fence."""

    kind: str
    body: Source
    location: Location


@dataclass(frozen=True)
class Prose:
    """A stretch of Markdown between blocks."""

    source: Source


def split_blocks(source: Source, kinds: frozenset[str]) -> tuple[Block | Prose, ...]:
    """Markdown as prose and the blocks of the given kinds, in order; one that is never closed is prose."""
    parts: list[Block | Prose] = []
    start = 0
    for fence in find_fences(source.lines):
        if fence.prefix or fence.last is None:
            continue
        if fence.kind in kinds:
            body = source[fence.first + 1 : fence.last]
            parts += [Prose(source[start : fence.first]), Block(fence.kind, body, source.locations[fence.first])]
            start = fence.last + 1
    parts.append(Prose(source[start:]))
    return tuple(parts)


def unclosed(fence: Fence, source: Source) -> Diagnostic:
    """What to tell the author of a block that is never closed."""
    return source.locations[fence.first].error(
        Code.UNCLOSED_BLOCK, "this block is never closed", f"add a line `{fence.marks}` at its end"
    )
