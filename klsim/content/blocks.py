"""Fenced blocks that declare something."""

from dataclasses import dataclass

from klsim.content.source import Source
from klsim.diagnostics import Location


@dataclass(frozen=True)
class Block:
    """One fenced block: the word after its fence, its body, and the line of the fence."""

    kind: str
    body: Source
    location: Location
