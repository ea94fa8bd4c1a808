"""Settings with one value each: numbers, whole numbers, words, yes or no.

A setting's `read` takes a YAML node and gives the value, or raises ContentError with the place of what is wrong
and the nearest right value.
"""

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType
from typing import Protocol, TypeAlias

from klsim.content.schema import Field, flag, number, number_text, text
from klsim.content.yaml import Node
from klsim.diagnostics import Code, nearest

Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | AbstractMapping[str, Value]"
"""What a setting may be: JSON can write all of it."""

Settings: TypeAlias = AbstractMapping[str, Value]
"""Values by the names of their settings."""


class Setting(Protocol):
    """Any kind of setting."""

    @property
    def name(self) -> str:
        """The key in YAML and in records."""

    @property
    def label(self) -> str:
        """What readers see."""

    @property
    def default(self) -> "Value | None":
        """The value where an author gives none; None where one must be given."""

    def read(self, node: Node) -> Value:
        """The value of a node. Raises ContentError."""


def field_of(setting: Setting, example: str = "…", *, optional: bool = False) -> Field:
    """A setting as a key of a mapping: one without a default must be there, unless it is `optional`."""
    needed = setting.default is None and not optional
    return Field(setting.name, lambda node, _: setting.read(node), example if needed else "")


def label_of(setting: Setting) -> str:
    """What readers see of a setting: its label, else its name in words."""
    return setting.label or setting.name.replace("_", " ")


@dataclass(frozen=True)
class Number:
    """A float between `low` and `high`, the ends included unless `above_low`; `why` says what the range is for."""

    name: str
    low: float = -inf
    high: float = inf
    label: str = ""
    default: float | None = None
    above_low: bool = False
    why: str = ""

    def allows(self, value: float) -> bool:
        """Whether the value is in range."""
        return (self.low < value if self.above_low else self.low <= value) and value <= self.high

    @property
    def range_in_words(self) -> str:
        """The range as an author reads it."""
        start = f"{'above' if self.above_low else 'from'} {number_text(self.low)}"
        if self.high == inf:
            return start
        return f"up to {number_text(self.high)}" if self.low == -inf else f"{start} to {number_text(self.high)}"

    def read(self, node: Node) -> float:
        """A number in range."""
        value = number(node, self.name)
        if not self.allows(value):
            message = f"{self.name} {number_text(value)} is out of range"
            nearby = f"; nearest: {number_text(min(max(value, self.low), self.high))}"
            reason = f", {self.why}" if self.why else ""
            is_reachable = value > self.low or not self.above_low
            hint = f"allowed: {self.range_in_words}{reason}{nearby * is_reachable}"
            raise node.location.failure(Code.OUT_OF_RANGE, message, hint)
        return value


@dataclass(frozen=True)
class Integer:
    """A whole number from `low` to `high`."""

    name: str
    low: int
    high: int
    label: str = ""
    default: int | None = None

    def read(self, node: Node) -> int:
        """A whole number in range."""
        value = number(node, self.name)
        if value != int(value) or not self.low <= value <= self.high:
            message = f"{self.name} {number_text(value)} is not a whole number in range"
            nearby = min(max(round(value), self.low), self.high)
            hint = f"allowed: {self.low} to {self.high}; nearest: {nearby}"
            raise node.location.failure(Code.OUT_OF_RANGE, message, hint)
        return int(value)


@dataclass(frozen=True)
class Choice:
    """One of a few words; `options` maps each to the label that readers see.

    synonyms: what others call options, each with the word here, for those who write it
    """

    name: str
    options: AbstractMapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    label: str = ""
    default: str | None = None
    synonyms: AbstractMapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def read(self, node: Node) -> str:
        """One of the options."""
        word = text(node, self.name)
        if word not in self.options:
            message = f"unknown {self.name} {word!r}"
            usual = self.synonyms.get(word.lower())
            hint = f"write {usual!r}" if usual else nearest(word, self.options, self.name)
            raise node.location.failure(Code.UNKNOWN_VALUE, message, hint)
        return word


@dataclass(frozen=True)
class Flag:
    """Yes or no, written `true` or `false`."""

    name: str
    label: str = ""
    default: bool | None = None

    def read(self, node: Node) -> bool:
        """Whether it is set."""
        return flag(node, self.name)
