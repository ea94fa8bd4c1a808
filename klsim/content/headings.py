"""Headings with anchors, for a table of contents and for links to a section."""

from dataclasses import dataclass

from klsim.engine.codec import Codec


@dataclass(frozen=True)
class Heading:
    """A heading: its level from 2, the id of its anchor, and what it says, as text and as HTML without links."""

    level: int
    anchor: str
    text: str
    html: str


HEADINGS = Codec.of(Heading)
