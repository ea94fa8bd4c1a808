"""The vocabulary of pictures: panels, their scales, what stands still in them and what moves.

A moving mark names series of a run ("mean", "kl_qp", "iteration"); a painter looks up their values at the
iteration it shows. Positions in data units go to pixels by `Panel.to_px` and nothing else, in both painters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from klsim.numerics.distributions import Array

Role: TypeAlias = str
"""What a mark stands for: `target`, `object`, `series-1` to `series-8`, `ink`, `muted`; themes give colours."""

Dashes: TypeAlias = tuple[float, ...]
"""Lengths of ink and gap in px along a line, in turn; none for a line without gaps."""

Outline: TypeAlias = tuple[tuple[float, float], ...]
"""The corners of a shape, each so many radii to the right of its middle and below it; none for a disc."""

CLOCK = "iteration"
"""The series that every run has; it goes on by itself."""

DENSITY_SAMPLES = 201
"""How many evenly spaced points, both ends included, a painter evaluates a density at."""


@dataclass(frozen=True)
class Scale:
    """One direction of a panel: data from `low` to `high`, and where it is ticked.

    With a place `around` that stays where it is, the scale zooms out in tens after what leaves the panel.
    """

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    kind: Literal["linear", "log"] = "linear"
    around: float | None = None

    def fraction(self, values: Array) -> Array:
        """Where values lie, from 0 at `low` to 1 at `high`; on a log scale, −∞ or NaN for those not above 0."""
        if self.kind == "linear":
            return (values - self.low) / (self.high - self.low)
        with np.errstate(divide="ignore", invalid="ignore"):
            share: Array = np.log(values / self.low) / np.log(self.high / self.low)
        return share


@dataclass(frozen=True)
class Margins:
    """Space around the plot box of a panel, in px."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, eq=False)
class Line:
    """A standing curve through (x, y); with `filled`, tinted down to the bottom of the panel."""

    x: Array
    y: Array
    role: Role
    filled: bool = False
    dashed: bool = False
    thin: bool = False


@dataclass(frozen=True, eq=False)
class Contours:
    """A standing landscape: heights z (len(y), len(x)), drawn as tinted levels, the lowest as bare paper."""

    x: Array
    y: Array
    z: Array
    levels: tuple[float, ...]


@dataclass(frozen=True)
class Dot:
    """A standing point, as a disc or as a ring."""

    x: float
    y: float
    role: Role
    ring: bool = False


@dataclass(frozen=True, eq=False)
class Land:
    """A mountain seen from the side: the ground (x, y), and the land below it in layers."""

    x: Array
    y: Array


@dataclass(frozen=True)
class Sign:
    """A flag that stands on a place, or a star in the ground below it."""

    x: float
    y: float
    shape: Literal["flag", "star"]
    role: Role


@dataclass(frozen=True)
class Label:
    """Standing text beside a place: `dx_px` to the right of it and `dy_px` above it; a `halo` keeps marks off."""

    x: float
    y: float
    text: str
    role: Role
    align: Literal["left", "center", "right"] = "left"
    dx_px: float = 0
    dy_px: float = 0
    halo: bool = True


Static: TypeAlias = Line | Contours | Dot | Land | Sign | Label


@dataclass(frozen=True)
class Density:
    """The density of an equally weighted mixture of normal laws, a moving curve with a tinted foot.

    `share` is what it is multiplied by: a component of a mixture has the share that it adds to the whole. With
    `thin`, it is a thin line without a tint.
    """

    means: tuple[str, ...]
    variances: tuple[str, ...]
    role: Role
    share: float = 1
    thin: bool = False
    dashes: Dashes = ()


@dataclass(frozen=True)
class Trail:
    """The path through (x, y) from iteration 0 to the one shown, with a disc at each step if `steps`.

    With a `leap` each step is an arc: in its middle it is half of that share of its breadth above the chord.
    """

    x: str
    y: str
    role: Role
    steps: bool = True
    leap: float = 0
    dashes: Dashes = ()


@dataclass(frozen=True)
class Point:
    """The place (x, y) now. Outside the plot box: a triangle at the nearest edge that points to it.

    A `held` point does not leave the picture: it stays as it is, at the edge. `size` multiplies its radius; one
    that is `lifted` stands on its place instead of covering it. With an `outline` it is no disc.
    """

    x: str
    y: str
    role: Role
    held: bool = False
    size: float = 1
    lifted: bool = False
    outline: Outline = ()


@dataclass(frozen=True)
class Curve:
    """A series against the iterations so far, with a disc at the one shown, which stays at the edge of the box."""

    series: str
    role: Role


@dataclass(frozen=True)
class Profile:
    """A series of many numbers as a line: now, from the left end of the scale to the right or at the places `x`.

    With `filled`, it is tinted down to the foot of the box. On a scale with rounded ends a line without places is
    drawn out.
    """

    series: str
    role: Role
    x: tuple[float, ...] = ()
    filled: bool = False
    dashes: Dashes = ()


@dataclass(frozen=True)
class Band:
    """The room between two series, tinted.

    With `x`, a series, from iteration 0 to the one shown, as broad at each as `low` and `high` are apart then.
    Without it `low` and `high` are series of many numbers, and it is the room between their lines now, at the
    places `places` or evenly from left to right.
    """

    low: str
    high: str
    role: Role
    x: str = ""
    places: tuple[float, ...] = ()


@dataclass(frozen=True)
class Box:
    """The rectangle from `left` to `right` and from `low` to `high` now, tinted; without the latter as high as the
    plot."""

    left: str
    right: str
    role: Role
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Bars:
    """A series of many numbers as bars side by side, each as high as its number is now, from 0 up or down.

    `x` has the middle of each, from left to right; as broad as the nearest two are apart, less a gap. Without it
    the first bar stands between 0 and 1, the next one between 1 and 2. `beside` says which of how many bars that
    share each place these are, counted from 0. With a `foot`, a series of as many numbers, they stand on these
    instead of on 0, and are as slim as the line of an interval.
    """

    series: str
    role: Role
    x: tuple[float, ...] = ()
    beside: tuple[int, int] = (0, 1)
    foot: str = ""


@dataclass(frozen=True)
class Raster:
    """A picture that fills the panel, which the simulation draws itself for each iteration shown."""


@dataclass(frozen=True)
class Arrow:
    """An arrow from the place (x, y) now, of a `kind` that blocks and readers switch on; legends have its `label`.

    Without `across` and `up` it is the step: it ends where the next place is, and there is none after the last.
    With them, series of a vector, it ends where that leads, in the units of the panel. One that is `scaled` has
    its direction only, and a length that grows with the root of that of the vector: `STROKES` have the longest.
    """

    x: str
    y: str
    kind: str
    label: str
    role: Role
    across: str = ""
    up: str = ""
    scaled: bool = False
    dashes: Dashes = ()


Moving: TypeAlias = Density | Trail | Point | Curve | Profile | Bars | Band | Box | Raster | Arrow


@dataclass(frozen=True)
class Panel:
    """One plot: its size in px, the two scales, and the marks from back to front; a `grid` marks the ticks.

    `type_size` multiplies the size of letters, but of the title's. `arrows` are drawn where a block asks for them.
    """

    name: str
    title: str
    x: Scale
    y: Scale
    static: tuple[Static, ...] = ()
    moving: tuple[Moving, ...] = ()
    width_px: int = 420
    height_px: int = 320
    margins: Margins = Margins(44, 30, 12, 42)
    grid: bool = False
    type_size: float = 1
    arrows: tuple[Arrow, ...] = ()

    @property
    def box_px(self) -> tuple[int, int, int, int]:
        """The plot box as left, top, width, height."""
        m = self.margins
        return m.left, m.top, self.width_px - m.left - m.right, self.height_px - m.top - m.bottom

    def to_px(self, x: Array, y: Array) -> Array:
        """Data positions (…) as px from the left and from the top of the panel, (…, 2); x and y broadcast."""
        left, top, width, height = self.box_px
        across, down = left + width * self.x.fraction(x), top + height * (1 - self.y.fraction(y))
        return np.stack(np.broadcast_arrays(across, down), axis=-1)


@dataclass(frozen=True)
class Readout:
    """A number in words: a label, and a series with a fixed number of decimals."""

    label: str
    series: str
    decimals: int
    role: Role


@dataclass(frozen=True)
class Key:
    """An entry of the legend of a picture that several runs share.

    runner: the place of the run on its axis; the others say how readers call it, and how its marks look
    """

    runner: int
    label: str
    role: Role
    dashes: Dashes = ()
    outline: Outline = ()


@dataclass(frozen=True)
class Scene:
    """A whole figure: panels from left to right, and the numbers below them.

    more:   further panels, for blocks that ask for them by name
    legend: the runs that share the picture; nothing where a run has it alone
    """

    panels: tuple[Panel, ...]
    readouts: tuple[Readout, ...]
    more: tuple[Panel, ...] = ()
    legend: tuple[Key, ...] = ()


def series_of(mark: Moving) -> tuple[str, ...]:
    """The names of the series that a mark follows, the iterations of a curve aside."""
    match mark:
        case Density():
            return (*mark.means, *mark.variances)
        case Trail() | Point():
            return (mark.x, mark.y)
        case Curve() | Profile():
            return (mark.series,)
        case Bars():
            return (mark.series, mark.foot) if mark.foot else (mark.series,)
        case Band():
            return (mark.low, mark.high, mark.x) if mark.x else (mark.low, mark.high)
        case Box():
            return tuple(filter(None, (mark.left, mark.right, mark.low, mark.high)))
        case Arrow():
            return tuple(filter(None, (mark.x, mark.y, mark.across, mark.up)))
        case Raster():
            return ()


def words_of(scene: Scene) -> Iterator[str]:
    """All text that is painted for a scene, but for titles and outcomes of runs."""
    for panel in scene.panels:
        yield from (panel.title, panel.x.label, panel.y.label)
        yield from (mark.text for mark in panel.static if isinstance(mark, Label))
        yield from (mark.label for mark in panel.moving if isinstance(mark, Arrow))
    yield from (readout.label for readout in scene.readouts)
    yield from (key.label for key in scene.legend)
