"""Lines of text that remember which line of which file they came from."""

from dataclasses import dataclass
from functools import cached_property

from klsim.diagnostics import Location


@dataclass(frozen=True)
class Source:
    """Text as lines without their ends, and the location of each."""

    lines: tuple[str, ...]
    locations: tuple[Location, ...]

    @classmethod
    def of(cls, text: str, file: str) -> "Source":
        """The lines of a whole file, counted as editors count them."""
        lines = (
            tuple(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")) if text else ()
        )
        return cls(lines, tuple(Location(file, n) for n in range(1, len(lines) + 1)))

    def __getitem__(self, part: slice) -> "Source":
        return Source(self.lines[part], self.locations[part])

    def __add__(self, other: "Source") -> "Source":
        return Source(self.lines + other.lines, self.locations + other.locations)

    def at(self, position: int) -> Location:
        """The location of the character at a position of `text`."""
        return self.locations[self.text.count("\n", 0, position)]

    @cached_property
    def text(self) -> str:
        """The lines joined again."""
        return "\n".join(self.lines)

    def find(self, needle: str, fallback: Location, occurrence: int = 0) -> Location:
        """Where the first line of `needle` stands for the nth time, or `fallback`."""
        first = needle.strip().split("\n")[0].strip()
        for line, location in zip(self.lines, self.locations, strict=True):
            if first and first in line:
                if occurrence == 0:
                    return location
                occurrence -= 1
        return fallback


EMPTY = Source((), ())
