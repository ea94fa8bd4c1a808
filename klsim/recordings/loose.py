"""A run as a file has it, before it has found its place among the others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from klsim.diagnostics import Code, ContentError, Location
from klsim.numerics.distributions import Array
from klsim.recordings.survey import AxisValue


@dataclass(frozen=True, eq=False)
class Loose:
    """A run.

    setting:      what tells it apart, in the order of the axes
    series:       name → (n,) or (n, size), NaN where a number is missing
    steps:        (n,) which iteration each row is, or None where that is not said
    location:     where it stands, and for each of its rows if that is known
    status:       how it ended, if the file says so
    converged_at: the iteration from which it stayed within its tolerance, if the file says so
    is_padded:    whether rows at its end that hold no number are not of it, but fill it up
    """

    setting: tuple[AxisValue, ...]
    series: Mapping[str, Array]
    steps: Array | None
    location: Location
    status: str = ""
    converged_at: int | None = None
    is_padded: bool = True

    @property
    def words(self) -> str:
        """It as messages name it."""
        return ", ".join(str(value) for value in self.setting) or "the only run"

    def __len__(self) -> int:
        return len(next(iter(self.series.values())))


def ordered_values(values: Sequence[AxisValue]) -> tuple[AxisValue, ...]:
    """The distinct values of an axis: numbers rise, words stay in their order."""
    distinct = tuple(dict.fromkeys(values))
    return tuple(sorted(distinct)) if all(isinstance(one, float) for one in distinct) else distinct


def value_of(words: Sequence[str]) -> Sequence[AxisValue]:
    """Words as numbers, if all of them are finite ones."""
    numbers = [_finite(word) for word in words]
    return [one + 0.0 for one in numbers if one is not None] if None not in numbers else [w.strip() for w in words]


def _finite(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def cut(run: Loose) -> int:
    """How many rows a run has; one without any number has none."""
    known = np.zeros(len(run), dtype=np.bool_)
    for values in run.series.values():
        known |= ~np.isnan(values.reshape(len(values), -1)).all(axis=1)
    if known.any() and not run.is_padded:
        return len(run)
    return int(np.flatnonzero(known).max(initial=-1)) + 1


def check_steps(steps: Array, location: Location, name: str) -> None:
    """Raise ContentError for what cannot be iterations: they are whole numbers from 0."""
    wrong = np.flatnonzero(~np.isfinite(steps) | (steps < 0) | (steps != np.round(steps)))
    if len(wrong):
        value = steps[wrong[0]]
        told = "empty" if np.isnan(value) else f"{value:g}"
        raise ContentError(
            [location.error(Code.WRONG_TYPE, f"{name} is {told}; an iteration is a whole number from 0")]
        )
