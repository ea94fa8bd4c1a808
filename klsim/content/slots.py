"""The places of figures in the HTML of an article."""

import re
from dataclasses import dataclass

SLOT_TAG = "klsim-figure"
_SLOT = re.compile(rf'<{SLOT_TAG} id="([^"<>]*)"(?: number="([0-9]+)")?></{SLOT_TAG}>')


@dataclass(frozen=True)
class Slot:
    """The place of the figure with this id, and its number if captions have numbers."""

    id: str
    number: int | None = None


def figure_slot(figure: str, number: int | None = None) -> str:
    """The HTML that stands for a figure, given its id, and its number if captions have numbers."""
    numbered = f' number="{number}"' if number else ""
    return f'<{SLOT_TAG} id="{figure}"{numbered}></{SLOT_TAG}>'


def split_slots(page: str) -> tuple[str | Slot, ...]:
    """HTML as its pieces and the figures between them, in order; joined, they give the page."""
    pieces: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(page):
        pieces += [page[end : found.start()], Slot(found[1], int(found[2]) if found[2] else None)]
        end = found.end()
    pieces.append(page[end:])
    return tuple(piece for piece in pieces if isinstance(piece, Slot) or piece.strip())
