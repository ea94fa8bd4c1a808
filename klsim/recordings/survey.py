"""What is known of recorded runs without their numbers: enough to read a block that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from klsim.engine.codec import Codec

AxisValue: TypeAlias = float | str

SURVEY, DIAGNOSTICS_OF_DATA = "survey", "diagnostics"
"""Products of the task that reads data files, beside those of runs, which are called by their numbers."""


@dataclass(frozen=True)
class Request:
    """What a block asks of data files; it lies beside the article, and so do the grids.

    data:      a file, or a pattern of files
    axes:      the names of what tells runs apart
    iteration: the name of what counts their rows; empty where the block does not say
    grids:     files with landscapes
    """

    data: str
    axes: tuple[str, ...] = ()
    iteration: str = ""
    grids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extent:
    """A series over all runs.

    name:       as records and links have it
    label:      as the file has it
    size:       how many numbers it has at each iteration, None for one
    low, high:  its least and greatest finite number
    positive:   its least number above 0, or 0 if there is none
    """

    name: str
    label: str
    size: int | None
    low: float
    high: float
    positive: float


@dataclass(frozen=True)
class DataAxis:
    """What tells runs apart: its name, what the file calls it, and its values: numbers rise."""

    name: str
    label: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True)
class Survey:
    """Recorded runs without their numbers.

    files:    those that were read, relative to the article; none where the pattern fits none
    nearby:   what lies there if none was read
    known:    all names that the files have, as written
    words:    those of them that are words and not numbers
    axes:     what tells runs apart, if all that were asked for are there
    at:       for each run its place on each axis
    lengths:  for each run how many iterations were recorded
    series:   what was recorded
    counting: the first iteration of runs, and how far it is from each that was recorded to the next
    clock:    the series that says which iteration a row is, where runs do not count so; else empty
    has_gaps: whether numbers are missing
    endings:  how runs ended, and from which row on they had converged, or −1; empty where files do not say
    """

    files: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    axes: tuple[DataAxis, ...] = ()
    at: tuple[tuple[int, ...], ...] = ()
    lengths: tuple[int, ...] = ()
    series: tuple[Extent, ...] = ()
    counting: tuple[int, int] = (0, 1)
    clock: str = ""
    has_gaps: bool = False
    endings: tuple[tuple[str, int], ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether there are runs in it."""
        return bool(self.at)


SURVEYS = Codec.of(Survey, Extent, DataAxis, Request)


def key_of(request: Request) -> str:
    """A request as a text, by which its survey is found again."""
    return SURVEYS.encode(request).decode()


def names_of(extents: Sequence[Extent]) -> tuple[str, ...]:
    """The names of series."""
    return tuple(one.name for one in extents)
