"""Reading combinations that an author names: the default, the presets, what to leave out."""

from typing import TypeAlias

from klsim.content.schema import number, number_text, text
from klsim.content.yaml import Mapping, Node, Scalar, Sequence
from klsim.diagnostics import Code, each, nearest
from klsim.figures.animation.sweep import Axis, Position

Axes: TypeAlias = tuple[Axis, ...]

Rule: TypeAlias = tuple[frozenset[int], ...]
"""A set of combinations: for each axis the indices that it covers."""


def read_position(node: Node, axes: Axes, subject: str) -> Position:
    """A combination of which only some axes are named; the others stay at their default."""
    chosen = {axis.name: axis_index(below, axis, subject) for axis, below in _named_axes(node, axes, subject)}
    return tuple(chosen.get(axis.name, axis.default) for axis in axes)


def read_rule(node: Node, axes: Axes) -> Rule:
    """Combinations to leave out: a value or a list of values for some axes, everything on the others."""

    def read(pair: tuple[Axis, Node]) -> tuple[str, frozenset[int]]:
        axis, below = pair
        items = below.items if isinstance(below, Sequence) else (below,)
        return axis.name, frozenset(each(lambda item: axis_index(item, axis, "exclude"), items))

    named = dict(each(read, _named_axes(node, axes, "exclude")))
    return tuple(named.get(axis.name, frozenset(range(len(axis.values)))) for axis in axes)


def matches(at: Position, rule: Rule) -> bool:
    """Whether a rule covers a combination."""
    return all(index in covered for index, covered in zip(at, rule, strict=True))


def axis_index(node: Node, axis: Axis, subject: str) -> int:
    """The position of a value on an axis. Raises ContentError with the nearest value that is there."""
    word = text(node, axis.name)
    if not axis.numeric:
        if word in axis.values:
            return axis.values.index(word)
        hint = nearest(word, [str(value) for value in axis.values], axis.name)
    else:
        value = number(node, axis.name)
        for several in (axis.values, axis.words):
            if value in several:
                return several.index(value)
        closest = min(axis.words, key=lambda other: abs(float(other) - value))
        if axis.nearest and float(axis.words[0]) <= value <= float(axis.words[-1]):
            return axis.words.index(closest)
        hint = f"nearest: {number_text(float(closest))}"
    raise node.location.failure(Code.UNKNOWN_VALUE, f"{subject}: {axis.name} {word} is not in the sweep", hint)


def _named_axes(node: Node, axes: Axes, subject: str) -> list[tuple[Axis, Node]]:
    if not isinstance(node, Mapping) or not node.items:
        hint = f"write `{{{axes[0].name}: …}}`" if axes else "give the figure a `sweep` first"
        raise node.location.failure(Code.WRONG_TYPE, f"{subject} must name values of the sweep", hint)
    by_name = {axis.name: axis for axis in axes}

    def pair(item: tuple[Scalar, Node]) -> tuple[Axis, Node]:
        key, below = item
        if key.text not in by_name:
            message = f"unknown axis {key.text!r} in {subject}"
            raise key.location.failure(Code.UNKNOWN_KEY, message, nearest(key.text, by_name, "axes"))
        return by_name[key.text], below

    return each(pair, node.items)
