"""Settings as the functions of a simulation see them: by attribute, of one run or of all runs at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from klsim.diagnostics import nearest
from klsim.settings.composites import Columns, Interval, Record, Rows
from klsim.settings.scalars import Flag, Integer, Number, Setting

_NUMBERS = Record("numbers", ())
"""What is in a column of `Columns`, which is a tuple for each run as `Rows` are."""


class RunSettings:
    """The settings of one run: `settings.step_size`, `settings.start.mean`.

    A record is seen by attribute again, a list of records is a tuple of such.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._values:
            raise AttributeError(_unknown(name, self._values))
        self._seen.add(name)
        return _of_one(self._values[name])

    def __dir__(self) -> list[str]:
        return list(self._values)


class RunColumns:
    """The settings of many runs: `settings.step_size` is (runs,), `settings.start.mean` too; `len` counts runs.

    Numbers, yes or no are arrays (runs,), intervals arrays (runs, 2), records are seen by attribute again; words
    and lists, which may differ in length, are tuples with one entry for each run.
    """

    def __init__(self, kinds: Sequence[Setting], runs: Sequence[Mapping[str, Any]]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._runs = runs

    def __len__(self) -> int:
        return len(self._runs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._kinds:
            raise AttributeError(_unknown(name, self._kinds))
        return _of_many(self._kinds[name], [run[name] for run in self._runs])

    def __iter__(self) -> Iterator[RunSettings]:
        return map(RunSettings, self._runs)

    def __dir__(self) -> list[str]:
        return list(self._kinds)

    def take(self, runs: Iterable[int]) -> "RunColumns":
        """Some of the runs, by their numbers."""
        return RunColumns(list(self._kinds.values()), [self._runs[n] for n in runs])


def settings_seen(settings: RunSettings) -> frozenset[str]:
    """The names of the settings that a function has looked at so far."""
    return frozenset(settings._seen)


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"there is no setting {name!r}; {nearest(name, known, 'settings')}"


def _of_one(value: Any) -> Any:
    if isinstance(value, Mapping):
        return RunSettings(value)
    return tuple(map(_of_one, value)) if isinstance(value, tuple | list) else value


def _of_many(kind: Setting, values: list[Any]) -> Any:
    match kind:
        case Record():
            return RunColumns(kind.fields, values)
        case Columns():
            lists = [Rows(column.name, _NUMBERS, kind.most) for column in kind.columns]
            return RunColumns(lists, values)
        case Number() | Interval():
            return np.array(values, dtype=np.float64)
        case Integer():
            return np.array(values, dtype=np.int64)
        case Flag():
            return np.array(values, dtype=np.bool_)
    return tuple(map(_of_one, values))
