"""What a figure knows of runs that were recorded elsewhere: where their numbers are, and how they are shown."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from klsim.recordings.survey import Extent

NAME = "recorded"
"""What authors write as `simulation`."""

Relation: TypeAlias = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True)
class Goal:
    """What a run arrives at: a series, and what is to be true of it; without a relation it is only told."""

    series: str
    relation: Relation | None = None
    value: float = 0


@dataclass(frozen=True)
class CurvePanel:
    """A panel for series over the iterations, on a log scale or a plain one."""

    series: tuple[str, ...]
    is_log: bool = False


@dataclass(frozen=True)
class PathPanel:
    """A panel for the path through two series, over a landscape if there is a file with one."""

    x: str
    y: str
    grid: str = ""


@dataclass(frozen=True)
class ProfilePanel:
    """A panel for a series of many numbers, as a line."""

    series: str


PanelWish: TypeAlias = CurvePanel | PathPanel | ProfilePanel


@dataclass(frozen=True)
class Recording:
    """Recorded runs as a figure shows them.

    task:     the task that has their numbers, each run by a number of its own
    files:    the files with runs, relative to the article, and then those with landscapes
    grids:    how many of them have landscapes
    numbers:  the numbers of the runs, in the order of the figure's positions
    endings:  of each how it ended, and from which row on it had converged, or −1; empty where files do not say
    longest:  how many iterations the longest has
    has_gaps: whether numbers are missing
    """

    task: str
    files: tuple[str, ...]
    grids: int
    numbers: tuple[int, ...]
    endings: tuple[tuple[str, int], ...]
    longest: int
    panels: tuple[PanelWish, ...]
    extents: tuple[Extent, ...]
    goal: Goal | None
    has_gaps: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """The files with runs, which readers may have."""
        return self.files[: len(self.files) - self.grids]

    def extent(self, series: str) -> Extent:
        """A series over all runs."""
        return next(one for one in self.extents if one.name == series)
