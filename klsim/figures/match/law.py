"""Matching by hand: what the two games are made of, as plain values. No numpy here.

A reader moves q, a mixture of equally weighted normal laws ("bells"; the simplest mixture has one), to find p.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType

DECIMALS = 2
"""Of every number that a reader sets or is told."""

ARRIVED = 0.5 * 10**-DECIMALS
"""The divergence below which a game reads 0.00: there q has found p."""


@dataclass(frozen=True)
class Law:
    """An equally weighted mixture of normal laws, one mean and one variance for each."""

    means: tuple[float, ...]
    variances: tuple[float, ...]

    @property
    def bells(self) -> int:
        """How many normal laws it is made of."""
        return len(self.means)


@dataclass(frozen=True)
class Knob:
    """What moves one variable: from `low` to `high` in small steps, or in large ones, which are several small.

    The values that it stops at are `low` and so many small steps above it.
    """

    name: str
    low: float
    high: float
    fine: float
    coarse: float

    def nearest(self, value: float) -> float:
        """The closest value that the knob can be set to."""
        steps = (min(max(value, self.low), self.high) - self.low) / self.fine
        whole = floor(steps) + (steps % 1 >= 0.5)  # halves go up, as in the page
        return round(self.low + whole * self.fine, DECIMALS) + 0.0


@dataclass(frozen=True)
class RandomTargets:
    """Random targets: how many, from which seed, of how many bells, between which ends.

    apart: the least distance between the means of one target
    """

    count: int
    seed: int
    bells: int
    mean: tuple[float, float]
    variance: tuple[float, float]
    apart: float


@dataclass(frozen=True)
class Sampling:
    """Where densities of mixtures are sampled: `points` evenly spaced places from low to high, both included."""

    low: float
    high: float
    points: int

    @property
    def spacing(self) -> float:
        """The distance between neighbouring places."""
        return (self.high - self.low) / (self.points - 1)


MEAN = Knob("mean", -10, 10, 0.05, 0.5)
VARIANCE = Knob("variance", 0.05, 10, 0.05, 0.5)

STARTS: Mapping[str, Law] = MappingProxyType(
    {
        "gaussian-match": Law((0.0,), (5.0,)),
        "mixture-match": Law((-4.0, 0.0, 4.0), (2.0, 2.0, 2.0)),
    }
)
"""The games by name, each with the q that it starts from unless an author says otherwise."""
