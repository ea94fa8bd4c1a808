"""What is wrong with a site, or perhaps not meant, said so that it can be mended; and what ends a build."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Code(StrEnum):
    """What kind of thing is wrong: every diagnostic has one of these names, which do not change."""

    BLOCK_IN_PARAGRAPH = "block-in-paragraph"
    BROKEN_ANCHOR = "broken-anchor"
    BROKEN_LINK = "broken-link"
    DIFFERENT_NUMBER = "different-number"
    DOUBLE_DOLLARS = "double-dollars"
    DUPLICATE_FOOTNOTE = "duplicate-footnote"
    DUPLICATE_ID = "duplicate-id"
    DUPLICATE_KEY = "duplicate-key"
    DUPLICATE_NAME = "duplicate-name"
    DUPLICATE_PART = "duplicate-part"
    DUPLICATE_SETTING = "duplicate-setting"
    DUPLICATE_VALUE = "duplicate-value"
    EMPTY_FILE = "empty-file"
    EMPTY_VALUE = "empty-value"
    EXCLUDED_RUN = "excluded-run"
    EXTERNAL_MEDIA = "external-media"
    FILE_UNREADABLE = "file-unreadable"
    HEADING_LEVEL = "heading-level"
    INDENTED_BLOCK = "indented-block"
    INLINE_SCRIPT = "inline-script"
    INLINE_STYLE = "inline-style"
    INVALID_ADDRESS = "invalid-address"
    INVALID_EXPRESSION = "invalid-expression"
    INVALID_FORMULA = "invalid-formula"
    INVALID_LINK = "invalid-link"
    INVALID_NAME = "invalid-name"
    INVALID_VALUE = "invalid-value"
    INVALID_YAML = "invalid-yaml"
    LEFTOVER = "leftover"
    MISSING_ALTERNATIVE = "missing-alternative"
    MISSING_FILE = "missing-file"
    MISSING_FOOTNOTE = "missing-footnote"
    MISSING_FRONT_MATTER = "missing-front-matter"
    MISSING_IMAGE = "missing-image"
    MISSING_KEY = "missing-key"
    MISSING_RESULT = "missing-result"
    MISSING_SETTING = "missing-setting"
    MISSING_TITLE = "missing-title"
    NOT_DUE = "not-due"
    NOT_REPEATABLE = "not-repeatable"
    NOT_TEXT = "not-text"
    NO_ROOM = "no-room"
    NO_TYPEFACE = "no-typeface"
    OFF_STEP = "off-step"
    OUTSIDE_SITE = "outside-site"
    OUT_OF_RANGE = "out-of-range"
    OUT_OF_TIME = "out-of-time"
    PLACEHOLDER_ADDRESS = "placeholder-address"
    POOR_CONTRAST = "poor-contrast"
    POOR_SAMPLING = "poor-sampling"
    POOR_SETTING = "poor-setting"
    PROCESS_ENDED = "process-ended"
    REFUSED_ADDRESS = "refused-address"
    RESERVED_NAME = "reserved-name"
    SIMULATION_FAILED = "simulation-failed"
    TEMPLATE_ERROR = "template-error"
    TOO_COMPLEX = "too-complex"
    TOO_MANY = "too-many"
    TOO_MANY_RUNS = "too-many-runs"
    TOO_MUCH_WORK = "too-much-work"
    UNCLOSED_BLOCK = "unclosed-block"
    UNCLOSED_ELEMENT = "unclosed-element"
    UNDRIVEN_FIGURE = "undriven-figure"
    UNEQUAL_GROUPS = "unequal-groups"
    UNKNOWN_ARTICLE = "unknown-article"
    UNKNOWN_ELEMENT = "unknown-element"
    UNKNOWN_FIELD = "unknown-field"
    UNKNOWN_FIGURE = "unknown-figure"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_LANGUAGE = "unknown-language"
    UNKNOWN_SETTING = "unknown-setting"
    UNKNOWN_SIMULATION = "unknown-simulation"
    UNKNOWN_VALUE = "unknown-value"
    UNUSED_FILE = "unused-file"
    UNUSED_FOOTNOTE = "unused-footnote"
    WRONG_LENGTH = "wrong-length"
    WRONG_ORDER = "wrong-order"
    WRONG_TYPE = "wrong-type"


class Severity(StrEnum):
    """Whether a site can be built all the same."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Location:
    """A line of a file: `file` is relative to the project, `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def error(self, code: Code, message: str, hint: str = "") -> "Diagnostic":
        """What keeps the site from being built, here."""
        return Diagnostic(code, self, message, hint)

    def failure(self, code: Code, message: str, hint: str = "") -> "ContentError":
        """What to raise where nothing can be made of what is here."""
        return ContentError([self.error(code, message, hint)])

    def warning(self, code: Code, message: str, hint: str = "") -> "Diagnostic":
        """What is perhaps not meant, here."""
        return Diagnostic(code, self, message, hint, Severity.WARNING)

    def note(self, code: Code, message: str, hint: str = "") -> "Diagnostic":
        """What is good to know, here."""
        return Diagnostic(code, self, message, hint, Severity.NOTE)

    def down(self, lines: int) -> "Location":
        """The line that many below."""
        return Location(self.file, self.line + lines)


@dataclass(frozen=True)
class Diagnostic:
    """Something found in a site: what is wrong, where, and the nearest right thing."""

    code: Code
    location: Location
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        severity = "" if self.severity == Severity.ERROR else f"{self.severity}: "
        text = f"{self.location}: {severity}{self.message}"
        return f"{text}; {self.hint}" if self.hint else text


class ContentError(Exception):
    """What readers of a part raise where there is nothing to go on with; survives pickling."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = in_order(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class Diagnostics:
    """All that is found in a site, or in a part of it: one collector is handed down from stage to stage."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found = list(found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(in_order(self._found))

    def add(self, *found: Diagnostic) -> None:
        """Take note of these."""
        self._found.extend(found)

    def attempt(self, read: Callable[[], Result]) -> Result | None:
        """What `read` gives; where it raises ContentError, that is taken note of and there is None."""
        try:
            return read()
        except ContentError as error:
            self.add(*error.diagnostics)
            return None

    def attempt_each(self, read: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """`read` of every item that has no mistakes; those of the others are taken note of."""
        results: list[Result] = []
        for item in items:
            try:
                results.append(read(item))
            except ContentError as error:
                self.add(*error.diagnostics)
        return results

    def of(self, severity: Severity) -> tuple[Diagnostic, ...]:
        """Those of one severity, in the order of their places."""
        return tuple(found for found in self if found.severity == severity)

    def raise_errors(self) -> None:
        """Raise ContentError with all that was found if any of it is an error."""
        if self.of(Severity.ERROR):
            raise ContentError(self._found)


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by file and line; within a line by words."""
    return tuple(sorted(set(found), key=lambda one: (one.location, one.message, one.hint, one.code)))


class BuildError(Exception):
    """The build cannot go on for a reason outside the content: a full disk, another build at work."""


class UsageError(BuildError):
    """What was asked for on the command line cannot be done."""


class NoSiteError(UsageError):
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


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that another may be a slip for."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)


def nearest(word: str, known: Iterable[str], plural: str = "") -> str:
    """A hint that names the known word closest to `word`, or all of them when none is close."""
    names = sorted(known)
    if close := closest(word, names):
        return f"did you mean {close!r}?"
    return f"{plural or 'known'}: {', '.join(names)}" if names else f"there are no {plural or 'names'} here"


def each(read: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """`read` of every item; the mistakes of all of them are raised together."""
    found = Diagnostics()
    results = found.attempt_each(read, items)
    found.raise_errors()
    return results
