"""Reading the `map` of a block: a picture of the outcomes of many runs, and the lattice of those to play."""

from dataclasses import replace
from math import isclose, log, prod

from klsim.content.schema import Field, read_fields
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.declaration import Declaration
from klsim.diagnostics import Code, Location
from klsim.figures.animation.axes import members_swept, read_axes
from klsim.figures.animation.choice import Axes
from klsim.figures.animation.sweep import Axis, OutcomeMap
from klsim.settings.scalars import Choice, Integer, Settings, field_of

COLOUR = Choice(
    "colour",
    {
        "converged_at": "when each arrives",
        "ends_at": "when each ends",
        "status": "how each ends",
    },
    default="converged_at",
)
FEWEST = 2
NEARLY = 0.2
"""Of a pixel: as much off their places values may be, for they are rounded."""

MOST_PIXELS = 1_000_000
MOST_STEPS = 500_000_000
"""Iterations of all runs together: some minutes of one processor."""

MOST_PLAYED = 2_500
_LATTICE = "write `lattice: [24, 18]`: so many values across and up"


def read_map(node: Node, declaration: Declaration) -> OutcomeMap:
    """The map that a block asks for. Raises ContentError with every mistake found in it."""
    if not isinstance(node, Mapping):
        hint = "write `{x: {…: {from: …, to: …, count: …}}, y: {…}}`"
        raise node.location.failure(Code.WRONG_TYPE, "a map has two settings, x and y", hint)
    sides = (Field(name, lambda below, side: _read_axis(below, declaration, side), "{…}") for name in ("x", "y"))
    given = read_fields(node, (*sides, field_of(COLOUR)), node.location, "this map")
    x, y = given["x"], given["y"]
    if x.name == y.name:
        raise node.location.failure(Code.DUPLICATE_SETTING, f"x and y of the map are both {x.name}")
    if (pixels := len(x.values) * len(y.values)) > MOST_PIXELS:
        message = f"this map has {pixels} pixels ({len(x.values)} × {len(y.values)}), more than {MOST_PIXELS}"
        raise node.location.failure(Code.TOO_MUCH_WORK, message, "reduce a count")
    return OutcomeMap(x, y, given.get("colour", COLOUR.default or ""))


def _read_axis(node: Node, declaration: Declaration, side: str) -> Axis:
    axis, *others = read_axes(node, declaration)
    if others:
        message = f"{side} of the map has {len(others) + 1} settings, {axis.name} and {others[0].name}"
        raise node.location.failure(Code.INVALID_VALUE, message, "keep one of them")
    if not axis.numeric or axis.named:
        message = f"{axis.name} has no numbers, and cannot be {side} of a map"
        raise node.location.failure(Code.WRONG_TYPE, message, "name a setting that is a number")
    if len(axis.values) < FEWEST or list(axis.values) != sorted(axis.values):
        message = f"{side} of the map needs at least {FEWEST} values that rise"
        raise node.location.failure(Code.INVALID_VALUE, message, "write `{from: …, to: …, count: …}`")
    if spacing(axis) is None:
        message = f"the values of {axis.name} are not evenly spaced, and pixels are"
        raise node.location.failure(Code.INVALID_VALUE, message, _even_hint(axis))
    return axis


def _even_hint(axis: Axis) -> str:
    """How values would be evenly spaced: those of whole numbers only by a count that divides the span."""
    low, high, count = axis.values[0], axis.values[-1], len(axis.values)
    if not all(isinstance(value, int) for value in axis.values):
        return "write `{from: …, to: …, count: …}`"
    span = int(high) - int(low)
    counts = [span // step + 1 for step in range(1, span + 1) if span % step == 0]
    closest = min((one for one in counts if one >= FEWEST), key=lambda one: abs(one - count), default=span + 1)
    return f"of whole numbers from {low} to {high} the nearest count is {closest}: write `count: {closest}`"


def spacing(axis: Axis) -> str | None:
    """How the values of an axis of numbers are spaced: "linear", "log", or None for otherwise."""
    values = [float(value) for value in axis.values]
    if _is_even(values):
        return "linear"
    return "log" if values[0] > 0 and _is_even([log(value) for value in values]) else None


def _is_even(values: list[float]) -> bool:
    first, last, steps = values[0], values[-1], len(values) - 1
    step = (last - first) / steps
    return all(isclose(value, first + n * step, abs_tol=NEARLY * abs(step)) for n, value in enumerate(values))


def members_of_lattice(node: Mapping) -> frozenset[str]:
    """The members of groups that the lattice of a block sweeps, as "start.x"."""
    found = node.get("map")
    if not isinstance(found, Mapping) or node.get("lattice") is None:
        return frozenset()
    return members_swept(found.get("x")) | members_swept(found.get("y"))


def with_lattice(node: Node | None, found: OutcomeMap | None, axes: Axes, location: Location) -> Axes:
    """The axes of a figure, with those of a lattice of runs that are recorded, if a block asks for one.

    Raises ContentError where the runs of a figure with a map do not lie on it.
    """
    if found is None:
        if node is not None:
            hint = "add `map: {x: …, y: …}`, or sweep settings"
            raise node.location.failure(Code.INVALID_VALUE, "a lattice is of a map, and there is none", hint)
        return axes
    names = [axis.name for axis in axes]
    swept = [axis.name for axis in found.axes if axis.name in names]
    if node is None:
        if len(swept) == len(found.axes):
            return axes
        message = f"the runs to play from this map need values of {found.x.name} and {found.y.name}"
        raise location.failure(Code.MISSING_KEY, message, f"{_LATTICE}, or sweep both")
    if swept:
        message = f"{swept[0]} is swept, and the lattice has values of its own"
        raise node.location.failure(Code.DUPLICATE_SETTING, message, "keep one of the two")
    return (*axes, *_lattice(node, found))


def _lattice(node: Node, found: OutcomeMap) -> tuple[Axis, Axis]:
    items = node.items if isinstance(node, Sequence) else ()
    if len(items) != len(found.axes):
        raise node.location.failure(Code.WRONG_TYPE, "a lattice has two counts", _LATTICE)
    (across, x), (up, y) = ((_count(item, axis), axis) for item, axis in zip(items, found.axes, strict=True))
    if across * up > MOST_PLAYED:
        message = f"this lattice has {across * up} runs, more than {MOST_PLAYED}"
        raise node.location.failure(Code.TOO_MANY_RUNS, message, "reduce a count")
    return _thinned(x, across), _thinned(y, up)


def _count(node: Node, axis: Axis) -> int:
    most = len(axis.values)
    count = Integer(f"lattice of {axis.name}", FEWEST, most).read(node)
    assert isinstance(count, int)
    return count


def _thinned(axis: Axis, count: int) -> Axis:
    """So many of the values of an axis, from the first to the last, as evenly as it can be."""
    last = len(axis.values) - 1
    kept = [round(n * last / (count - 1)) for n in range(count)]
    return replace(
        axis,
        values=tuple(axis.values[n] for n in kept),
        labels=tuple(axis.labels[n] for n in kept),
        assigns=tuple(axis.assigns[n] for n in kept),
        short=tuple(axis.short[n] for n in kept) if axis.short else (),
        nearest=True,
        default=count // 2,
    )


def check_steps(found: OutcomeMap | None, axes: Axes, settings: Settings, location: Location) -> None:
    """Raise ContentError for a map whose runs would take too long."""
    iterations = settings.get("iterations")
    if found is None or not isinstance(iterations, int):
        return
    others = [axis for axis in axes if axis.name not in (found.x.name, found.y.name)]
    runs = prod(len(axis.values) for axis in (*others, *found.axes))
    if runs * iterations > MOST_STEPS:
        message = (
            f"this map would take {runs} runs of {iterations} iterations, {runs * iterations // 10**6} million"
        )
        hint = f"reduce a count or iterations: {MOST_STEPS // 10**6} million in all are the most"
        raise location.failure(Code.TOO_MUCH_WORK, message, hint)


def refuse(found: OutcomeMap | None, *others: tuple[str, Node | None]) -> None:
    """Raise ContentError for what a map cannot go with: keys, and what stands there."""
    for key, node in others:
        if found is not None and node is not None:
            message = "a figure with a map has one run in each picture"
            raise node.location.failure(Code.INVALID_VALUE, message, f"leave `{key}` or `map` out")
