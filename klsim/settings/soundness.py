"""Whether settings are declared so that they can be read: ranges hold something, defaults are allowed."""

from collections.abc import Iterator, Mapping, Sequence
from numbers import Real

from klsim.content.schema import number_text
from klsim.diagnostics import nearest
from klsim.fields import named
from klsim.settings.composites import Column, Columns, Interval, Record, Rows
from klsim.settings.defaults import Defaults
from klsim.settings.expressions import Expression, NumberOrWord, Numbers
from klsim.settings.scalars import Choice, Integer, Number, Setting
from klsim.simulation_faults import Fault

RESERVED = (
    "id",
    "simulation",
    "caption",
    "sweep",
    "default",
    "presets",
    "pace",
    "exclude",
    "max_runs",
    "panels",
    "together",
    "gif",
    "i",
    "take",
)
"""What blocks, links and the settings of many runs mean something else by."""


def faults_of_setting(setting: Setting) -> Iterator[Fault]:
    """What is wrong with a setting whose fields have the right types."""
    yield from _faults_of_name(setting.name, setting)
    yield from _faults_within(setting)
    if setting.default is not None and (wrong := _wrong_default(setting, setting.default)):
        yield Fault(f"{named(setting)} has the default {setting.default!r}, {wrong}", setting)


def faults_of_defaults(defaults: Defaults, settings: Sequence[Setting]) -> Iterator[Fault]:
    """What is wrong with defaults that hang on a setting."""
    known = {setting.name: setting for setting in settings}
    by = known.get(defaults.by)
    if not isinstance(by, Choice | Expression):
        hint = "" if by else f"; {nearest(defaults.by, known, 'settings')}"
        yield Fault(f"defaults hang on {defaults.by!r}, which is no Choice{hint}", defaults)
        return
    for word, row in defaults.values.items():
        if word not in by.options:
            yield Fault(f"defaults hang on {by.name} {word!r}, which is no option of it", defaults)
        for name, value in row.items():
            where = f"the default of {name!r} where {by.name} is {word!r}"
            if name not in known:
                yield Fault(f"{where} is of no setting; {nearest(name, known, 'settings')}", defaults)
            elif wrong := _wrong_default(known[name], value):
                yield Fault(f"{where} is {value!r}, {wrong}", defaults)


def _faults_of_name(name: str, setting: object) -> Iterator[Fault]:
    if name in RESERVED:
        yield Fault(f"no setting can be called {name!r}, which means something else; choose another name", setting)
    elif not name.isidentifier() or name[0] == "_":
        yield Fault(f"{name!r} is no name for a setting: letters, digits and underscores, a letter first", setting)


def _faults_within(setting: Setting | Column) -> Iterator[Fault]:
    """What is wrong with what a setting is made of."""
    match setting:
        case Number(low=low, high=high, above_low=above_low):
            if not low <= high or (above_low and low == high):
                hint = "the lower end comes first" if low > high else "nothing is between these"
                yield Fault(
                    f"{named(setting)} runs from {number_text(low)} to {number_text(high)}; {hint}", setting
                )
        case Integer(low=low, high=high):
            if low > high:
                yield Fault(f"{named(setting)} runs from {low} to {high}; the lower end comes first", setting)
        case Numbers(taken=taken):
            for name in taken:
                yield from _faults_of_name(name, setting)
        case NumberOrWord(number=number):
            yield from _faults_within(number)
        case Choice(options=options):
            if not options:
                what = f"{named(setting)} has no options"
                yield Fault(f"{what}; give each word and what readers see of it: {{'one': 'just one'}}", setting)
        case Interval(end=end):
            yield from _faults_within(end)
        case Column(entry=entry):
            yield from _faults_within(entry)
        case Record(fields=fields) | Rows(row=Record(fields=fields)):
            yield from _faults_of_parts(setting, [field.name for field in fields])
            for name in setting.optional if isinstance(setting, Record) else ():
                if name not in [field.name for field in fields]:
                    yield Fault(f"{named(setting)} has no part {name!r} to leave out", setting)
            for field in fields:
                yield from faults_of_setting(field)
        case Columns(columns=columns):
            yield from _faults_of_parts(setting, [column.name for column in columns])
            for column in columns:
                yield from _faults_within(column)
    if isinstance(setting, Columns | Rows) and setting.most < 1:
        yield Fault(f"{named(setting)} has at most {setting.most} entries; `most` is 1 or more", setting)


def _faults_of_parts(setting: Setting, names: Sequence[str]) -> Iterator[Fault]:
    if not names:
        yield Fault(f"{named(setting)} has no parts", setting)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(f"two parts of {named(setting)} are called {name!r}", setting)


def _wrong_default(setting: Setting, value: object) -> str:
    """Why a setting cannot have a value, in words; empty if it can. Lists and groups are not looked into."""
    match setting:
        case Number():
            is_number = isinstance(value, Real) and not isinstance(value, bool)
            return "" if is_number and setting.allows(float(value)) else f"allowed: {setting.range_in_words}"  # type: ignore[arg-type]
        case Integer(low=low, high=high):
            return "" if isinstance(value, int) and low <= value <= high else f"allowed: {low} to {high}"
        case Choice(options=options):
            return "" if value in options else nearest(str(value), options, "options")
        case Expression():
            return "" if isinstance(value, str) else "no text"
        case NumberOrWord(number=number, options=options):
            return "" if isinstance(value, str) and value in options else _wrong_default(number, value)
        case Numbers():
            return "" if isinstance(value, Mapping) else "a dict of numbers by names"
        case Interval(end=end):
            low, high = value  # type: ignore[misc]
            return _wrong_default(end, low) or _wrong_default(end, high) or ("" if low < high else "lowest first")
        case Record(fields=fields):
            known = {field.name: field for field in fields}
            if not isinstance(value, Mapping):
                return "a dict by names of fields"
            return _wrong_entries(known, value, setting.optional)
        case Rows(row=row) if isinstance(value, Sequence):
            return next(filter(None, (_wrong_default(row, one) for one in value)), "")
    return ""


def _wrong_entries(known: Mapping[str, Setting], value: Mapping[str, object], optional: Sequence[str]) -> str:
    if lacking := [name for name in known if name not in value and name not in optional]:
        return f"without {lacking[0]!r}"
    for name, one in value.items():
        if name not in known:
            return f"with {name!r}, which is unknown; {nearest(name, known, 'fields')}"
        if wrong := _wrong_default(known[name], one):
            return f"where {name} is {one!r}, {wrong}"
    return ""
