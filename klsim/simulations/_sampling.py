"""How much of a mixture evenly spaced samples see.

Samples a distance Δ apart see a law where two things hold, both to `UNSEEN`. Its sum Σ q Δ over the samples is 1:
else part of it is outside of them. And it would be 1 wherever the law stood between the samples: else a component
is too narrow, and what is seen of it is luck. The sum of a normal law of standard deviation σ = s·Δ differs from
1, at the worst place between samples, by

    2 exp(−2π² s²) if it is wide (Poisson's summation), 1/(s √2π) − 1 if it is so narrow that one sample sees it;

the larger of the two is right to a hundredth. A spacing of 1.6 σ sees a law, one of 1.7 σ does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, exp, floor, inf, isfinite, log10, pi, sqrt
from typing import TypeAlias

from klsim.content.schema import number_text
from klsim.settings.limits import LARGEST_COORDINATE, LARGEST_POINTS
from klsim.settings.views import RunSettings
from klsim.simulation import Objection

UNSEEN = 0.001
"""A law of which more than this share is not seen has no divergence that can be told."""

COARSEST = 4
"""Samples so many standard deviations apart still touch every component: one lies within two of its mean."""

REACH = 9
"""Beyond so many standard deviations, a normal law adds less than 1e-17."""

ENOUGH = 4
"""A domain that goes so many standard deviations to either side of a law holds it."""

FINE = 3
"""With so many samples in a standard deviation, sums are integrals and their ends."""

Component: TypeAlias = tuple[float, float, float]
"""Mean, standard deviation and weight of a normal law in a mixture, the weights adding up to 1."""


@dataclass(frozen=True)
class Grid:
    """Evenly spaced samples, both ends included."""

    low: float
    high: float
    points: int

    @property
    def spacing(self) -> float:
        """The distance between neighbours."""
        return (self.high - self.low) / (self.points - 1)


def find_blindness(settings: RunSettings) -> list[Objection]:
    """The laws among the settings of a run, `target` and `start`, that its sampling does not see."""
    grid = _grid(settings)
    laws = _laws(settings)
    blind = {name: law for name, law in laws.items() if not sees(grid, law)}
    return [_tell(name, law, grid) for name, law in blind.items()]


def is_coarse(settings: RunSettings) -> bool:
    """Whether samples are too far apart for the laws of a run, but touch every component of them.

    Such a run is a fair picture of coarse sampling: what it does is what its sums say.
    """
    grid = _grid(settings)
    laws = list(_laws(settings).values())
    is_touched = all(grid.spacing <= COARSEST * deviation for law in laws for _, deviation, _ in law)
    is_inside = all(_outside(grid, law) <= UNSEEN for law in laws)
    return is_touched and is_inside and any(_by_luck(grid, law) > UNSEEN for law in laws)


def sees(grid: Grid, law: list[Component]) -> bool:
    """Whether samples see a law, to `UNSEEN`."""
    return _by_luck(grid, law) <= UNSEEN and abs(_sum(grid, law) - 1) <= UNSEEN


def _grid(settings: RunSettings) -> Grid:
    low, high = settings.domain
    return Grid(low, high, settings.points)


def _laws(settings: RunSettings) -> dict[str, list[Component]]:
    target, start = settings.target, settings.start
    equal = (1.0,) * len(start.means)
    return {
        "target": _components(target.means, target.variances, target.weights),
        "start": _components(start.means, start.variances, equal),
    }


def _components(means: Sequence[float], variances: Sequence[float], weights: Sequence[float]) -> list[Component]:
    whole = sum(weights)
    return [(m, d, w / whole) for m, d, w in zip(means, map(sqrt, variances), weights, strict=True)]


def _by_luck(grid: Grid, law: list[Component]) -> float:
    """By how much Σ q Δ differs from 1 where the law stands at the worst place between samples."""
    return sum(weight * _worst(deviation / grid.spacing if grid.spacing else 0) for _, deviation, weight in law)


def _worst(deviation: float) -> float:
    """The same of one normal law, its standard deviation in spacings."""
    return (
        max(2 * exp(-2 * pi**2 * deviation * deviation), 1 / (deviation * sqrt(2 * pi)) - 1) if deviation else inf
    )


def _outside(grid: Grid, law: list[Component]) -> float:
    """How much of a law lies outside of the domain."""
    return sum(weight * (_tail(mean - grid.low, d) + _tail(grid.high - mean, d)) for mean, d, weight in law)


def _tail(away: float, deviation: float) -> float:
    return erfc(away / deviation / sqrt(2)) / 2


def _sum(grid: Grid, law: list[Component]) -> float:
    """Σ q Δ over the samples."""
    return sum(weight * _sum_of_one(grid, mean, deviation) for mean, deviation, weight in law)


def _sum_of_one(grid: Grid, mean: float, deviation: float) -> float:
    if grid.spacing * FINE <= deviation:
        ends = (_end(mean - grid.low, deviation, grid.spacing), _end(grid.high - mean, deviation, grid.spacing))
        return 1 - _outside(grid, [(mean, deviation, 1.0)]) + sum(ends)
    near = (min(max(mean + side * REACH * deviation, grid.low), grid.high) for side in (-1, 1))
    first, last = ((place - grid.low) / grid.spacing for place in near)
    places = (
        grid.low + k * grid.spacing - mean for k in range(floor(first), min(ceil(last), grid.points - 1) + 1)
    )
    return sum(_density(away, deviation) for away in places) * grid.spacing


def _end(away: float, deviation: float, spacing: float) -> float:
    """What a sum has at one end more than the integral: Δ/2 · q + Δ²/12 · q′, after Euler and Maclaurin."""
    return (1 - spacing * (away / deviation) / deviation / 6) * spacing / 2 * _density(away, deviation)


def _density(away: float, deviation: float) -> float:
    ratio = away / deviation
    return exp(-ratio * ratio / 2) / (deviation * sqrt(2 * pi)) if isfinite(ratio) else 0.0


def _tell(name: str, law: list[Component], grid: Grid) -> Objection:
    """What samples do not see, and which domain and points would."""
    sampled = f"{grid.points} points from {number_text(grid.low)} to {number_text(grid.high)}"
    message = f"{sampled} see less than 99.9 % of {name}"
    if _outside(grid, law) <= UNSEEN / 2:
        return Objection(name, message, f"it is too narrow: {_finer(law, grid)}")
    wide = Grid(*_wide_enough(law, grid), grid.points)
    if _outside(wide, law) > UNSEEN / 2:
        bounds = f"−{number_text(LARGEST_COORDINATE)} to {number_text(LARGEST_COORDINATE)}"
        hint = f"no domain is wide enough: keep it {ENOUGH} standard deviations within {bounds}"
        return Objection(name, message, hint)
    also = "" if sees(wide, law) else f", and for so narrow a law {_finer(law, wide)}"
    domain = f"[{number_text(wide.low)}, {number_text(wide.high)}]"
    return Objection(name, message, f"it reaches beyond them: write `domain: {domain}`{also}")


def _wide_enough(law: list[Component], grid: Grid) -> tuple[float, float]:
    """The ends of a domain that holds the law too, in digits as short as its width allows."""
    low, high = grid.low, grid.high
    for mean, deviation, _ in law:
        digit = 10.0 ** floor(log10(deviation))
        low = min(low, floor((mean - ENOUGH * deviation) / digit) * digit)
        high = max(high, ceil((mean + ENOUGH * deviation) / digit) * digit)
    return max(low, -LARGEST_COORDINATE), min(high, LARGEST_COORDINATE)


def _finer(law: list[Component], grid: Grid) -> str:
    """How many points would do, or how wide a law would."""
    narrowest, breadth = min(deviation for _, deviation, _ in law), grid.high - grid.low
    needed = breadth / narrowest + 1
    if needed <= LARGEST_POINTS:
        return f"write `points: {ceil(needed)}`"
    least = (breadth / (LARGEST_POINTS - 1)) ** 2
    return (
        f"{LARGEST_POINTS} points in this domain see variances from {least:.2g} on; widen it, or narrow the domain"
    )
