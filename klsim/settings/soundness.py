"""Whether settings are declared so that they can be read: ranges hold something, defaults are allowed."""

from collections.abc import Iterator, Mapping, Sequence
from numbers import Real

from klsim.content.schema import number_text
from klsim.diagnostics import nearest
from klsim.fields import named
from klsim.settings.composites import Column, Columns, Interval, Record, Rows
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
        case Interval(end=end):
            low, high = value  # type: ignore[misc]
            return _wrong_default(end, low) or _wrong_default(end, high) or ("" if low < high else "lowest first")
        case Record(fields=fields):
            known = {field.name: field for field in fields}
            return _wrong_entries(known, value) if isinstance(value, Mapping) else "a dict by names of fields"
        case Rows(row=row) if isinstance(value, Sequence):
            return next(filter(None, (_wrong_default(row, one) for one in value)), "")
    return ""


def _wrong_entries(known: Mapping[str, Setting], value: Mapping[str, object]) -> str:
    if lacking := [name for name in known if name not in value]:
        return f"without {lacking[0]!r}"
    for name, one in value.items():
        if name not in known:
            return f"with {name!r}, which is unknown; {nearest(name, known, 'fields')}"
        if wrong := _wrong_default(known[name], one):
            return f"where {name} is {one!r}, {wrong}"
    return ""
