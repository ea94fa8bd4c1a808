"""Reading what YAML says: the fields of a mapping, each with its own reader, all mistakes together."""

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from klsim.content.moment import Moment, parse_moment
from klsim.content.plain_name import plain_name
from klsim.content.removed_keys import REMOVED, RemovedKey
from klsim.content.yaml import Mapping, Node, Scalar, null_hint
from klsim.content.yaml import Sequence as List
from klsim.diagnostics import Code, Location, closest, each, nearest

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_LONGEST_ID = 60


@dataclass(frozen=True)
class Field:
    """A key that a mapping may have, what reads its value, and an example to show when it is missing.

    about: what it says, for the reference of all keys
    """

    name: str
    read: Callable[[Node, str], Any]
    example: str = ""
    about: str = ""

    @property
    def required(self) -> bool:
        """Whether the key must be there: then it has an example."""
        return bool(self.example)


def read_fields(
    node: Mapping,
    fields: Sequence[Field],
    where: Location,
    owner: str,
    removed: Sequence[RemovedKey] = REMOVED,
) -> dict[str, Any]:
    """The values of the fields that are there, by name.

    owner:   what the mapping is called
    removed: keys that earlier versions had

    Raises ContentError for every unknown key, every missing one (at `where`) unless an unknown one may be a slip
    for it or an old one stands for it, and every bad value.
    """
    known = {field.name: field for field in fields}
    gone = {one.name: one for one in removed if one.owner == owner and one.name not in known}

    def read(name: str) -> tuple[str, Any]:
        below = node.get(name)
        if below is None:
            raise where.failure(Code.MISSING_KEY, f"{owner} has no {name}", f"add `{name}: {known[name].example}`")
        if name in gone:
            one = gone[name]
            raise node.key(name).location.failure(Code.REMOVED_KEY, one.message, one.instead)
        if name not in known:
            raise node.key(name).location.failure(
                Code.UNKNOWN_KEY, f"unknown key {name!r} in {owner}", nearest(name, known, "keys")
            )
        return name, known[name].read(below, name)

    written = node.keys()
    meant = {gone[name].successor for name in written if name in gone}
    meant |= {close for name in written if name not in (*known, *gone) and (close := closest(name, list(known)))}
    missing = [name for name, field in known.items() if field.required and name not in meant]
    return dict(each(read, [*written, *(name for name in missing if node.get(name) is None)]))


def as_written(node: Node, _: str) -> Node:
    """A value that is read later, when others are known."""
    return node


def text(node: Node, name: str) -> str:
    """Text that is not empty, as YAML's null is; line breaks within it are spaces."""
    if not isinstance(node, Scalar):
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be a single value")
    words = " ".join(node.text.split())
    if node.is_null or not words:
        raise node.location.failure(Code.EMPTY_VALUE, f"{name} is empty", null_hint(node))
    return words


def number(node: Node, name: str) -> float:
    """A finite number, written in any of Python's ways."""
    word = text(node, name)
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


def identifier(node: Node, name: str) -> str:
    """A word that may name a figure in addresses and files."""
    word = text(node, name)
    if not _ID.fullmatch(word):
        suggestion = plain_name(word).strip("-0123456789") or "figure"
        message = f"{name} {word!r} must be lower-case letters, digits and hyphens, a letter first"
        raise node.location.failure(Code.INVALID_NAME, message, f"perhaps {suggestion!r}")
    if len(word) > _LONGEST_ID:
        message = f"{name} {word[:12]}… has {len(word)} letters"
        raise node.location.failure(Code.INVALID_NAME, message, f"keep {_LONGEST_ID}: folders are named after it")
    return word


def moment(node: Node, name: str) -> Moment:
    """A day as year-month-day, or an instant with its zone."""
    word = text(node, name)
    found, hint = parse_moment(word)
    if found is None:
        raise node.location.failure(Code.INVALID_VALUE, f"{name} {word!r} is not a date", hint)
    return found


def texts(node: Node, name: str) -> tuple[str, ...]:
    """One text, or a list of some."""
    items = node.items if isinstance(node, List) else (node,)
    if not items:
        raise node.location.failure(Code.EMPTY_VALUE, f"{name} is empty")
    return tuple(each(lambda item: text(item, name), items))


def counting_number(node: Node, name: str) -> int:
    """A whole number from 1."""
    word = text(node, name)
    if not (word.isascii() and word.isdigit() and len(word) < 10 and int(word) >= 1):
        raise node.location.failure(
            Code.INVALID_VALUE, f"{name} {word!r} is not a whole number from 1", "write 1, 2, 3 …"
        )
    return int(word)


def flag(node: Node, name: str) -> bool:
    """Either `true` or `false`."""
    word = text(node, name)
    if word.lower() not in ("true", "false"):
        hint = nearest(word.lower(), ("true", "false"), "allowed")
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be true or false, not {word!r}", hint)
    return word.lower() == "true"


def one_of(known: Collection[str], plural: str) -> Callable[[Node, str], str]:
    """A reader of one of a few words."""

    def read(node: Node, name: str) -> str:
        word = text(node, name)
        if word not in known:
            raise node.location.failure(
                Code.UNKNOWN_VALUE, f"unknown {name} {word!r}", nearest(word, known, plural)
            )
        return word

    return read


def slug_mistake(word: str) -> tuple[str, str] | None:
    """What is wrong with a word as part of an address, and the nearest right one; None when nothing is."""
    if SLUG.fullmatch(word):
        return None
    close = plain_name(word) or "article"
    return f"{word!r} may have only lower-case letters, digits and single hyphens", f"perhaps {close!r}"
