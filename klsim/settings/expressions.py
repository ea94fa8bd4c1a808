"""Settings that an author writes in words of one's own: an expression, numbers by name, a number or a word."""

import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from klsim.content.schema import text
from klsim.content.yaml import Mapping, Node, Scalar
from klsim.diagnostics import Code, closest, each, nearest
from klsim.numerics.expressions import CONSTANTS, FUNCTIONS, ExpressionError, parse_expression
from klsim.settings.scalars import Number

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")
_WORD = re.compile(r"[a-z]+([ _-][a-z]+)*", re.IGNORECASE)
MOST_NUMBERS = 20
SHORTEST_WORD = 4
"""What is shorter is hardly a slip for the name of a function."""


@dataclass(frozen=True)
class Expression:
    """One of the words of `options`, each with what readers see, or an expression, kept as it is written.

    Which names may stand in it may depend on other settings: that is checked where all are known.
    """

    name: str
    options: AbstractMapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    label: str = ""
    default: str | None = None

    def read(self, node: Node) -> str:
        """An option, or the text of an expression that can be read."""
        words = text(node, self.name)
        if words in self.options:
            return words
        if _WORD.fullmatch(words) and len(words) >= SHORTEST_WORD and (meant := self._meant(words)):
            message = f"unknown {self.name} {words!r}"
            raise node.location.failure(Code.UNKNOWN_VALUE, message, f"did you mean {meant!r}?")
        try:
            parse_expression(words)
        except ExpressionError as error:
            raise node.location.failure(Code.INVALID_EXPRESSION, f"{self.name}: {error}", error.hint) from None
        return words

    def _meant(self, words: str) -> str | None:
        """The option that a word or two were to be, if any."""
        likely = words.lower().replace("_", "-").replace(" ", "-")
        return likely if likely in self.options else closest(likely, list(self.options))


@dataclass(frozen=True)
class Numbers:
    """Numbers by names that the author chooses, `{a: 1, b: 100}`; `taken` are names that mean something else."""

    name: str
    taken: tuple[str, ...] = ()
    label: str = ""
    default: AbstractMapping[str, float] | None = None

    def read(self, node: Node) -> AbstractMapping[str, float]:
        """The numbers by name."""
        if not isinstance(node, Mapping):
            message = f"{self.name} must be a group of names and numbers"
            raise node.location.failure(Code.WRONG_TYPE, message, f"write `{self.name}: {{a: 1}}`")
        if len(node.items) > MOST_NUMBERS:
            message = f"{self.name} has {len(node.items)} numbers, more than {MOST_NUMBERS}"
            raise node.location.failure(Code.TOO_MANY, message, f"keep {MOST_NUMBERS}")
        return dict(each(self._read_one, node.items))

    def member(self, key: Scalar) -> Number:
        """One of them as a setting. Raises ContentError for a name that cannot be one."""
        name = key.text
        if name in (*self.taken, *CONSTANTS, *FUNCTIONS):
            message = f"{self.name}: {name} means something else in expressions"
            raise key.location.failure(Code.RESERVED_NAME, message, "choose another name")
        if not _NAME.fullmatch(name):
            message = f"{self.name}: {name!r} is no name"
            raise key.location.failure(Code.INVALID_NAME, message, "use letters, digits and _, a letter first")
        return Number(name)

    def _read_one(self, item: tuple[Scalar, Node]) -> tuple[str, float]:
        return item[0].text, self.member(item[0]).read(item[1])


@dataclass(frozen=True)
class NumberOrWord:
    """A number, or one of the words of `options`, each with what readers see."""

    name: str
    number: Number
    options: AbstractMapping[str, str]
    label: str = ""
    default: float | str | None = None

    def read(self, node: Node) -> float | str:
        """The word, or the number."""
        word = text(node, self.name)
        if word in self.options:
            return word
        try:
            float(word.replace("−", "-"))
        except ValueError:
            message = f"{self.name} is {word!r}, neither a number nor {' or '.join(self.options)}"
            hint = nearest(word, self.options, self.name) if closest(word, list(self.options)) else ""
            raise node.location.failure(Code.WRONG_TYPE, message, hint) from None
        return replace(self.number, name=self.name).read(node)
