"""The places of figures in an article: lines that pass through Markdown untouched."""

import re
from dataclasses import dataclass

SLOT_TAG = "klsim-figure"
_SLOT = re.compile(rf'<{SLOT_TAG} id="([^"<>]*)"></{SLOT_TAG}>')


@dataclass(frozen=True)
class Slot:
    """The place of the figure with this id."""

    id: str


def figure_slot(figure: str) -> str:
    """The line of Markdown that stands for a figure, given its id."""
    return f'<{SLOT_TAG} id="{figure}"></{SLOT_TAG}>'


def split_slots(page: str) -> tuple[str | Slot, ...]:
    """HTML as its pieces and the figures between them, in order; joined, they give the page."""
    pieces: list[str | Slot] = []
    for number, piece in enumerate(_SLOT.split(page)):
        if number % 2:
            pieces.append(Slot(piece))
        elif piece.strip():
            pieces.append(piece)
    return tuple(pieces)
