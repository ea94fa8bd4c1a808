"""What a simulation is: what an author may set, what comes of it, how it is drawn and what is said of it.

A simulation is one file with `simulation = Simulation(…)` in it: in klsim, in an installed package, or in a site.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from klsim.diagnostics import nearest
from klsim.engine.codec import Codec
from klsim.fields import misfits
from klsim.pointing import Pointing, faults_of_pointing
from klsim.scene.theme import ROLES
from klsim.settings.composites import Column, Columns, Interval, Record, Rows
from klsim.settings.defaults import Defaults
from klsim.settings.expressions import Expression, NumberOrWord, Numbers
from klsim.settings.scalars import Choice, Flag, Integer, Number, Setting, Settings, label_of
from klsim.settings.soundness import faults_of_defaults, faults_of_setting
from klsim.simulation_faults import Fault
from klsim.statuses import Status

if TYPE_CHECKING:  # a figure is planned without numpy
    from klsim.scene.marks import Scene
    from klsim.settings.views import RunColumns, RunSettings
    from klsim.trajectory import Trajectory

DESCENT_SUMMARY = "at {label} = {value}"
"""How words say where a run is that descends something."""

STATUS_WORD = re.compile("[a-z][a-z0-9_]*")

COUNTING = 0, 1
"""The number of the first iteration, and how far it is to the next, unless runs were recorded otherwise."""

NO_WORDS: Mapping[str, str] = MappingProxyType({})


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
    one_by_one: whether runs are computed one by one, each a task of its own
    goal:      what runs arrive at, in words: "loss < 0.05"; empty where they come within their tolerance
    counting:  the number of the first iteration, and how far it is from one that is recorded to the next
    clock:     the series by which words say when something happened, where iterations are not counted so
    pointing:  which settings are a place in a panel that readers choose by pointing there
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
    one_by_one: bool = False
    goal: str = ""
    counting: tuple[int, int] = COUNTING
    clock: str = ""
    pointing: Pointing | None = None
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


@dataclass(frozen=True)
class Objection:
    """Why a run with some settings would show nothing true: the setting at fault, what is wrong, what would do."""

    setting: str
    message: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Simulation(Declaration):
    """A simulation: its declaration and its functions.

    scene:    from the settings of a run to its picture; runs for which it looks at equal values share one; or
    draw:     from the settings of a run, what it recorded, and an iteration, to a matplotlib Figure
    simulate: from the settings of many runs to what they did, all at once; or
    run:      from the settings of one run to its series: arrays by name, or these values, iteration by iteration
    work:     how many evaluations one iteration takes of a run with these settings, to tell what is too much
    object:   what a run with these settings could not show; a figure is refused if that holds for all its runs
    """

    scene: "Callable[[RunSettings], Scene] | None" = None
    draw: "Callable[[RunSettings, Any, int], Any] | None" = None
    simulate: "Callable[[RunColumns], Trajectory] | None" = None
    run: "Callable[[RunSettings], Mapping[str, Any] | Iterator[Mapping[str, Any]]] | None" = None
    work: "Callable[[RunSettings], int] | None" = None
    object: "Callable[[RunSettings], Sequence[Objection]] | None" = None

    def declare(self, name: str) -> Declaration:
        """The declaration of this simulation, which is called so."""
        values = {one.name: getattr(self, one.name) for one in fields(Declaration)}
        labelled = tuple(_with_label(setting) for setting in self.settings)
        return Declaration(
            **values
            | {
                "name": name,
                "settings": labelled,
                "one_by_one": self.run is not None,
                "is_drawn": self.draw is not None,
            }
        )


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


def faults_of(simulation: object) -> Iterator[Fault]:
    """What is wrong with what a file calls `simulation`."""
    if not isinstance(simulation, Simulation):
        yield Fault(f"`simulation` is a {type(simulation).__name__}, not a Simulation")
        return
    if found := list(misfits(simulation, Declaration)):
        yield from found
        return
    yield from _faults_of_functions(simulation)
    yield from _faults_of_names(simulation)
    for setting in simulation.settings:
        yield from faults_of_setting(setting)
    for defaults in simulation.defaults:
        yield from faults_of_defaults(defaults, simulation.settings)
    if simulation.pointing is not None:
        yield from faults_of_pointing(simulation.pointing, simulation.settings)
    words = [status.word for status in simulation.statuses]
    for n, status in enumerate(simulation.statuses):
        if words[:n].count(status.word) == 1:
            yield Fault(f"two are called status {status.word!r}", status)
        yield from _faults_of_status(status, simulation)
    if wrong := _wrong_sentence(simulation.summary, ("label", "value")):
        yield Fault(f"the summary {wrong}")


def names_in_sentence(sentence: str) -> list[str]:
    """What stands in braces in a sentence. Raises ValueError where braces do not match."""
    return [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]


def _faults_of_functions(simulation: Simulation) -> Iterator[Fault]:
    if (simulation.simulate is None) == (simulation.run is None):
        yield Fault("a Simulation has either `simulate`, for all runs at once, or `run`, for one")
    if simulation.scene is not None and simulation.draw is not None:
        yield Fault("a Simulation has either a `scene` or `draw`, which draws pictures with matplotlib")
    for name in ("scene", "draw", "simulate", "run", "work", "object"):
        function = getattr(simulation, name)
        is_needed = name == "scene" and simulation.draw is None
        if not callable(function) and (function is not None or is_needed):
            yield Fault(f"`{name}` is a {type(function).__name__}, not a function; give its name without brackets")
    if not simulation.seconds > 0:
        yield Fault(f"`seconds` is {simulation.seconds:g}; a task needs some time")


def _faults_of_names(simulation: Simulation) -> Iterator[Fault]:
    names = {setting.name: setting for setting in simulation.settings}
    series = [*simulation.state, *simulation.measures]
    if not simulation.state:
        yield Fault('`state` names no series; name those that are stepped: `state=("x",)`')
    for kind, several in (("settings", [one.name for one in simulation.settings]), ("series", series)):
        for name in sorted({name for name in several if several.count(name) > 1}):
            yield Fault(f"two are called {kind} {name!r}", names.get(name) if kind == "settings" else None)
    if (objective := simulation.objective) in names and objective in series:
        hint = "call one of them otherwise"
        yield Fault(f"the objective {objective!r} is a setting and a series; {hint}", names[objective])
    for name in dict.fromkeys(series):
        if name in RESERVED:
            yield Fault(f"no series can be called {name!r}, which means something else; choose another name")
        elif not name.isidentifier():
            yield Fault(f"{name!r} is no name for a series: letters, digits and underscores, a letter first")
    known = [*series, "iteration"]
    if objective and objective not in (*names, *known):
        hint = nearest(objective, (*names, *known), "series and settings")
        yield Fault(f"the objective {objective!r} is neither a series nor a setting; {hint}")
    chosen = names.get(objective)
    if objective in names and not isinstance(chosen, Choice):
        yield Fault(f"the objective {objective!r} is no Choice; a Choice may name a series", chosen)
    if simulation.counted is not None:
        return  # series have numbers then
    if isinstance(chosen, Choice):
        for word in (word for word in chosen.options if word not in known):
            hint = nearest(word, known, "series")
            yield Fault(
                f"{chosen.name!r} has the option {word!r}, which is no series to make small; {hint}", chosen
            )
    for name, place in simulation.optional.items():
        group, _, member = place.partition(".")
        record = names.get(group)
        if name not in simulation.state or not isinstance(record, Record) or member not in record.optional:
            what = f"`optional` has {name!r} with {place!r}"
            yield Fault(f"{what}; it has a state and a member that a Record may leave out, as 'start.y'")
    for name in (name for name in simulation.pictured if name not in simulation.measures):
        yield Fault(
            f"`pictured` has {name!r}, which is no measure; {nearest(name, simulation.measures, 'measures')}"
        )
    for name in (name for name in simulation.labels if name not in known):
        yield Fault(f"`labels` has {name!r}, which is no series; {nearest(name, known, 'series')}")


def _faults_of_status(status: Status, simulation: Simulation) -> Iterator[Fault]:
    where = f"status {status.word!r}"
    if not STATUS_WORD.fullmatch(status.word):
        yield Fault(f"{where} has to be lower-case letters, digits and underscores, a letter first", status)
    if len(status.sign) > 1:
        yield Fault(f"the sign of {where} is {status.sign!r}; a sign is one character", status)
    if status.role not in ROLES:
        hint = nearest(status.role, ROLES, "role")
        yield Fault(f"{where} has the role {status.role!r}, which is unknown; {hint}", status)
    known = () if simulation.counted else (*simulation.state, *simulation.measures)
    if wrong := _wrong_sentence(status.sentence, known, ("last", "next"), is_open=simulation.counted is not None):
        yield Fault(f"the sentence of {where} {wrong}", status)


def _wrong_sentence(
    sentence: str, words: Sequence[str], numbers: Sequence[str] = (), *, is_open: bool = False
) -> str:
    """What is wrong with a sentence that may have these in braces; nothing if nothing is.

    words:   what stands there in its final form
    is_open: whether it may have others too
    """
    try:
        named = names_in_sentence(sentence)
    except ValueError as error:
        return f"cannot be read: {error}"
    for name in named:
        if name not in (*words, *numbers) and not is_open:
            return f"has {{{name}}}, which is unknown; {nearest(name, (*numbers, *words), 'words')}"
    for _, told, form, _ in Formatter().parse(sentence):
        if form and told not in numbers:
            return f"has {{{told}:{form}}}; write {{{told}}}: it has the decimals of its readout"
    return ""


def _with_label(setting: Setting) -> Setting:
    return setting if setting.label else replace(cast(Any, setting), label=label_of(setting))
