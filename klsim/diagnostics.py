"""What an author did that cannot be built, or perhaps did not mean, said so that it can be mended."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Severity(StrEnum):
    """Whether a site can be built all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake of an author: where it is, what is wrong and the nearest right thing.

    `file` is relative to the project, `line` counts from 1. With a warning the site is built all the same.
    """

    file: str
    line: int
    what: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "warning: " if self.is_warning else ""
        told = f"{self.file}:{self.line}: {mark}{self.what}"
        return f"{told}; {self.hint}" if self.hint else told

    @property
    def is_warning(self) -> bool:
        """Whether the site is built all the same."""
        return self.severity == Severity.WARNING


class AuthorError(Exception):
    """Every mistake found so far, together, and the warnings; survives pickling, as a process pool needs."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(set(mistakes)))
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes)


@contextmanager
def warning_too(warnings: Iterable[Mistake]) -> Iterator[None]:
    """Have an AuthorError that is raised in here tell these warnings as well."""
    try:
        yield
    except AuthorError as error:
        raise AuthorError([*error.mistakes, *warnings]) from None


class BuildError(Exception):
    """The build cannot go on for a reason outside the content: a full disk, another build at work."""


class NoSiteError(BuildError):
    """There is no site where one was looked for."""


class BusyError(BuildError):
    """Another build has the output folder."""


SHORT_OF_MEMORY = "there is not enough memory; what was built before is whole"
_UNMAPPED = ("failed to map", "cannot allocate memory", "cannot apply additional memory protection")
"""What the system says of a library for which it has no room."""

_LITTLE = 1 << 24
"""So many bytes are there for any program that is not short of memory."""


def is_short_of_memory(error: BaseException) -> bool:
    """Whether this error says that there is no memory left, or may come of it: imports then fail in any way."""
    told = str(error).lower()
    if isinstance(error, MemoryError) or any(words in told for words in _UNMAPPED):
        return True
    try:
        bytearray(_LITTLE)
    except MemoryError:
        return True
    return False


def nearest(word: str, known: Iterable[str], what: str = "") -> str:
    """A hint that names the known word closest to `word`, or all of them when none is close."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"{what or 'known'}: {', '.join(names)}" if names else f"there are no {what or 'names'} here"


def gather(read: Callable[[Item], Result], items: Iterable[Item]) -> tuple[list[Result], list[Mistake]]:
    """`read` of every item that has no mistakes, and the mistakes of the others."""
    results: list[Result] = []
    mistakes: list[Mistake] = []
    for item in items:
        try:
            results.append(read(item))
        except AuthorError as error:
            mistakes += error.mistakes
    return results, mistakes


def each(read: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """`read` of every item; the mistakes of all of them are raised together."""
    results, mistakes = gather(read, items)
    if mistakes:
        raise AuthorError(mistakes)
    return results
