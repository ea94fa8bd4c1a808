"""Reading what moves a variable: its ends and its two steps."""

from dataclasses import replace

from klsim.content.schema import Field, number_text, read_fields
from klsim.content.yaml import Mapping, Node
from klsim.diagnostics import Code, Location
from klsim.figures.match.law import DECIMALS, Knob
from klsim.settings.scalars import Number

SMALLEST = 10**-DECIMALS
LARGEST = 1e4


def read_knob(node: Node, default: Knob, lowest: float) -> Knob:
    """A knob like `default` but for what is written; no value below `lowest`."""
    name = default.name
    if not isinstance(node, Mapping) or not node.items:
        hint = f"write `{name}: {{low: …, high: …, fine: …, coarse: …}}`"
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be a group of numbers", hint)
    leasts = {"low": lowest, "high": lowest, "fine": SMALLEST, "coarse": SMALLEST}
    numbers = {key: Number(f"{name} {key}", least, LARGEST) for key, least in leasts.items()}
    fields = [Field(key, lambda below, key: _short(numbers[key], below)) for key in numbers]
    knob = replace(default, **read_fields(node, fields, node.location, name))
    _check(knob, node.location)
    return knob


def reach_of(knob: Knob) -> Number:
    """A number within the reach of a knob."""
    return Number(knob.name, knob.low, knob.high)


def check_stop(name: str, value: float, knob: Knob, location: Location) -> None:
    """Raise ContentError for a value between the stops of a knob."""
    nearest = knob.nearest(value)
    if abs(nearest - value) > SMALLEST / 1000:
        message = f"{name} {number_text(value)} is not where its knob stops"
        stops = f"from {number_text(knob.low)} in steps of {number_text(knob.fine)}"
        raise location.failure(Code.OFF_STEP, message, f"{stops}; nearest: {number_text(nearest)}")


def _short(number: Number, node: Node) -> float:
    """A number of few enough decimals."""
    value = number.read(node)
    if abs(round(value, DECIMALS) - value) > SMALLEST / 1000:
        message = f"{number.name} {number_text(value)} has more than {DECIMALS} decimals"
        raise node.location.failure(Code.OFF_STEP, message, f"nearest: {number_text(round(value, DECIMALS))}")
    return round(value, DECIMALS)


def _check(knob: Knob, location: Location) -> None:
    if knob.low >= knob.high:
        message = f"{knob.name} runs from {number_text(knob.low)} to {number_text(knob.high)}"
        raise location.failure(Code.WRONG_ORDER, message, "the lower end comes first")
    step = number_text(knob.fine)
    steps = round(knob.coarse / knob.fine)
    if steps < 1 or abs(steps * knob.fine - knob.coarse) > SMALLEST / 1000:
        message = f"the coarse step {number_text(knob.coarse)} of {knob.name} is not several fine ones of {step}"
        nearest = number_text(round(max(steps, 1) * knob.fine, DECIMALS))
        raise location.failure(Code.OFF_STEP, message, f"nearest: {nearest}")
    last = knob.nearest(knob.high)
    if abs(last - knob.high) > SMALLEST / 1000:
        message = f"{knob.name} does not come to {number_text(knob.high)} in steps of {step}"
        raise location.failure(Code.OFF_STEP, message, f"nearest high: {number_text(last)}")
