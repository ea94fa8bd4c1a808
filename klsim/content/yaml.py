"""YAML as a small tree whose every node knows its line.

Scalars stay text: what a scalar means is decided by what is asked of it, so `No` is a fine title and `1e-3`
a fine number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from klsim.content.decoding import NEVER_TEXT
from klsim.content.source import Source
from klsim.content.yaml_faults import place_of, remedy
from klsim.diagnostics import Code, Location

DEEPEST = 12
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.?[0-9]+)([eE][-+]?[0-9]{1,2})?")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_STANDARD = "tag:yaml.org,2002:"
_SPACES = {0x2028: " ", 0x2029: " "}  # YAML would count them as ends of lines; editors do not
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, and its messages are clearer


@dataclass(frozen=True)
class Scalar:
    """Text, and whether it was written in quotes."""

    text: str
    quoted: bool
    location: Location

    @property
    def is_null(self) -> bool:
        """Whether it is YAML's way of writing nothing."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True)
class Sequence:
    """A list of nodes."""

    items: "tuple[Node, ...]"
    location: Location


@dataclass(frozen=True)
class Mapping:
    """Keys and nodes in the order written; keys are distinct."""

    items: "tuple[tuple[Scalar, Node], ...]"
    location: Location

    def get(self, key: str) -> "Node | None":
        """The node below a key."""
        return next((node for name, node in self.items if name.text == key), None)

    def key(self, name: str) -> Scalar:
        """A key that is there, which tells where it is."""
        return next(key for key, _ in self.items if key.text == name)

    def keys(self) -> tuple[str, ...]:
        """The keys in the order written."""
        return tuple(name.text for name, _ in self.items)


Node: TypeAlias = Scalar | Sequence | Mapping


def plain_value(node: Node) -> "str | int | float | bool | list[object] | dict[str, object] | None":
    """A node as YAML's core schema reads it: text, numbers, true and false, nothing, lists and mappings."""
    if isinstance(node, Sequence):
        return [plain_value(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: plain_value(below) for key, below in node.items}
    if node.quoted:
        return node.text
    if node.is_null:
        return None
    if node.text.lower() in ("true", "false"):
        return node.text.lower() == "true"
    for kind, pattern in ((int, _WHOLE), (float, _DECIMAL)):
        if pattern.fullmatch(node.text):
            return kind(node.text)
    return node.text


def parse_yaml(source: Source, empty: Location) -> Mapping:
    """The one mapping that a piece of YAML consists of; an empty piece is an empty mapping at `empty`.

    Raises ContentError for broken syntax, a duplicate key, an anchor, alias or tag, a second document, or
    anything but a mapping at the top.
    """
    if not any(line.strip() and not line.lstrip().startswith("#") for line in source.lines):
        return Mapping((), empty)
    try:
        events = yaml.parse(source.text.translate(_SPACES) + "\n", Loader=_LOADER)
        top = _Builder(source).document(events)
    except yaml.MarkedYAMLError as error:
        line = place_of(error)
        location = empty if line is None else source.locations[min(line, len(source.lines) - 1)]
        message = f"broken YAML: {error.problem or error.context}"
        raise location.failure(Code.INVALID_YAML, message, remedy(error, source.lines)) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise empty.failure(Code.INVALID_YAML, f"broken YAML: {str(error).splitlines()[0]}") from None
    if top is None:
        return Mapping((), empty)
    if not isinstance(top, Mapping):
        raise top.location.failure(Code.INVALID_YAML, "expected `key: value` lines here")
    return top


def null_hint(node: Scalar) -> str:
    """How to write a word that YAML takes for nothing; empty for what is no word."""
    word = node.text.strip()
    return f"YAML takes {word} for nothing; for the word itself write '{word}'" if word else ""


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        top: Node | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if top is not None:
                    raise self.location(event).failure(Code.INVALID_YAML, "a second YAML document; expected one")
                top = self.node(event, events, 0)
        return top

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        location = self.location(event)
        if depth > DEEPEST:
            raise location.failure(Code.INVALID_YAML, f"YAML nested deeper than {DEEPEST} levels")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise location.failure(Code.INVALID_YAML, "YAML anchors and aliases are not used here; write it out")
        if tag := getattr(event, "tag", None):
            short = tag.replace(_STANDARD, "!!", 1)
            raise location.failure(
                Code.INVALID_YAML, f"the YAML tag {short!r} is not used here", "write the value alone"
            )
        if isinstance(event, yaml.ScalarEvent):
            if found := NEVER_TEXT.search(event.value):
                raise location.failure(
                    Code.NOT_TEXT, f"character U+{ord(found.group()):04X} is not text", "remove it"
                )
            return Scalar(event.value, bool(event.style), location)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.sequence(events, depth)), location)
        return self.mapping(events, location, depth)

    def sequence(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self.node(event, events, depth + 1)

    def mapping(self, events: Iterator[yaml.Event], location: Location, depth: int) -> Mapping:
        items: list[tuple[Scalar, Node]] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            if not isinstance(key, Scalar):
                raise key.location.failure(Code.INVALID_YAML, "a key must be plain text")
            for earlier, _ in items:
                if earlier.text == key.text:
                    hint = f"the first is on line {earlier.location.line}"
                    raise key.location.failure(Code.DUPLICATE_KEY, f"duplicate key {key.text!r}", hint)
            items.append((key, self.node(next(events), events, depth + 1)))
        return Mapping(tuple(items), location)

    def location(self, event: yaml.Event) -> Location:
        line = event.start_mark.line if event.start_mark else 0
        return self.source.locations[min(line, len(self.source.locations) - 1)]
