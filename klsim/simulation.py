"""What a simulation is: what an author may set, what comes of it, how it is drawn and what is said of it.

A simulation is one file with `simulation = Simulation(…)` in it: in klsim, in an installed package, or in a site.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from klsim.diagnostics import nearest
from klsim.engine.codec import Codec
from klsim.scene.theme import ROLES
from klsim.settings.composites import Column, Columns, Interval, Record, Rows
from klsim.settings.scalars import Choice, Flag, Integer, Number, Setting, Settings, label_of

if TYPE_CHECKING:  # a figure is planned without numpy
    from klsim.scene.marks import Scene
    from klsim.settings.views import RunColumns, RunSettings
    from klsim.trajectory import Trajectory

DESCENT_SUMMARY = "at {label} = {value}"
"""How words say where a run is that descends something."""

STATUS_WORD = re.compile("[a-z][a-z0-9_]*")

NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Status:
    """A word for how a run ended, and what readers are told.

    sentence: may have {last}, the last iteration, {next}, the one after it, and the last value of each series
    label:    what the key of a map says of all such runs
    sign:     one character that marks them there
    role:     the colour there, such as `series-3`
    """

    word: str
    sentence: str
    label: str = ""
    sign: str = ""
    role: str = "muted"

    @property
    def shown(self) -> str:
        """The label, else the word as readers see it."""
        return self.label or self.word.replace("_", " ")


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
    sized_by:  the settings that make a run take more work
    one_by_one: whether runs are computed one by one, each a task of its own
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
    sized_by: tuple[str, ...] = ("iterations",)
    one_by_one: bool = False
    seconds: float = 600

    def setting(self, name: str) -> Setting | None:
        """The declared setting of that name."""
        return next((setting for setting in self.settings if setting.name == name), None)

    def coordinates(self, settings: Settings) -> tuple[str, ...]:
        """The names of the state of a run: `state`, or mean_1, mean_2, … where it is counted."""
        if self.counted is None:
            return self.state
        return tuple(f"{name}_{k}" for name in self.state for k in range(1, self.count(settings) + 1))

    def series(self, settings: Settings) -> tuple[str, ...]:
        """The names of all that a run with these settings records, the iteration aside."""
        return (*self.coordinates(settings), *self.measures)

    def count(self, settings: Settings) -> int:
        """How many there are of each state in a run with these settings."""
        if self.counted is None:
            return 1
        table, column = self.counted
        return len(cast(Mapping[str, tuple[float, ...]], settings[table])[column])

    def objective_of(self, settings: Settings) -> str:
        """The series that a run with these settings is to make small; empty where there is none."""
        return str(settings.get(self.objective, self.objective))

    def label(self, series: str) -> str:
        """What readers see of a series."""
        return self.labels.get(series, series.replace("_", " "))

    def status(self, word: str) -> Status | None:
        """What it says of a status, if anything."""
        return next((status for status in self.statuses if status.word == word), None)


@dataclass(frozen=True)
class Objection:
    """Why a run with some settings would show nothing true: the setting at fault, what is wrong, what would do."""

    setting: str
    message: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Simulation(Declaration):
    """A simulation: its declaration and its functions.

    scene:    from the settings of a run to its picture; runs for which it looks at equal values share one
    simulate: from the settings of many runs to what they did, all at once; or
    run:      from the settings of one run to its series: arrays by name, or these values, iteration by iteration
    work:     how many evaluations one iteration takes of a run with these settings, to tell what is too much
    object:   what a run with these settings could not show; a figure is refused if that holds for all its runs
    """

    scene: "Callable[[RunSettings], Scene]"
    simulate: "Callable[[RunColumns], Trajectory] | None" = None
    run: "Callable[[RunSettings], Mapping[str, Any] | Iterator[Mapping[str, Any]]] | None" = None
    work: "Callable[[RunSettings], int] | None" = None
    object: "Callable[[RunSettings], Sequence[Objection]] | None" = None

    def declare(self, name: str) -> Declaration:
        """The declaration of this simulation, which is called so."""
        values = {one.name: getattr(self, one.name) for one in fields(Declaration)}
        labelled = tuple(_with_label(setting) for setting in self.settings)
        return Declaration(**values | {"name": name, "settings": labelled, "one_by_one": self.run is not None})


DECLARATIONS = Codec.of(
    Declaration, Status, Number, Integer, Choice, Flag, Interval, Record, Column, Columns, Rows
)


def faults_of(simulation: object) -> Iterable[str]:
    """What is wrong with what a file calls `simulation`, in words."""
    if not isinstance(simulation, Simulation):
        yield f"`simulation` is a {type(simulation).__name__}, not a Simulation"
        return
    if (simulation.simulate is None) == (simulation.run is None):
        yield "a Simulation has either `simulate`, for all runs at once, or `run`, for one"
    names = [setting.name for setting in simulation.settings]
    recorded = ["iteration", *simulation.state, *simulation.measures]
    for kind, several in (("settings", names), ("series", recorded)):
        yield from (
            f"two are called {kind} {name!r}" for name in sorted({n for n in several if several.count(n) > 1})
        )
    yield from (
        f"{name!r} is no name for a setting or series" for name in (*names, *recorded) if not name.isidentifier()
    )
    if simulation.objective and simulation.objective not in (*names, *recorded):
        yield f"the objective {simulation.objective!r} is neither a series nor a setting"
    words = [status.word for status in simulation.statuses]
    yield from (f"two are called status {word!r}" for word in sorted({w for w in words if words.count(w) > 1}))
    for status in simulation.statuses:
        yield from _faults_of_status(status, simulation)


def _faults_of_status(status: Status, simulation: Simulation) -> Iterator[str]:
    where = f"status {status.word!r}"
    if not STATUS_WORD.fullmatch(status.word):
        yield f"{where} has to be lower-case letters, digits and underscores, a letter first"
    if len(status.sign) > 1:
        yield f"the sign of {where} is {status.sign!r}; a sign is one character"
    if status.role not in ROLES:
        yield f"{where} has the role {status.role!r}, which is unknown; {nearest(status.role, ROLES, 'role')}"
    known = ("last", "next", *simulation.state, *simulation.measures)
    try:
        named = [name for _, name, _, _ in Formatter().parse(status.sentence) if name is not None]
    except ValueError as error:
        yield f"the sentence of {where} cannot be read: {error}"
        return
    for name in named:
        if name not in known and simulation.counted is None:
            hint = nearest(name, known, "words")
            yield f"the sentence of {where} has {{{name}}}, which is unknown; {hint}"


def _with_label(setting: Setting) -> Setting:
    from dataclasses import replace

    return setting if setting.label else replace(cast(Any, setting), label=label_of(setting))
