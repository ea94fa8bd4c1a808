"""The kinds of setting that a simulation declares, and how each reads its value from YAML.

A `read` takes the kind and a YAML node and gives the value, or raises ContentError with the place of what is
wrong and the nearest right value.
"""

import math
from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from klsim.content.yaml import Mapping, Node, Scalar, null_hint
from klsim.diagnostics import Code, ContentError, each, nearest

Value: TypeAlias = (
    float
    | int
    | str
    | tuple[float, ...]
    | AbstractMapping[str, float]
    | AbstractMapping[str, tuple[float, ...]]
    | AbstractMapping[str, float | tuple[AbstractMapping[str, float], ...]]
)
"""What a setting may be: a number, a word, several numbers, or several by name; JSON can write all of them."""

Settings: TypeAlias = AbstractMapping[str, Value]
"""Values by the names of their settings."""


@dataclass(frozen=True)
class Number:
    """A float between `low` and `high`, the ends included unless `above_low`."""

    name: str
    label: str
    low: float
    high: float
    above_low: bool = False
    default: float | None = None

    def allows(self, value: float) -> bool:
        """Whether the value is in range."""
        return (self.low < value if self.above_low else self.low <= value) and value <= self.high

    @property
    def range_in_words(self) -> str:
        """The range as an author reads it."""
        start = f"above {number_text(self.low)}" if self.above_low else f"from {number_text(self.low)}"
        return f"{start} to {number_text(self.high)}"

    def read(self, node: Node) -> float:
        """A number in range."""
        value = read_number(node, self.name)
        if not self.allows(value):
            what = f"{self.name} {number_text(value)} is out of range"
            closest = f"; nearest: {number_text(min(max(value, self.low), self.high))}"
            hint = f"allowed: {self.range_in_words}{closest if value > self.low or not self.above_low else ''}"
            raise node.location.failure(Code.OUT_OF_RANGE, what, hint)
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    name: str
    label: str
    low: int
    high: int
    default: int | None = None

    def read(self, node: Node) -> int:
        """A whole number in range."""
        value = read_number(node, self.name)
        if value != int(value) or not self.low <= value <= self.high:
            what = f"{self.name} {number_text(value)} is not a whole number in range"
            nearby = min(max(round(value), self.low), self.high)
            hint = f"allowed: {self.low} to {self.high}; nearest: {nearby}"
            raise node.location.failure(Code.OUT_OF_RANGE, what, hint)
        return int(value)


@dataclass(frozen=True)
class Choice:
    """One of a few words; `options` maps each to the label that readers see."""

    name: str
    label: str
    options: AbstractMapping[str, str]
    default: str | None = None

    def read(self, node: Node) -> str:
        """One of the options."""
        word = read_text(node, self.name)
        if word not in self.options:
            raise node.location.failure(
                Code.UNKNOWN_VALUE, f"unknown {self.name} {word!r}", nearest(word, self.options, self.name)
            )
        return word


@dataclass(frozen=True)
class Group:
    """Several numbers that belong together, such as the mean and variance of a start."""

    name: str
    label: str
    fields: tuple[Number, ...]
    default: AbstractMapping[str, float] | None = None

    def read(self, node: Node) -> AbstractMapping[str, float]:
        """A mapping with exactly the fields of the group."""
        if not isinstance(node, Mapping):
            example = ", ".join(f"{field.name}: …" for field in self.fields)
            raise node.location.failure(
                Code.WRONG_TYPE, f"{self.name} must be a group of numbers", f"write {{{example}}}"
            )
        reject_unknown(node, [field.name for field in self.fields], f"key in {self.name}")

        def read_field(field: Number) -> tuple[str, float]:
            below = node.get(field.name)
            if below is None:
                what = f"{self.name} has no {field.name}"
                raise node.location.failure(Code.MISSING_KEY, what, f"add `{field.name}: …`")
            return field.name, field.read(below)

        return dict(each(read_field, self.fields))


class Setting(Protocol):
    """Any kind of setting, those of other modules included."""

    @property
    def name(self) -> str:
        """The key in YAML and in records."""

    @property
    def label(self) -> str:
        """What readers see."""

    @property
    def default(self) -> Value | None:
        """The value where an author gives none; None where one must be given."""

    def read(self, node: Node) -> Value:
        """The value of a node. Raises ContentError."""


def reject_unknown(node: Mapping, known: Sequence[str], what: str) -> None:
    """Raise ContentError for every key of a mapping that is not known."""
    if mistakes := [
        key.location.error(Code.UNKNOWN_KEY, f"unknown {what}: {key.text!r}", nearest(key.text, known, "known"))
        for key, _ in node.items
        if key.text not in known
    ]:
        raise ContentError(mistakes)


def read_text(node: Node, name: str) -> str:
    """The text of a scalar that is not empty."""
    if not isinstance(node, Scalar):
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be a single value")
    if node.is_null or not node.text.strip():
        raise node.location.failure(Code.EMPTY_VALUE, f"{name} is empty", null_hint(node))
    return node.text.strip()


def read_number(node: Node, name: str) -> float:
    """A finite number, written in any of Python's ways."""
    word = read_text(node, name)
    try:
        value = float(word.replace("−", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be a number, not {word!r}")
    return value + 0.0  # −0 and 0 are one value


def number_text(value: float) -> str:
    """The shortest text of a number that reads back as the same: 0.1, 5, 1e-07."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
