"""Which runs share a picture, and what it shows: `together`, `over` and `panels` of a block."""

from collections.abc import Sequence as Several
from dataclasses import dataclass

from klsim.content.schema import Field, as_written, read_fields, text
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.declaration import Declaration
from klsim.diagnostics import Code, ContentError, each, nearest
from klsim.figures.animation.choice import Axes

PANELS, TOGETHER, BEST, OVER = "panels", "together", "best", "over"

FEWEST, MOST = 2, 12
"""How many runs may share a picture."""

FEWEST_SUMMED = 3
"""Of fewer runs a median and quantiles would say nothing."""


@dataclass(frozen=True)
class Together:
    """The number of the axis whose values share a picture, and of that of which each shows its best, if any."""

    axis: int | None = None
    best: int | None = None


def read_together(node: Node | None, axes: Axes, declaration: Declaration) -> Together:
    """Which axes a block names: `together: walker`, or a fair race, `together: {axis: walker, best: step_size}`.

    Raises ContentError for an axis that is not there, or has too few or too many values for one picture, and for
    one of which there is no best.
    """
    if node is None:
        return Together()
    if not isinstance(node, Mapping):
        return Together(_read_shared(node, axes))
    given = read_fields(node, (Field("axis", as_written, "…"), Field("best", as_written)), node.location, TOGETHER)
    shared = _read_shared(given["axis"], axes)
    return Together(shared, _read_best(given["best"], axes, shared, declaration) if "best" in given else None)


def _read_shared(node: Node, axes: Axes) -> int:
    name = text(node, TOGETHER)
    names = [axis.name for axis in axes]
    fitting = [axis.name for axis in axes if FEWEST <= len(axis.values) <= MOST]
    if name not in names:
        raise _no_axis(node, TOGETHER, name, fitting or names)
    if name not in fitting:
        count = len(axes[names.index(name)].values)
        values = f"{count} {'value' if count == 1 else 'values'}"
        hint = f"keep {MOST} of them" if count > MOST else "add another"
        hint += f", or name {' or '.join(fitting)}" if fitting else ""
        message = f"together: {name} has {values}, and {FEWEST} to {MOST} share a picture"
        raise node.location.failure(Code.OUT_OF_RANGE, message, hint)
    return names.index(name)


def _read_best(node: Node, axes: Axes, shared: int, declaration: Declaration) -> int:
    name = text(node, BEST)
    others = [axis for n, axis in enumerate(axes) if n != shared]
    fitting = [axis.name for axis in others if axis.numeric and len(axis.values) >= FEWEST]
    if name == axes[shared].name:
        message = f"best: {name} is the axis whose values race, and cannot be what each is best at"
        raise node.location.failure(Code.DUPLICATE_VALUE, message, _instead(fitting))
    if name not in [axis.name for axis in others]:
        raise _no_axis(node, BEST, name, fitting)
    if name not in fitting:
        axis = next(axis for axis in others if axis.name == name)
        what = "one value" if axis.numeric else "words, and the best of an axis is a number"
        raise node.location.failure(Code.WRONG_TYPE, f"best: {name} has {what}", _instead(fitting))
    if not declaration.objective:
        message = f"best: {declaration.name} has no objective, so that no run is better than another"
        raise node.location.failure(Code.UNKNOWN_VALUE, message, "leave `best` out")
    return next(n for n, axis in enumerate(axes) if axis.name == name)


def read_over(node: Node | None, axes: Axes, together: Together) -> int | None:
    """The number of the axis whose runs a block sums up, or None.

    Raises ContentError for an axis that is not there, is shown otherwise, or has too few values.
    """
    if node is None:
        return None
    name = text(node, OVER)
    taken = {n: key for key, n in ((TOGETHER, together.axis), (BEST, together.best)) if n is not None}
    fitting = [axis.name for n, axis in enumerate(axes) if n not in taken and len(axis.values) >= FEWEST_SUMMED]
    if name not in [axis.name for axis in axes]:
        raise _no_axis(node, OVER, name, fitting)
    number = next(n for n, axis in enumerate(axes) if axis.name == name)
    if number in taken:
        message = f"over: {name} is named by `{taken[number]}` already"
        raise node.location.failure(Code.DUPLICATE_VALUE, message, _instead(fitting))
    if name not in fitting:
        count = len(axes[number].values)
        message = f"over: {name} has {count} {'value' if count == 1 else 'values'}, and a median needs"
        hint = f"add {FEWEST_SUMMED - count} at least"
        raise node.location.failure(Code.OUT_OF_RANGE, f"{message} {FEWEST_SUMMED}", hint)
    return number


def _no_axis(node: Node, key: str, name: str, fitting: Several[str]) -> ContentError:
    hint = nearest(name, fitting, "axes") if fitting else "sweep something that fits, and name it"
    return node.location.failure(Code.UNKNOWN_VALUE, f"{key}: there is no axis {name!r}", hint)


def _instead(fitting: Several[str]) -> str:
    return f"name {' or '.join(fitting)}" if fitting else "leave it out"


def read_panels(node: Node | None) -> tuple[str, ...]:
    """The names of the panels that a block asks for; which there are depends on the simulation."""
    if node is None:
        return ()
    names = each(lambda item: text(item, PANELS), node.items if isinstance(node, Sequence) else (node,))
    if not names:
        raise node.location.failure(Code.EMPTY_VALUE, "panels: none is named", "list some, or leave it out")
    if twice := next((name for n, name in enumerate(names) if name in names[:n]), None):
        raise node.location.failure(Code.DUPLICATE_VALUE, f"panels: {twice} is listed twice")
    return tuple(names)
