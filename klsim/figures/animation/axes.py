"""Reading the axes of a `sweep`: which values a figure lets its readers choose from."""

from collections import Counter
from typing import cast

from klsim.content.schema import number_text
from klsim.content.yaml import Mapping, Node, Scalar, Sequence
from klsim.declaration import Declaration
from klsim.diagnostics import Code, ContentError, Diagnostic, each, nearest
from klsim.figures.animation.links import MUTE, PIN
from klsim.figures.animation.ranges import is_range, read_range, short_values
from klsim.figures.animation.sweep import Axis, assigned_twice
from klsim.numerics.expression_words import tell_expression
from klsim.settings.composites import Record
from klsim.settings.expressions import Expression, NumberOrWord, Numbers
from klsim.settings.scalars import Choice, Flag, Integer, Number, Setting, Settings, Value, label_of

Plain = Number | Integer | Choice | Flag | Expression | NumberOrWord
"""Settings of one value, which may be listed."""


def read_axes(node: Node, declaration: Declaration) -> tuple[Axis, ...]:
    """All axes of the grid, in the order written. Raises ContentError with every mistake found."""
    if not isinstance(node, Mapping) or not node.items:
        hint = "name a setting and its values, or leave `sweep` out"
        raise node.location.failure(Code.EMPTY_VALUE, "the sweep is empty", hint)
    axes = each(lambda item: _read_axis(*item, declaration), node.items)
    for n, axis in enumerate(axes):
        for earlier in axes[:n]:
            if shared := assigned_twice(axis, earlier):
                message = f"{earlier.name} and {axis.name} both sweep {', '.join(shared)}"
                raise node.location.failure(Code.DUPLICATE_SETTING, message, "keep one of them")
    return tuple(axes)


def _read_axis(key: Scalar, node: Node, declaration: Declaration) -> Axis:
    setting = declaration.setting(key.text)
    if key.text in ("i", MUTE) or key.text.startswith(PIN):
        message = f"an axis cannot have the name {key.text!r}, which addresses have for something else"
        raise key.location.failure(Code.RESERVED_NAME, message, "choose another")
    if "." in key.text:
        axis = _read_member(key, node, declaration)
    elif isinstance(setting, Plain):
        axis = _read_values(setting, node, setting.name, setting.label, setting.name)
    elif setting is None and not _is_groups(node):
        raise ContentError([_unknown(key, declaration)])
    else:
        axis = _read_named(key.text, setting, node, declaration)
    for value, count in Counter(axis.values).items():
        if count > 1:
            label = axis.labels[axis.values.index(value)]
            raise node.location.failure(Code.DUPLICATE_VALUE, f"{key.text} {label} is listed twice")
    return axis


def _unknown(key: Scalar, declaration: Declaration) -> Diagnostic:
    known = [setting.name for setting in declaration.settings]
    message = f"unknown setting {key.text!r} of {declaration.name}"
    return key.location.error(Code.UNKNOWN_SETTING, message, nearest(key.text, known, "settings"))


def members_swept(node: Node | None) -> frozenset[str]:
    """The members of groups that a sweep names, as "start.x"."""
    names = node.keys() if isinstance(node, Mapping) else ()
    return frozenset(name for name in names if "." in name)


def _read_member(key: Scalar, node: Node, declaration: Declaration) -> Axis:
    """An axis of one member of a group, `start.x`, which is called `start_x`."""
    group, _, name = key.text.partition(".")
    setting = declaration.setting(group)
    member: Setting | None = None
    match setting:
        case None:
            known = [one.name for one in declaration.settings]
            message = f"unknown setting {group!r} of {declaration.name}"
            raise key.location.failure(Code.UNKNOWN_SETTING, message, nearest(group, known, "settings"))
        case Record(fields=fields):
            member = next((field for field in fields if field.name == name), None)
            if member is None:
                hint = nearest(name, [field.name for field in fields], "members")
                raise key.location.failure(Code.UNKNOWN_SETTING, f"{group} has no {name!r}", hint)
        case Numbers():
            member = setting.member(Scalar(name, key.quoted, key.location))
    if not isinstance(member, Plain):
        message = f"{key.text} cannot be swept: {member.name if member else group} is no group of single values"
        hint = f"sweep {group} by named groups, `{group}: {{a name: {{…}}, another: {{…}}}}`"
        raise key.location.failure(Code.WRONG_TYPE, message, hint)
    label = name if isinstance(setting, Numbers) else f"{label_of(setting)} {label_of(member)}"
    return _read_values(member, node, f"{group}_{name}", label, key.text)


def _read_values(setting: Plain, node: Node, name: str, label: str, assigned: str) -> Axis:
    """An axis of the values of a setting, which are assigned to a setting or a member of one."""
    if is_range(node):
        return _read_range(setting, node, name, label, assigned)
    if isinstance(node, Mapping):
        hint = "write a list: […]"
        if isinstance(setting, Number | Integer):
            hint += ", or {from: …, to: …, count: …}"
        if _is_groups(node):
            hint += ", or give an axis of several settings another name"
        raise node.location.failure(Code.WRONG_TYPE, f"{assigned} is one value, not a group", hint)
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        raise node.location.failure(Code.EMPTY_VALUE, f"the sweep of {assigned} is empty", "list its values")
    given: list[Value] = each(setting.read, items)
    values = _words(given)
    labels = tuple(_label(setting, value) for value in values)
    return Axis(name, label, values, labels, tuple({assigned: value} for value in given), named=False)


def _read_range(setting: Plain, node: Node, name: str, label: str, assigned: str) -> Axis:
    numeric = setting.number if isinstance(setting, NumberOrWord) else setting
    if not isinstance(numeric, Number | Integer) or not isinstance(node, Mapping):
        message = f"{assigned} is no number, and has no range"
        raise node.location.failure(Code.WRONG_TYPE, message, "list its values: […]")
    values = read_range(numeric, node)
    short = short_values(values)
    labels = tuple(_label(setting, value) for value in short)
    assigns = tuple({assigned: value} for value in values)
    return Axis(name, label, values, labels, assigns, named=False, short=() if short == values else short)


def _words(values: list[Value]) -> tuple[float | str, ...]:
    """Values of an axis: yes and no are words there, and where some are words all are."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return tuple(cast(list[float], values))
    return tuple(_word(value) for value in values)


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(value) if isinstance(value, int | float) else str(value)


def _label(setting: Setting, value: float | str) -> str:
    if isinstance(value, str):
        if isinstance(setting, Expression):
            return setting.options.get(value) or tell_expression(value)
        return setting.options.get(value, value) if isinstance(setting, Choice) else value
    return number_text(value).replace("-", "−")


def _is_groups(node: Node) -> bool:
    return isinstance(node, Mapping) and all(isinstance(below, Mapping) for _, below in node.items)


def _read_named(name: str, setting: Setting | None, node: Node, declaration: Declaration) -> Axis:
    if not isinstance(node, Mapping) or not node.items:
        hint = f"write `{name}: {{a name: {{…}}, another: {{…}}}}`"
        raise node.location.failure(Code.WRONG_TYPE, f"the groups of {name} need names", hint)

    def read(item: tuple[Scalar, Node]) -> Settings:
        return {name: setting.read(item[1])} if setting else _read_group(item[1], declaration)

    assigns = each(read, node.items)
    if any(set(assign) != set(assigns[0]) for assign in assigns):
        message = f"the groups of {name} fix different settings"
        raise node.location.failure(
            Code.UNEQUAL_GROUPS, message, f"give each {', '.join(sorted(set().union(*assigns)))}"
        )
    _check_counts(node, assigns, declaration)
    label = setting.label if setting else name
    return Axis(name, label, node.keys(), node.keys(), tuple(assigns), named=True)


def _check_counts(node: Mapping, assigns: list[Settings], declaration: Declaration) -> None:
    """Raise ContentError where runs would differ in their coordinates: a figure shows the same of each run."""
    if declaration.counted is None or declaration.counted[0] not in assigns[0]:
        return
    table, column = declaration.counted
    wanted, first = declaration.count(assigns[0]), node.keys()[0]
    counts = [(key, declaration.count(assign)) for (key, _), assign in zip(node.items, assigns, strict=True)]
    if wrong := [
        key.location.error(
            Code.UNEQUAL_GROUPS, f"{table} of {key.text!r} has {count} {column}, that of {first!r} {wanted}", hint
        )
        for key, count in counts
        if count != wanted
        for hint in [f"all runs of a figure have the same coordinates: list {wanted}"]
    ]:
        raise ContentError(wrong)


def _read_group(node: Node, declaration: Declaration) -> Settings:
    """A named group of several settings at once, such as the step size and momentum of a giant."""
    if not isinstance(node, Mapping) or not node.items:
        raise node.location.failure(Code.EMPTY_VALUE, "this group is empty", "give it settings")

    def read(item: tuple[Scalar, Node]) -> tuple[str, Value]:
        key, below = item
        setting = declaration.setting(key.text)
        if setting is None:
            raise ContentError([_unknown(key, declaration)])
        return key.text, setting.read(below)

    return dict(each(read, node.items))
