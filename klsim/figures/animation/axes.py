"""Reading the axes of a `sweep`: which values a figure lets its readers choose from."""

from collections import Counter

from klsim.content.schema import number_text
from klsim.content.yaml import Mapping, Node, Scalar, Sequence
from klsim.diagnostics import Code, ContentError, Diagnostic, each, nearest
from klsim.figures.animation.links import MUTE, PIN
from klsim.figures.animation.sweep import Axis
from klsim.settings.scalars import Choice, Flag, Integer, Number, Setting, Settings, Value
from klsim.simulation import Declaration


def read_axes(node: Node, declaration: Declaration) -> tuple[Axis, ...]:
    """All axes of the grid, in the order written. Raises ContentError with every mistake found."""
    if not isinstance(node, Mapping) or not node.items:
        hint = "name a setting and its values, or leave `sweep` out"
        raise node.location.failure(Code.EMPTY_VALUE, "the sweep is empty", hint)
    axes = each(lambda item: _read_axis(*item, declaration), node.items)
    for n, axis in enumerate(axes):
        for earlier in axes[:n]:
            if shared := set(axis.assigns[0]) & set(earlier.assigns[0]):
                message = f"{earlier.name} and {axis.name} both sweep {', '.join(sorted(shared))}"
                raise node.location.failure(Code.DUPLICATE_SETTING, message, "keep one of them")
    return tuple(axes)


def _read_axis(key: Scalar, node: Node, declaration: Declaration) -> Axis:
    setting = declaration.setting(key.text)
    if key.text in ("i", MUTE) or key.text.startswith(PIN):
        message = f"an axis cannot have the name {key.text!r}, which addresses have for something else"
        raise key.location.failure(Code.RESERVED_NAME, message, "choose another")
    if setting is None and not _is_groups(node):
        raise ContentError([_unknown(key, declaration)])
    if isinstance(setting, Number | Integer | Choice | Flag):
        axis = _read_values(setting, node)
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


def _read_values(setting: Number | Integer | Choice | Flag, node: Node) -> Axis:
    if isinstance(node, Mapping):
        hint = "write a list: […]"
        if _is_groups(node):
            hint += ", or give an axis of several settings another name"
        raise node.location.failure(Code.WRONG_TYPE, f"{setting.name} is one value, not a group", hint)
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        raise node.location.failure(Code.EMPTY_VALUE, f"the sweep of {setting.name} is empty", "list its values")
    values: list[float | str] = each(lambda item: _word(setting.read(item)), items)
    labels = tuple(_label(setting, value) for value in values)
    assigns = tuple({setting.name: value == "true" if isinstance(setting, Flag) else value} for value in values)
    return Axis(setting.name, setting.label, tuple(values), labels, assigns, named=False)


def _word(value: float | str | bool) -> float | str:
    """A value of an axis: yes and no are words there."""
    return str(value).lower() if isinstance(value, bool) else value


def _label(setting: Setting, value: float | str) -> str:
    if isinstance(value, str):
        return setting.options[value] if isinstance(setting, Choice) else value
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
