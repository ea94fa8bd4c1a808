"""Settings with several values: an interval, a record, lists that belong together, a list of records.

Each reads its value from YAML as the kinds in `scalars` do.
"""

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass

from klsim.content.schema import Field, number_text, read_fields
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.diagnostics import Code, ContentError, each
from klsim.settings.scalars import Number, Setting, Value, field_of


@dataclass(frozen=True)
class Interval:
    """Two numbers, the lower one first; each is read as an `end`."""

    name: str
    end: Number
    label: str = ""
    default: tuple[float, float] | None = None

    def read(self, node: Node) -> tuple[float, float]:
        """The ends."""
        values = _read_list(node, self.name, self.end)
        if len(values) != 2:
            message = f"{self.name} has {_counted(len(values), 'number')}, not 2"
            raise node.location.failure(Code.WRONG_LENGTH, message, f"write `{self.name}: [lowest, highest]`")
        low, high = values
        if low >= high:
            message = f"{self.name} runs from {number_text(low)} to {number_text(high)}"
            swapped = f"perhaps [{number_text(high)}, {number_text(low)}]"
            hint = "the lower end comes first" + (f"; {swapped}" if low > high else "")
            raise node.location.failure(Code.WRONG_ORDER, message, hint)
        return low, high


@dataclass(frozen=True)
class Record:
    """Several settings that belong together, such as the mean and variance of a start.

    optional: the fields that may be left out, and then are not there
    """

    name: str
    fields: tuple[Setting, ...]
    label: str = ""
    default: AbstractMapping[str, Value] | None = None
    optional: tuple[str, ...] = ()

    def read(self, node: Node) -> AbstractMapping[str, Value]:
        """A mapping with the fields of the record; one left out has its default, or is not there."""
        if not isinstance(node, Mapping):
            example = ", ".join(f"{field.name}: …" for field in self.fields)
            message = f"{self.name} must be a group of {', '.join(field.name for field in self.fields)}"
            raise node.location.failure(Code.WRONG_TYPE, message, f"write {{{example}}}")
        fields = [field_of(one, optional=one.name in self.optional) for one in self.fields]
        given = read_fields(node, fields, node.location, self.name)
        values = {one.name: one.default for one in self.fields if one.default is not None} | given
        return {one.name: values[one.name] for one in self.fields if one.name in values}


@dataclass(frozen=True)
class Column:
    """One list of `Columns`, each number read as an `entry`; if that has a default, the list may be left out."""

    name: str
    entry: Number


@dataclass(frozen=True)
class Columns:
    """Lists that belong together number by number, such as the means and the variances of a mixture.

    most: how long they may be
    """

    name: str
    columns: tuple[Column, ...]
    most: int
    label: str = ""
    default: AbstractMapping[str, tuple[float, ...]] | None = None

    def read(self, node: Node) -> AbstractMapping[str, tuple[float, ...]]:
        """Every column, all of the same length; one left out is filled with its default."""
        if not isinstance(node, Mapping):
            needed = [column.name for column in self.columns if column.entry.default is None]
            hint = f"write {{{', '.join(f'{name}: […]' for name in needed)}}}"
            raise node.location.failure(Code.WRONG_TYPE, f"{self.name} must be a group of lists", hint)
        fields = [_field_of(column) for column in self.columns]
        lists = read_fields(node, fields, node.location, self.name)
        length = self._common_length(node, lists)
        return {column.name: lists.get(column.name, _filled(column, length)) for column in self.columns}

    def _common_length(self, node: Mapping, lists: AbstractMapping[str, tuple[float, ...]]) -> int:
        first, *others = lists
        length = len(lists[first])
        if wrong := [
            node.key(name).location.error(
                Code.WRONG_LENGTH,
                f"{self.name} has {len(lists[name])} {name} for {length} {first}",
                f"list {length} {name}",
            )
            for name in others
            if len(lists[name]) != length
        ]:
            raise ContentError(wrong)
        if length > self.most:
            message = f"{self.name} has {length} {first}, more than {self.most}"
            raise node.key(first).location.failure(Code.TOO_MANY, message, f"keep {self.most}")
        return length


@dataclass(frozen=True)
class Rows:
    """A list of records, such as the bumps of a terrain.

    most: how many there may be
    """

    name: str
    row: Record
    most: int
    label: str = ""
    default: tuple[AbstractMapping[str, Value], ...] | None = None

    def read(self, node: Node) -> tuple[AbstractMapping[str, Value], ...]:
        """The records."""
        if not isinstance(node, Sequence):
            example = ", ".join(f"{field.name}: …" for field in self.row.fields)
            hint = f"write `{self.name}: [{{{example}}}]`"
            raise node.location.failure(Code.WRONG_TYPE, f"{self.name} must be a list", hint)
        if len(node.items) > self.most:
            message = f"{len(node.items)} {self.name} are too many"
            raise node.location.failure(Code.TOO_MANY, message, f"keep {self.most}")
        return tuple(each(self.row.read, node.items))


def _field_of(column: Column) -> Field:
    example = "[…]" if column.entry.default is None else ""
    return Field(column.name, lambda node, name: _read_list(node, name, column.entry), example)


def _filled(column: Column, length: int) -> tuple[float, ...]:
    return (column.entry.default or 0.0,) * length


def _read_list(node: Node, name: str, entry: Number) -> tuple[float, ...]:
    if not isinstance(node, Sequence):
        message = f"{name} must be a list of numbers"
        raise node.location.failure(Code.WRONG_TYPE, message, f"write `{name}: [1, 2]`")
    if not node.items:
        raise node.location.failure(Code.EMPTY_VALUE, f"{name} is empty", "list at least one number")
    return tuple(each(entry.read, node.items))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
