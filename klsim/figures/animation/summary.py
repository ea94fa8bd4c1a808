"""What records say beside numbers: of many runs summed up, of the best of several, of one that a digit decides."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """How runs ended that are told as one.

    over:         the name of their axis
    count:        how many they are
    statuses:     how many of them ended with which status
    converged_at: the median of when they converged, where those that did not count as never; None if it is never
    first, last:  when the first and the last of those that converged did; None where none did
    stopped:      how many ended before others, and the last iteration of the first of these
    """

    over: str
    count: int
    statuses: Mapping[str, int]
    converged_at: float | None
    first: int | None
    last: int | None
    stopped: tuple[int, int] | None

    @property
    def converged(self) -> int:
        """How many converged."""
        return self.statuses.get("converged", 0)

    @property
    def converged_share(self) -> float:
        """The same as a share of all."""
        return self.converged / self.count


@dataclass(frozen=True)
class Best:
    """The value of an axis at which something is shown, since it is best there.

    number: of the run that this is, among those of the grid
    value:  of the axis that is called `axis`, at this `place`
    told:   the same as readers are told of it: "step size 0.02"
    width:  how many neighbouring values, in a row, converge within twice as many iterations
    near:   the numbers of the runs with these values
    """

    number: int
    axis: str
    place: int
    value: float
    told: str
    width: int
    near: tuple[int, ...]


@dataclass(frozen=True)
class Aside:
    """How a run ends from the next number above its start, where that is otherwise: the same three as of the run.

    objective: the last value; None where there is no objective
    """

    status: str
    converged_at: int | None
    objective: float | None
