"""What a figure is once its block has been read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from klsim.content.schema import number_text
from klsim.declaration import DECLARATIONS, Declaration
from klsim.diagnostics import Location
from klsim.engine.codec import Codec
from klsim.figures.animation.arrows import NO_ARROWS
from klsim.figures.animation.recording import CurvePanel, Goal, PathPanel, ProfilePanel, Recording
from klsim.recordings.survey import Extent
from klsim.settings.scalars import Settings, Value

MOST_ASIDE = 10_000
"""In a figure of so many runs none is computed twice."""

LONGEST_NUMBER = 12

FILES, PACKED = "files", "packed"
"""How the records of a figure are published: each in a file, or many in one."""

Position = tuple[int, ...]
"""A place in the grid: one index for each axis."""


@dataclass(frozen=True)
class Axis:
    """One direction of the grid.

    name:    a setting, or the author's name for a set of named groups
    label:   what readers see
    values:  floats, or words (options, or the names of groups)
    labels:  what readers see of each value
    assigns: for each value, the settings that it fixes, and members of groups as "start.x"
    named:   whether the values are names of groups
    default: the index that the figure starts with
    nearest: whether any number means the value that is nearest to it
    short:   how addresses call values that have too many digits; nothing where none have
    """

    name: str
    label: str
    values: tuple[float | str, ...]
    labels: tuple[str, ...]
    assigns: tuple[Settings, ...]
    named: bool
    default: int = 0
    short: tuple[float, ...] = ()
    nearest: bool = False

    @property
    def words(self) -> tuple[float | str, ...]:
        """The values as addresses call them."""
        return self.short or self.values

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, which a slider may walk along."""
        return not isinstance(self.values[0], str)

    def tell(self, index: int) -> str:
        """A value as readers are told of it, a number after what it is a number of: "step size 0.02"."""
        return f"{self.label} {self.labels[index]}" if self.numeric else self.labels[index]


@dataclass(frozen=True)
class Run:
    """One combination: its place in the grid, the swept values there, and every setting it needs."""

    at: Position
    setting: Mapping[str, float | str]
    settings: Settings

    @cached_property
    def slug(self) -> str:
        """A readable part for file names, from the swept values."""
        words = [value if isinstance(value, str) else _short(value) for value in self.setting.values()]
        kept = ["".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in word) for word in words]
        return "_".join(kept)[:80] or "only"

    @property
    def words(self) -> str:
        """The run as messages name it, by what is swept: "in the run harvest 5, start many"."""
        told = [
            f"{name} {one if isinstance(one, str) else number_text(one)}" for name, one in self.setting.items()
        ]
        return f"in the run {', '.join(told)}" if told else "in the only run"


def _short(value: float) -> str:
    """A number as file names have it, in no more digits than anybody reads."""
    text = number_text(value)
    return text if len(text) <= LONGEST_NUMBER else f"{value:.6g}"


@dataclass(frozen=True)
class Preset:
    """A combination with a name."""

    label: str
    at: Position


@dataclass(frozen=True)
class OutcomeMap:
    """A picture with a pixel for each of many runs, which says how it ends.

    x, y:   what is told of each pixel across and up; the values rise
    colour: what of a run its pixel shows: "converged_at", "ends_at" or "status"
    """

    x: Axis
    y: Axis
    colour: str

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Both axes."""
        return self.x, self.y


@dataclass(frozen=True)
class Figure:
    """An `animation` block, read and checked.

    source:      the simulation, "module:name"
    declaration: what the simulation says of itself
    settings:    every setting that is not swept, defaults filled in
    order:       the names of all settings, in the order in which a run has them
    positions:   of the runs, in the order of the grid, the last axis fastest; excluded combinations are absent
    gif:         which runs are drawn, "all" or "default"; every run is recorded
    records:     whether records are "files" of their own, or many of them are "packed" into one
    pace:        how many iterations films and the page show in a second
    panels:      the names of the panels that are shown, if it is not left to the simulation
    arrows:      the kinds of arrows that may be shown, and whether they are from the start
    together:    the number of the axis whose values share a picture, or None
    best:        the number of the axis of which each of them is shown at its best value only, or None
    over:        the number of the axis whose runs are summed up, or None
    missing:     positions of runs that belong to the grid and were not recorded
    recording:   where the numbers of recorded runs are; None where they are computed
    still:       the position of the run that is printed; None for that which it starts with
    caption_print: the caption on paper; empty where it is the same
    locations:   where its settings are written: by name, those of named groups by "axis/group"
    map:         the outcomes of many more runs, over two of its axes, if it has such a map
    """

    id: str
    source: str
    declaration: Declaration
    caption: str
    settings: Settings
    axes: tuple[Axis, ...]
    presets: tuple[Preset, ...]
    order: tuple[str, ...]
    positions: tuple[Position, ...]
    gif: str
    pace: float
    panels: tuple[str, ...]
    together: int | None
    location: Location
    locations: Mapping[str, Location]
    map: OutcomeMap | None = None
    best: int | None = None
    over: int | None = None
    missing: tuple[Position, ...] = ()
    recording: Recording | None = None
    still: Position | None = None
    caption_print: str = ""
    arrows: Mapping[str, bool] = field(default_factory=lambda: NO_ARROWS)
    records: str = FILES

    @property
    def simulation(self) -> str:
        """What authors call the simulation."""
        return self.declaration.name

    @property
    def series(self) -> tuple[str, ...]:
        """The names of what runs record, the iteration aside."""
        there = self.declaration.series(self.runs[0].settings)
        return tuple(name for name in there if self.declaration.is_recorded(name, (*self.panels, *self.arrows)))

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every run, in the order of the positions."""
        return tuple(self._run(at) for at in self.positions)

    def _run(self, at: Position) -> Run:
        assigned: dict[str, Value] = {}
        for axis, index in zip(self.axes, at, strict=True):
            assigned.update(axis.assigns[index])
        merged = with_assigned(self.settings, assigned)
        setting = {axis.name: axis.values[index] for axis, index in zip(self.axes, at, strict=True)}
        return Run(at, setting, {name: merged[name] for name in self.order})

    def location_of(self, setting: str, run: Run) -> Location:
        """Where the value that a run has of a setting is written."""
        names = [{name.partition(".")[0] for name in axis.assigns[0]} for axis in self.axes]
        axis = next((n for n, assigned in enumerate(names) if setting in assigned), None)
        if axis is None:
            return self.locations.get(setting, self.location)
        name = self.axes[axis].name
        return self.locations.get(
            f"{name}/{self.axes[axis].values[run.at[axis]]}", self.locations.get(name, self.location)
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for each run, which it keeps where others are added or left out; no slug has a "~"."""
        seen: Counter[str] = Counter()
        names: list[str] = []
        for slug in (run.slug for run in self.runs):
            names.append(f"{slug}~{seen[slug]}")
            seen[slug] += 1
        return tuple(names)

    @property
    def start(self) -> int:
        """The number of the run that the figure starts with."""
        return self.places[tuple(axis.default for axis in self.axes)]

    @property
    def default(self) -> Run:
        """The run that the figure starts with."""
        return self.runs[self.start]

    @cached_property
    def places(self) -> Mapping[Position, int]:
        """The number of each run by its position; excluded combinations have none."""
        return {at: n for n, at in enumerate(self.positions)}

    def title(self, run: Run) -> str:
        """The setting of a run on one line: "KL(q, p) · step size 0.02 · momentum 0.9"."""
        return self.title_at(run.at)

    def title_at(self, at: Position) -> str:
        """The same of a position."""
        return " · ".join(self.told(at))

    def told(self, at: Position) -> tuple[str, ...]:
        """The setting of a run at a position by its axes."""
        return tuple(axis.tell(index) for axis, index in zip(self.axes, at, strict=True))

    @cached_property
    def pictures(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the runs of each picture, in the order of their axis; most pictures have one run."""
        shared: dict[Position, list[int]] = {}
        for n, at in enumerate(self.positions):
            shared.setdefault(self.others(at), []).append(n)
        return tuple(map(tuple, shared.values()))

    @property
    def looks_aside(self) -> bool:
        """Whether each run is computed once more, from the next number above its start."""
        return bool(self.declaration.start) and len(self.runs) < MOST_ASIDE

    def others(self, at: Position) -> Position:
        """A position without the axis whose values share a picture."""
        return at if self.together is None else (*at[: self.together], *at[self.together + 1 :])

    def runner(self, number: int) -> int | None:
        """The place of a run on the axis whose values share a picture, if there is one."""
        return None if self.together is None else self.positions[number][self.together]

    def front(self, picture: Sequence[int]) -> int:
        """The number of the run that is in front in a picture: that of the default value, else the first."""
        usual = [] if self.together is None else [self.axes[self.together].default]
        return next((n for n in picture if self.runner(n) in usual), picture[0])

    @cached_property
    def first_picture(self) -> tuple[int, ...]:
        """The picture that the figure starts with."""
        return next(picture for picture in self.pictures if self.start in picture)

    @property
    def drawn(self) -> tuple[tuple[int, ...], ...]:
        """The pictures that have a GIF and a still."""
        return self.pictures if self.gif == "all" else (self.first_picture,)

    def picture_slug(self, picture: Sequence[int]) -> str:
        """A readable part for the names of the files of a picture."""
        if self.together is None:
            return self.runs[picture[0]].slug
        shared = self.axes[self.together].name
        setting = {name: value for name, value in self.runs[picture[0]].setting.items() if name != shared}
        return replace(self.runs[picture[0]], setting={**setting, shared: "together"}).slug

    def picture_title(self, picture: Sequence[int]) -> str:
        """What all runs of a picture have in common, on one line."""
        at = self.positions[picture[0]]
        told = (axis.tell(at[n]) for n, axis in enumerate(self.axes) if n != self.together)
        return " · ".join(told)


FIGURES = Codec(
    {
        **DECLARATIONS.kinds,
        **Codec.of(Figure, Axis, OutcomeMap, Preset, Location).kinds,
        **Codec.of(Recording, Goal, CurvePanel, PathPanel, ProfilePanel, Extent).kinds,
    }
)


def with_assigned(settings: Settings, assigned: Settings) -> dict[str, Value]:
    """Settings with others in their place; a name such as "start.x" is of a member of a group."""
    merged: dict[str, Value] = dict(settings)
    merged.update((name, value) for name, value in assigned.items() if "." not in name)
    for name, value in assigned.items():
        group, _, member = name.partition(".")
        if member:
            merged[group] = {**cast(Settings, merged.get(group, {})), member: value}
    return merged


def assigned_twice(axis: Axis, other: Axis) -> list[str]:
    """What two axes both assign: a setting, a member, or a group and a member of it."""

    def cover(name: str, wider: Iterable[str]) -> bool:
        return name in wider or name.partition(".")[0] in wider

    one, two = axis.assigns[0], other.assigns[0]
    return sorted({*(name for name in one if cover(name, two)), *(name for name in two if cover(name, one))})


def frozen(value: Any) -> Any:
    """Plain values as settings are: lists that came through JSON are tuples."""
    if isinstance(value, Mapping):
        return {key: frozen(below) for key, below in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value
