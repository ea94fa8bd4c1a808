"""A task: a pure function, and everything that decides what comes of it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from klsim.engine.digest import digest

Products: TypeAlias = Mapping[str, bytes]
"""What a task makes: bytes by name."""

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
"""What JSON can say: nothing that a key could not hold to the last bit."""

_SHORT = 60
"""Values whose JSON is no longer stand for themselves: a digest has 64 digits."""

_LEAVES = frozenset({type(None), bool, int, float, str})

_PLACES: ContextVar[Mapping[str, str]] = ContextVar("places", default=MappingProxyType({}))
"""The names by which modules are imported that are not where they are called: see `finding`."""


@dataclass(frozen=True)
class Part:
    """Products of another task that a task needs: all of them, or those named."""

    task: str
    names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Task:
    """What to call, and with what.

    name:     unique among the tasks of a run, and the same in the next one
    function: "package.module:name", of a function at the top of its module; imported only where it runs
    values:   the first arguments; the order of mappings counts, tuples and lists are alike
    files:    a name and a path for each of the next arguments, the bytes of the file, None where there is no file
    needs:    a mapping of products for each of the last arguments
    code:     further modules that the function comes to use, by names that nobody can see in its source
    """

    name: str
    function: str
    values: tuple[Plain, ...] = ()
    files: tuple[tuple[str, Path], ...] = ()
    needs: tuple[Part, ...] = ()
    code: tuple[str, ...] = ()

    @cached_property
    def value_keys(self) -> tuple[str, ...]:
        """Each of the values as JSON, or a digest of that if it is long: asked for in every round of a build.

        Raises TypeError for values that are not plain.
        """
        return tuple(shortened(encode(value)) for value in self.values)

    @property
    def module(self) -> str:
        """The module of its function."""
        return module_of(self.function)


def module_of(name: str) -> str:
    """The module of what is called so, "package.module:name"."""
    return name.partition(":")[0]


def call(function: str, arguments: Sequence[Any]) -> dict[str, bytes]:
    """What comes of a function, told by its name, of these arguments. Raises what it raises.

    Raises TypeError where the function gives anything but bytes by name.
    """
    products = resolve(function)(*arguments)
    if not isinstance(products, Mapping) or not all(
        isinstance(key, str) and isinstance(data, bytes) for key, data in products.items()
    ):
        raise TypeError(f"{function} gives no bytes by name")
    return dict(products)


def resolve(function: str) -> Callable[..., Any]:
    """The function that is called so, "package.module:name"; a task that is given one names its module as code."""
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(import_module(imported_as(module)), name)
    return found


def imported_as(module: str) -> str:
    """The name by which `resolve` imports a module."""
    return _PLACES.get().get(module, module)


@contextmanager
def finding(places: Mapping[str, str]) -> Iterator[None]:
    """Within this context and thread `resolve` imports these modules by other names."""
    token = _PLACES.set(places)
    try:
        yield
    finally:
        _PLACES.reset(token)


def encode(value: Plain) -> str:
    """A value as JSON: two that differ in anything, be it the sign of a zero, differ in their text.

    Raises TypeError for what is not plain.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=_as_dict)


def shortened(text: str) -> str:
    """A short text as it is, a digest in place of another."""
    return text if len(text) <= _SHORT else digest(text.encode())


def _check(value: object) -> None:
    """JSON would turn keys that are no texts into texts, so that they could not be told apart."""
    if type(value) in _LEAVES:
        return
    items: Iterable[object]
    if isinstance(value, dict | Mapping):  # dict first, which is told at once
        if any(type(key) is not str for key in value):
            raise TypeError(f"a key is no text in {value!r}")
        items = value.values()
    elif isinstance(value, list | tuple | Sequence) and not isinstance(value, str | bytes | bytearray):
        items = value
    else:
        raise TypeError(f"{value!r} is no plain value")
    if not _LEAVES.issuperset(map(type, items)):  # most hold no others, which is seen at once
        for item in items:
            _check(item)


def _as_dict(value: object) -> dict[str, Any] | list[Any]:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{value!r} is no plain value")
