"""What is wrong with a figure of a notebook, as an exception: messages of articles, with keys for lines."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from klsim.diagnostics import Diagnostic, Location

CELL = "ipykernel"
"""What the paths of cells have in them, as Python names these."""


class FigureError(ValueError):
    """What is wrong with a figure: all of it, a line each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(dict.fromkeys(lines))
        super().__init__("\n".join(self.lines))


def tell(found: Iterable[Diagnostic], keys: Mapping[int, str], file: str) -> Iterator[str]:
    """Each of what was found, after the key that it is about, or after the place in the author's own code.

    keys: those of a figure by the lines on which they stand in `file`
    """
    for one in found:
        text = f"{one.message}; {one.hint}" if one.hint else one.message
        place = _key(one.location, keys) if one.location.file == file else _place(one.location)
        yield text if not place or _names(text, place) else f"{place}: {text}"


def _key(location: Location, keys: Mapping[int, str]) -> str:
    """The key on a line, or the last above it."""
    above = [line for line in keys if line <= location.line]
    return keys[max(above)] if above else ""


def _place(location: Location) -> str:
    if CELL in location.file:
        return f"line {location.line} of the cell"
    return f"{location.file}:{location.line}" if Path(location.file).suffix == ".py" else ""


def _names(text: str, place: str) -> bool:
    """Whether a message says what it is about by itself."""
    return place.rpartition(".")[2] in text
