"""Settings that are lists of numbers: an interval, and a table of lists that belong together.

Each reads its value from YAML as the kinds in `settings` do.
"""

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass

from klsim.content.settings import Number, number_text, reject_unknown
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.diagnostics import Code, ContentError, each


@dataclass(frozen=True)
class Interval:
    """Two numbers, the lower one first; each is read as an `end`."""

    name: str
    label: str
    end: Number
    default: tuple[float, float] | None = None

    def read(self, node: Node) -> tuple[float, float]:
        """The ends."""
        values = _read_list(node, self.name, self.end)
        if len(values) != 2:
            what = f"{self.name} has {_counted(len(values), 'number')}, not 2"
            raise node.location.failure(Code.WRONG_LENGTH, what, f"write `{self.name}: [lowest, highest]`")
        low, high = values
        if low >= high:
            what = f"{self.name} runs from {number_text(low)} to {number_text(high)}"
            swapped = f"perhaps [{number_text(high)}, {number_text(low)}]"
            hint = "the lower end comes first" + (f"; {swapped}" if low > high else "")
            raise node.location.failure(Code.WRONG_ORDER, what, hint)
        return low, high


@dataclass(frozen=True)
class Column:
    """One list of a table, each number read as an `entry`. Where that has a default, the list may be left out."""

    name: str
    entry: Number


@dataclass(frozen=True)
class Table:
    """Lists that belong together number by number, such as the means and the variances of a mixture.

    most: how long they may be
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    most: int
    default: AbstractMapping[str, tuple[float, ...]] | None = None

    def read(self, node: Node) -> AbstractMapping[str, tuple[float, ...]]:
        """Every column, all of the same length; one left out is filled with its default."""
        if not isinstance(node, Mapping):
            hint = f"write {{{', '.join(f'{column.name}: […]' for column in self._needed)}}}"
            raise node.location.failure(Code.WRONG_TYPE, f"{self.name} must be a group of lists", hint)
        reject_unknown(node, [column.name for column in self.columns], f"key in {self.name}")
        each(lambda column: self._require(node, column), self._needed)
        given = [(column, below) for column in self.columns if (below := node.get(column.name))]
        lists = dict(each(lambda pair: (pair[0].name, _read_list(pair[1], pair[0].name, pair[0].entry)), given))
        length = self._common_length(node, lists)
        return {column.name: lists.get(column.name, _filled(column, length)) for column in self.columns}

    @property
    def _needed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.entry.default is None)

    def _require(self, node: Mapping, column: Column) -> None:
        if node.get(column.name) is None:
            what = f"{self.name} has no {column.name}"
            raise node.location.failure(Code.MISSING_KEY, what, f"add `{column.name}: […]`")

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
            what = f"{self.name} has {length} {first}, more than {self.most}"
            raise node.key(first).location.failure(Code.TOO_MANY, what, f"keep {self.most}")
        return length


def _filled(column: Column, length: int) -> tuple[float, ...]:
    return (column.entry.default or 0.0,) * length


def _read_list(node: Node, name: str, entry: Number) -> tuple[float, ...]:
    if not isinstance(node, Sequence):
        raise node.location.failure(
            Code.WRONG_TYPE, f"{name} must be a list of numbers", f"write `{name}: [1, 2]`"
        )
    if not node.items:
        raise node.location.failure(Code.EMPTY_VALUE, f"{name} is empty", "list at least one number")
    return tuple(each(entry.read, node.items))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
