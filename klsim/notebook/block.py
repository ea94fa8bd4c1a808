"""The keys of a figure as YAML, a line each, and which key stands on which line."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from klsim.notebook.errors import FigureError


@dataclass(frozen=True)
class WrittenBlock:
    """A block: its lines, and the keys on them by their numbers, from 1 on."""

    lines: tuple[str, ...]
    keys: Mapping[int, str]


def write_block(given: Mapping[str, Any]) -> WrittenBlock:
    """The block with these keys; those that are None are left out. Raises FigureError for what YAML cannot say."""
    wrong: list[str] = []
    rows: list[tuple[str, str]] = []
    for key, value in given.items():
        try:
            rows += [] if value is None else _rows(key, _plain(value, key))
        except FigureError as error:
            wrong += error.lines
    if wrong:
        raise FigureError(wrong)
    return WrittenBlock(tuple(line for _, line in rows), {n: key for n, (key, _) in enumerate(rows, 1)})


def _rows(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """What stands in the lines of a key: groups have a line for each of their members."""
    if isinstance(value, dict) and value:
        yield key, f"{_dump(key)}:"
        yield from ((f"{key}.{name}", f"  {_dump(name)}: {_dump(below)}") for name, below in value.items())
    else:
        yield key, f"{_dump(key)}: {_dump(value)}"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # JSON is YAML


def _plain(value: Any, key: str) -> Any:
    """A value as JSON has it: numbers and arrays of numpy, tuples, ranges and paths too."""
    if isinstance(value, Mapping):
        return {str(name): _plain(below, f"{key}.{name}") for name, below in value.items()}
    if isinstance(value, list | tuple | range):
        return [_plain(below, key) for below in value]
    if hasattr(value, "tolist"):  # of numpy, or like it
        return _plain(value.tolist(), key)
    if isinstance(value, float) and not math.isfinite(value):
        raise FigureError([f"{key}: {value} is no finite number"])
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | PurePath):
        return str(value)
    what = type(value).__name__
    raise FigureError([f"{key}: a {what} is nothing that a key can have; give a number, a text, a list or a dict"])
