"""Which runs share a picture, and what it shows: `together` and `panels` of a block."""

from klsim.content.schema import text
from klsim.content.yaml import Node, Sequence
from klsim.diagnostics import Code, each, nearest
from klsim.figures.animation.choice import Axes

PANELS, TOGETHER = "panels", "together"

FEWEST, MOST = 2, 12
"""How many runs may share a picture."""


def read_together(node: Node | None, axes: Axes) -> int | None:
    """The number of the axis that a block names, or None.

    Raises ContentError for an axis that is not there, or has too few or too many values for one picture.
    """
    if node is None:
        return None
    name = text(node, TOGETHER)
    names = [axis.name for axis in axes]
    fitting = [axis.name for axis in axes if FEWEST <= len(axis.values) <= MOST]
    if name not in names:
        hint = nearest(name, fitting or names, "axes") if names else "sweep something, and name it"
        raise node.location.failure(Code.UNKNOWN_VALUE, f"together: there is no axis {name!r}", hint)
    if name not in fitting:
        count = len(axes[names.index(name)].values)
        values = f"{count} {'value' if count == 1 else 'values'}"
        hint = f"keep {MOST} of them" if count > MOST else "add another"
        hint += f", or name {' or '.join(fitting)}" if fitting else ""
        message = f"together: {name} has {values}, and {FEWEST} to {MOST} share a picture"
        raise node.location.failure(Code.OUT_OF_RANGE, message, hint)
    return names.index(name)


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
