"""What settings have that an author leaves out: defaults, also those that hang on what is swept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from klsim.content import yaml
from klsim.content.yaml import Node
from klsim.declaration import Declaration
from klsim.diagnostics import Code, Location, each
from klsim.figures.animation.choice import Axes
from klsim.figures.animation.sweep import Axis, Figure
from klsim.settings.composites import Record
from klsim.settings.defaults import default_by, settings_that_decide
from klsim.settings.expressions import Numbers
from klsim.settings.scalars import Setting, Settings, Value


@dataclass(frozen=True)
class Unswept:
    """A group of which some members are swept: what is left of it to be read."""

    group: Setting
    members: frozenset[str]

    @property
    def name(self) -> str:
        """The key in YAML."""
        return self.group.name

    @property
    def label(self) -> str:
        """What readers see."""
        return self.group.label

    @property
    def default(self) -> "Value | None":
        """That of the whole group; swept members come over it."""
        return self.group.default

    def read(self, node: Node) -> Value:
        """The other members. Raises ContentError where one is there that is swept."""
        for key, _ in node.items if isinstance(node, yaml.Mapping) else ():
            if key.text in self.members:
                message = f"{self.name}.{key.text} is both fixed and swept"
                raise key.location.failure(Code.DUPLICATE_SETTING, message, "keep one of the two")
        group = self.group
        if isinstance(group, Record):
            group = replace(group, fields=tuple(one for one in group.fields if one.name not in self.members))
        return group.read(node)


def unswept(setting: Setting, swept: frozenset[str]) -> Setting:
    """What is to be read of a setting where these members, "start.x", are swept."""
    members = {name.partition(".")[2] for name in swept if name.partition(".")[0] == setting.name}
    return Unswept(setting, frozenset(members)) if members else setting


def fill(
    given: Mapping[str, Any],
    declaration: Declaration,
    axes: Axes,
    location: Location,
    locations: Mapping[str, Location],
) -> tuple[Settings, Axes]:
    """Every setting that is not swept, as given, else its default; and the axes with defaults that hang on them.

    Raises ContentError for every setting that is needed and not given, or given and swept.

    location, locations: of the figure, and of settings in it
    """
    swept = {name for axis in axes for name in axis.assigns[0]}
    fixed = [one for one in declaration.settings if one.name not in swept or one.name in given]
    chosen = {one.name: value for one in fixed if (value := given.get(one.name, one.default)) is not None}
    extended = dict(enumerate(axes))

    def choose(setting: Setting) -> "tuple[str, Value] | None":
        name = setting.name
        if name in given and name in swept:
            message = f"{name} is both fixed and swept"
            raise locations[name].failure(Code.DUPLICATE_SETTING, message, "keep one of the two")
        if name in given:
            return name, given[name]
        deciders = set(settings_that_decide(declaration.defaults, name))
        for n, axis in extended.items():
            if deciders.intersection(axis.assigns[0]):
                extended[n] = _extend(axis, setting, declaration, location)
                return None
        value = default_by(declaration.defaults, name, chosen)
        value = setting.default if value is None else value
        if value is None and (parts := _parts(setting, swept)) is not None:
            value = parts
        if value is None:
            hint = f"add `{name}: …` or sweep it"
            raise location.failure(Code.MISSING_SETTING, f"{declaration.name} needs {name}", hint)
        return name, value

    settings = dict(one for one in each(choose, fixed) if one is not None)
    return settings, tuple(extended.values())


def _extend(axis: Axis, setting: Setting, declaration: Declaration, location: Location) -> Axis:
    """An axis that also assigns a setting its default for each of its values."""

    def extend(item: tuple[int, Settings]) -> Settings:
        n, assign = item
        value = default_by(declaration.defaults, setting.name, assign)
        value = setting.default if value is None else value
        if value is None:
            message = f"{declaration.name} needs {setting.name} where {axis.name} is {axis.values[n]}"
            raise location.failure(Code.MISSING_SETTING, message, f"add `{setting.name}: …` or sweep it")
        return {**assign, setting.name: value}

    return replace(axis, assigns=tuple(each(extend, enumerate(axis.assigns))))


def _parts(setting: Setting, swept: set[str]) -> "Value | None":
    """What a group has where all members are swept that it needs, else None."""
    if isinstance(setting, Numbers):
        return {}
    if not isinstance(setting, Record):
        return None
    rest = [one for one in setting.fields if f"{setting.name}.{one.name}" not in swept]
    if len(rest) == len(setting.fields):
        return None
    needed = [one for one in rest if one.default is None and one.name not in setting.optional]
    return None if needed else {one.name: one.default for one in rest if one.default is not None}


def check_series(figure: Figure) -> None:
    """Raise ContentError where runs would differ in their coordinates: a figure shows the same of each run."""
    declaration = figure.declaration
    if not declaration.optional:
        return
    first = declaration.coordinates(figure.runs[0].settings)
    for run in figure.runs:
        if (found := declaration.coordinates(run.settings)) != first:
            message = f"{run.words[3:]} has {_listed(found)}, and others have {_listed(first)}"
            hint = "all runs of a figure have the same coordinates"
            raise figure.location.failure(Code.UNEQUAL_GROUPS, message, hint)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names)
