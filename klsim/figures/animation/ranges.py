"""Evenly spaced values of an axis: `{from: 0.01, to: 1, count: 9, spacing: log}`, and how they are called."""

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from klsim.content.schema import Field, number_text, one_of, read_fields
from klsim.content.yaml import Mapping, Node
from klsim.diagnostics import Code
from klsim.settings.scalars import Integer, Number

FROM, TO, COUNT, SPACING = "from", "to", "count", "spacing"
LINEAR, LOG = "linear", "log"
SPACINGS = (LINEAR, LOG)
COUNTS = Integer(COUNT, 2, 100_000)

DIGITS = 3
"""So many digits are enough, unless values are closer to each other."""

NEAR = 0.25
"""What a value is called is no farther from it than this share of the way to the next."""

SHORT = 6
"""Numbers of so many digits are called as they are."""

_EXACT = Context(prec=40)

Numeric: TypeAlias = Number | Integer


def is_range(node: Node) -> bool:
    """Whether values are given by where they begin and end: then they are a group with such keys."""
    return isinstance(node, Mapping) and not {FROM, TO, COUNT, SPACING}.isdisjoint(node.keys())


def read_range(setting: Numeric, node: Mapping) -> tuple[float, ...]:
    """The values, from the lowest to the highest. Raises ContentError for what cannot be an axis.

    They are the doubles nearest to the exact ones; those of a whole number are rounded.
    """
    fields = [
        Field(FROM, lambda below, _: setting.read(below), "…"),
        Field(TO, lambda below, _: setting.read(below), "…"),
        Field(COUNT, lambda below, _: COUNTS.read(below), "…"),
        Field(SPACING, one_of(SPACINGS, "spacings")),
    ]
    given = read_fields(node, fields, node.location, f"the range of {setting.name}")
    low, high, count = given[FROM], given[TO], given[COUNT]
    if low >= high:
        message = f"the range of {setting.name} runs from {number_text(low)} to {number_text(high)}"
        hint = f"swap them: {{from: {number_text(high)}, to: {number_text(low)}, …}}" if low > high else "widen it"
        raise node.location.failure(Code.WRONG_ORDER, message, hint)
    if given.get(SPACING) == LOG and low <= 0:
        message = f"a range with spacing: log begins above 0, not at {number_text(low)}"
        raise node.key(FROM).location.failure(Code.OUT_OF_RANGE, message, "begin at 0.01, or space it evenly")
    values = tuple(_spaced(low, high, count, is_log=given.get(SPACING) == LOG))
    return _whole(setting, values, node, given) if isinstance(setting, Integer) else values


def _spaced(low: float, high: float, count: int, *, is_log: bool) -> Iterator[float]:
    """Decimal digits, as the author wrote them: so 0.1 to 0.5 has 0.3, and 0.001 to 1 has 0.01."""
    first, last = (Decimal(repr(float(end))) for end in (low, high))
    ratio, span = _EXACT.divide(last, first) if is_log else Decimal(1), _EXACT.subtract(last, first)
    for n in range(count):
        share = _EXACT.divide(Decimal(n), Decimal(count - 1))
        if is_log:
            yield float(_EXACT.multiply(first, _EXACT.power(ratio, share)))
        else:
            yield float(_EXACT.add(first, _EXACT.multiply(span, share)))


def _whole(setting: Integer, values: Sequence[float], node: Mapping, given: dict[str, Any]) -> tuple[float, ...]:
    whole = tuple(map(round, values))
    if len(set(whole)) < len(whole):
        message = f"{given[COUNT]} values of {setting.name} are not all different whole numbers"
        raise node.key(COUNT).location.failure(Code.OUT_OF_RANGE, message, f"count: {len(set(whole))} or fewer")
    return whole


def short_values(values: Sequence[float]) -> tuple[float, ...]:
    """How rising values are called in labels and addresses: in as few digits as tell them apart."""
    gaps = [after - value for value, after in pairwise(values)]
    rooms = [min(pair) for pair in zip([gaps[0], *gaps], [*gaps, gaps[-1]], strict=True)]
    for digits in range(DIGITS, 17):
        short = tuple(_short(value, digits) for value in values)
        if all(abs(a - b) <= NEAR * room for a, b, room in zip(short, values, rooms, strict=True)):
            return short
    return tuple(values)


def _short(value: float, digits: int) -> float:
    is_short = float(f"{value:.{SHORT}g}") == value
    return value if is_short else float(f"{value:.{digits}g}")
