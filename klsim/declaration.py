"""What a simulation declares: the half of it that is data, and can be sent and kept."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from klsim.engine.codec import Codec
from klsim.pointing import Pointing
from klsim.settings.composites import Column, Columns, Interval, Record, Rows
from klsim.settings.defaults import Defaults
from klsim.settings.expressions import Expression, NumberOrWord, Numbers
from klsim.settings.scalars import Choice, Flag, Integer, Number, Setting, Settings
from klsim.statuses import Status

DESCENT_SUMMARY = "at {label} = {value}"
"""How words say where a run is that descends something."""

STATUS_WORD = re.compile("[a-z][a-z0-9_]*")

COUNTING = 0, 1
"""The number of the first iteration, and how far it is to the next, unless runs were recorded otherwise."""

NO_WORDS: Mapping[str, str] = MappingProxyType({})

RESERVED = (
    "schema",
    "setting",
    "status",
    "converged_at",
    "iteration",
    "iterations",
    "frames",
    "skipped",
    "last",
    "next",
)
"""What records and sentences mean something else by: no names for series."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """The half of a simulation that is data: enough to read what authors write, and to tell what runs did.

    name:      as in `simulation: …`
    settings:  in the order in which they are listed and recorded
    state:     names of the series that are stepped
    measures:  names of the series that are recorded beside the state
    objective: the series that is to become small, or the setting whose value names it; empty where there is none
    labels:    what readers see of series
    statuses:  how runs may end beside the usual ways, or told otherwise
    summary:   how words say where a run is, from the label and the value of its objective
    counted:   a setting and a list of it whose length says how many there are of each state: mean_1, mean_2, …
    optional:  states that only runs have whose group has such a member: {"y": "start.y"}
    pictured:  measures that only a panel or a kind of arrow needs, and are recorded where it is shown:
               {"surface_x": "surface"}
    defaults:  defaults of settings that hang on other settings
    sized_by:  the settings that make a run take more work
    is_drawn:  whether it draws its pictures itself
    zooms:     whether panels zoom out after what leaves them
    one_by_one: whether runs are computed one by one, each a task of its own
    goal:      what runs arrive at, in words: "loss < 0.05"; empty where they come within their tolerance
    counting:  the number of the first iteration, and how far it is from one that is recorded to the next
    clock:     the series by which words say when something happened, where iterations are not counted so
    pointing:  which settings are a place in a panel that readers choose by pointing there
    start:     the setting where runs begin: of one whose last digit there decides how it ends, that is said
    seconds:   how long a task may take
    """

    name: str = ""
    settings: tuple[Setting, ...]
    state: tuple[str, ...]
    measures: tuple[str, ...] = ()
    objective: str = ""
    labels: Mapping[str, str] = field(default_factory=lambda: NO_WORDS)
    statuses: tuple[Status, ...] = ()
    summary: str = DESCENT_SUMMARY
    counted: tuple[str, str] | None = None
    optional: Mapping[str, str] = field(default_factory=lambda: NO_WORDS)
    pictured: Mapping[str, str] = field(default_factory=lambda: NO_WORDS)
    defaults: tuple[Defaults, ...] = ()
    sized_by: tuple[str, ...] = ("iterations",)
    is_drawn: bool = False
    zooms: bool = False
    one_by_one: bool = False
    goal: str = ""
    counting: tuple[int, int] = COUNTING
    clock: str = ""
    pointing: Pointing | None = None
    start: str = ""
    seconds: float = 600

    def setting(self, name: str) -> Setting | None:
        """The declared setting of that name."""
        return next((setting for setting in self.settings if setting.name == name), None)

    def coordinates(self, settings: Settings) -> tuple[str, ...]:
        """The names of the state of a run: `state`, or mean_1, mean_2, … where it is counted."""
        if self.counted is None:
            return tuple(name for name in self.state if self._is_there(name, settings))
        return tuple(f"{name}_{k}" for name in self.state for k in range(1, self.count(settings) + 1))

    def _is_there(self, state: str, settings: Settings) -> bool:
        group, _, member = self.optional.get(state, "").partition(".")
        return not group or member in cast(Settings, settings[group])

    def series(self, settings: Settings) -> tuple[str, ...]:
        """The names of all that a run with these settings records, the iteration aside."""
        return (*self.coordinates(settings), *self.measures)

    def is_recorded(self, series: str, shown: Collection[str]) -> bool:
        """Whether a series is recorded in a figure that shows these panels and kinds of arrows."""
        return series not in self.pictured or self.pictured[series] in shown

    def count(self, settings: Settings) -> int:
        """How many there are of each state in a run with these settings."""
        if self.counted is None:
            return 1
        table, column = self.counted
        return len(cast(Mapping[str, tuple[float, ...]], settings[table])[column])

    def objective_of(self, settings: Settings) -> str:
        """The series that a run with these settings is to make small; empty where there is none."""
        return str(settings.get(self.objective, self.objective))

    def iteration(self, row: int) -> int:
        """Which iteration a row of a record is."""
        first, stride = self.counting
        return first + stride * row

    def label(self, series: str) -> str:
        """What readers see of a series."""
        return self.labels.get(series, series.replace("_", " "))

    def status(self, word: str) -> Status | None:
        """What it says of a status, if anything."""
        return next((status for status in self.statuses if status.word == word), None)


DECLARATIONS = Codec.of(
    Declaration,
    Status,
    Defaults,
    Pointing,
    Number,
    Integer,
    Choice,
    Flag,
    Interval,
    Record,
    Column,
    Columns,
    Rows,
    Expression,
    Numbers,
    NumberOrWord,
)
