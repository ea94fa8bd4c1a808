"""Lines of text that remember which line of which file they came from."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from klsim.diagnostics import Mistake, Severity


class Origin(NamedTuple):
    """A line of a file; `file` is relative to the project, `line` counts from 1."""

    file: str
    line: int

    def mistake(self, what: str, hint: str = "") -> Mistake:
        """A mistake made at this place."""
        return Mistake(self.file, self.line, what, hint)

    def warning(self, what: str, hint: str = "") -> Mistake:
        """Something at this place that the author perhaps does not mean."""
        return Mistake(self.file, self.line, what, hint, Severity.WARNING)

    def down(self, lines: int) -> "Origin":
        """The place so many lines below."""
        return Origin(self.file, self.line + lines)


@dataclass(frozen=True)
class Source:
    """Text as lines without their ends, and the origin of each."""

    lines: tuple[str, ...]
    origins: tuple[Origin, ...]

    @classmethod
    def of(cls, text: str, file: str) -> "Source":
        """The lines of a whole file, counted as editors count them."""
        lines = (
            tuple(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")) if text else ()
        )
        return cls(lines, tuple(Origin(file, n) for n in range(1, len(lines) + 1)))

    def __getitem__(self, part: slice) -> "Source":
        return Source(self.lines[part], self.origins[part])

    def __add__(self, other: "Source") -> "Source":
        return Source(self.lines + other.lines, self.origins + other.origins)

    def at(self, position: int) -> Origin:
        """The origin of the character at a position of `text`."""
        return self.origins[self.text.count("\n", 0, position)]

    @cached_property
    def text(self) -> str:
        """The lines joined again."""
        return "\n".join(self.lines)

    def find(self, needle: str, fallback: Origin, occurrence: int = 0) -> Origin:
        """Where the first line of `needle` stands for the nth time, or `fallback`."""
        first = needle.strip().split("\n")[0].strip()
        for line, origin in zip(self.lines, self.origins, strict=True):
            if first and first in line:
                if occurrence == 0:
                    return origin
                occurrence -= 1
        return fallback
