"""Scales that zoom out: what leaves a panel is followed by making the panel reach 10, 100, 1,000 times as far.

A scale with a place that it zooms `around` takes part. How far a panel reaches at each iteration follows from what
is recorded, so that all who draw a run know it alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.scene.marks import (
    Arrow,
    Band,
    Bars,
    Box,
    Curve,
    Density,
    Label,
    Moving,
    Panel,
    Point,
    Profile,
    Raster,
    Scale,
    Trail,
)
from klsim.scene.scales import nice_scale

FACTORS = tuple(10**tens for tens in range(7))
"""How many times as far scales may reach as they do at first: runs end before anything is a million away."""

LINGER = 30
"""Iterations that something has to be away, or back, for a panel to zoom; at the end of a run fewer will do."""

SIGN_PX = 8, 18
"""How far to the left of the upper right corner of the plot box, and below it, a panel says how far it reaches."""

ROOM = 0.97
"""Of the length of a scale that has zoomed out, where ticks may stand."""

Factors = tuple[int, int]
"""How many times as far a panel reaches across and up."""

CLOSE: Factors = (1, 1)


@dataclass(frozen=True)
class Zoom:
    """From iteration `at` on the panel with this number, from the left on, reaches so many times as far."""

    at: int
    panel: int
    across: int
    up: int

    @property
    def factors(self) -> Factors:
        """Across and up."""
        return self.across, self.up


Stretch = tuple[int, int, Factors]
"""The first iteration of some, the first behind them, and how far a panel reaches in them."""


def follows(panel: Panel) -> bool:
    """Whether a panel zooms out after what leaves it."""
    return panel.x.around is not None or panel.y.around is not None


def plan_zooms(panels: Sequence[Panel], series: Mapping[str, Array], *, stays: bool = False) -> tuple[Zoom, ...]:
    """How far each panel reaches during a run, told at each iteration from which it is another; nothing of others.

    series: name → (N + 1,), or (N + 1, size)
    stays:  whether the run would be back if it went on, so that it is not away for having left at its end
    """
    following = ((n, panel) for n, panel in enumerate(panels) if follows(panel))
    return tuple(zoom for n, panel in following for zoom in _zooms(n, panel, series, stays))


def stretches(zooms: Sequence[Zoom], panel: int, count: int) -> tuple[Stretch, ...]:
    """How far a panel reaches in which of so many iterations, from the first on."""
    changes = [(0, CLOSE), *((zoom.at, zoom.factors) for zoom in zooms if zoom.panel == panel), (count, CLOSE)]
    return tuple((start, end, factors) for (start, factors), (end, _) in pairwise(changes) if end > start)


def factors_at(zooms: Sequence[Zoom], panel: int, iteration: int) -> Factors:
    """How far a panel reaches at an iteration."""
    return next((z.factors for z in reversed(zooms) if z.panel == panel and z.at <= iteration), CLOSE)


def widen(panel: Panel, factors: Factors) -> Panel:
    """A panel that reaches so many times as far, with new ticks; what stands in it is as it was."""
    across, up = factors
    return replace(panel, x=_widened(panel.x, across), y=_widened(panel.y, up))


def with_sign(panel: Panel, factors: Factors) -> Panel:
    """A panel that says how many times as far it reaches as at first."""
    right, down = SIGN_PX
    text = _words(panel, *factors)
    sign = Label(panel.x.high, panel.y.high, text, "ink", "right", dx_px=-right, dy_px=-down)
    return replace(panel, static=(*panel.static, sign))


def followed(mark: Moving, direction: str) -> tuple[str, ...]:
    """The series that a mark follows across ("x") or up ("y"), but for those that a density is made of."""
    is_across = direction == "x"
    match mark:
        case Trail() | Point():
            return (mark.x,) if is_across else (mark.y,)
        case Curve() | Profile() | Bars():
            return () if is_across else (mark.series,)
        case Band():
            return () if is_across else (mark.low, mark.high)
        case Box():
            return (mark.left, mark.right) if is_across else tuple(filter(None, (mark.low, mark.high)))
        case Density() | Arrow() | Raster():
            return ()


def _zooms(number: int, panel: Panel, series: Mapping[str, Array], stays: bool) -> Iterator[Zoom]:
    across, up = (_calmed(_steps(panel, direction, series), stays) for direction in "xy")
    before = CLOSE
    for at in np.flatnonzero(np.diff(across, prepend=0) | np.diff(up, prepend=0)).tolist():
        factors = FACTORS[across[at]], FACTORS[up[at]]
        if factors != before:
            yield Zoom(at, number, *factors)
        before = factors


def _steps(panel: Panel, direction: str, series: Mapping[str, Array]) -> NDArray[np.intp]:
    """By how many tens a scale of a panel has to zoom out at each iteration, (N + 1,)."""
    scale = panel.x if direction == "x" else panel.y
    count = len(series["iteration"])
    found = np.zeros(count, dtype=np.intp)
    if scale.around is None:
        return found
    for values in _values(panel, direction, series):
        found = np.maximum(found, _needed(scale, np.reshape(values, (count, -1))).max(axis=1))
    return found


def _values(panel: Panel, direction: str, series: Mapping[str, Array]) -> Iterator[Array]:
    """Where what moves is, across or up; a bell is as broad as its standard deviation on both sides."""
    for mark in panel.moving:
        yield from (series[name] for name in followed(mark, direction) if name in series)
        if isinstance(mark, Density) and direction == "x":
            for mean, variance in zip(mark.means, mark.variances, strict=True):
                if mean in series and variance in series:
                    deviation = np.sqrt(np.maximum(series[variance], 0))
                    yield from (series[mean] - deviation, series[mean] + deviation)


def _needed(scale: Scale, values: Array) -> NDArray[np.intp]:
    """By how many tens a scale has to zoom out to have values in sight; what never comes there does not count."""
    around = scale.around or 0.0
    with np.errstate(all="ignore"):
        away = [(values - around) / (end - around) for end in (scale.low, scale.high) if end != around]
        reach = np.nan_to_num(np.max(away, axis=0), nan=0.0, posinf=np.inf, neginf=0.0)
    steps: NDArray[np.intp] = np.searchsorted(np.array(FACTORS[:-1], dtype=float), reach, side="left")
    return steps


def _calmed(steps: NDArray[np.intp], stays: bool) -> NDArray[np.intp]:
    """Steps (N + 1,) without dips, and then without bumps, that are shorter than `LINGER`; both ends go on.

    Of a run that stays, it is back at once behind the end.
    """
    if not steps.any():
        return steps
    wide = np.pad(steps, 2 * LINGER, mode="edge")
    if stays:
        wide[-2 * LINGER :] = 0
    filled = _windows(_windows(wide).max(axis=1)).min(axis=1)
    calm: NDArray[np.intp] = _windows(_windows(filled).min(axis=1)).max(axis=1)
    return calm[2:-2]


def _windows(steps: NDArray[np.intp]) -> NDArray[np.intp]:
    """All stretches of so many that lie within others, (n − LINGER + 1, LINGER)."""
    return sliding_window_view(steps, LINGER)


def _widened(scale: Scale, factor: int) -> Scale:
    """A scale that reaches so many times as far, without a tick so near to its end that a number has no room."""
    if factor == 1 or scale.around is None:
        return scale
    low, high = (scale.around + factor * (end - scale.around) for end in (scale.low, scale.high))
    ticks = nice_scale(scale.label, low, high).ticks if scale.ticks else ()
    return replace(
        scale, low=low, high=high, ticks=tuple(tick for tick in ticks if low <= tick <= low + ROOM * (high - low))
    )


def _words(panel: Panel, across: int, up: int) -> str:
    """How far a panel has zoomed out; in which direction, where that is not said by itself."""
    if across == up or panel.y.around is None or panel.x.around is None:
        return f"zoomed out {max(across, up):,}×"
    parts = [f"{factor:,}× {direction}" for factor, direction in ((across, "across"), (up, "up")) if factor > 1]
    return ", ".join(parts) if len(parts) > 1 else f"zoomed out {parts[0]}"
