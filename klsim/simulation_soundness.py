"""What is wrong with what a file calls `simulation`."""

from collections.abc import Iterator, Sequence
from string import Formatter

from klsim.declaration import RESERVED, STATUS_WORD, Declaration
from klsim.diagnostics import nearest
from klsim.fields import misfits
from klsim.pointing import faults_of_pointing
from klsim.scene.theme import ROLES
from klsim.settings.composites import Columns, Record, Rows
from klsim.settings.scalars import Choice, Number
from klsim.settings.soundness import faults_of_defaults, faults_of_setting
from klsim.simulation import Simulation
from klsim.simulation_faults import Fault
from klsim.statuses import Status

_OF_NUMBERS = (Number, Record, Columns, Rows)


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
    settings = {setting.name: setting for setting in simulation.settings}
    if simulation.start and not isinstance(settings.get(simulation.start), _OF_NUMBERS):
        known = [name for name, setting in settings.items() if isinstance(setting, _OF_NUMBERS)]
        hint = nearest(simulation.start, known, "settings that are numbers")
        yield Fault(f"`start` names {simulation.start!r}, which is no number or group of numbers; {hint}")
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
    if simulation.standing is not None and simulation.scene is None:
        yield Fault("`standing` says what stands in the panels of a `scene`; leave it out, or add a `scene`")
    for name in ("scene", "standing", "draw", "simulate", "run", "work", "object"):
        function = getattr(simulation, name)
        if function is None and name == "scene" and simulation.draw is None:
            yield Fault("a Simulation needs a `scene`, which tells how a run is shown, or `draw`")
        elif function is not None and not callable(function):
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
