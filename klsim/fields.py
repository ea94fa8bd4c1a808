"""Whether frozen values that an author wrote have in their fields what the types of these say."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from math import isfinite
from numbers import Integral, Real
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from klsim.simulation_faults import Fault

Given = TypeVar("Given")

_WORDS: Mapping[object, str] = {
    float: "a number",
    int: "a whole number",
    bool: "True or False",
    str: "text",
    type(None): "None",
}


def misfits(value: object, kind: type | None = None, *, finite: bool = False) -> Iterator[Fault]:
    """The fields of a dataclass, and of those in it, that hold something else than their types say.

    kind:   the class whose fields are looked at, if not that of the value
    finite: whether numbers have to be finite
    """
    for name, hint in _hints(kind or type(value)).items():
        yield from _misfits(getattr(value, name), hint, f"`{name}` of {named(value)}", value, finite)


def plain(value: Given) -> Given:
    """A dataclass without misfits with numbers of Python in place of numpy's, and tuples and arrays for lists."""
    kind: type = type(value)
    found = {name: _plain(getattr(value, name), hint) for name, hint in _hints(kind).items()}
    is_same = all(one is getattr(value, name) for name, one in found.items())
    return value if is_same else replace(value, **found)  # type: ignore[type-var]


def named(value: object) -> str:
    """A part of a simulation as messages call it: "Curve 'share'", "Panel 'course'", "the Scene"."""
    words = (getattr(value, name, None) for name in ("name", "word", "series", "label", "text"))
    word = next((word for word in words if isinstance(word, str) and word), "")
    return f"{type(value).__name__} {word!r}" if word else f"the {type(value).__name__}"


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _misfits(value: object, hint: Any, where: str, owner: object, finite: bool) -> Iterator[Fault]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        yield from _misfits_of_union(value, get_args(hint), where, owner, finite)
    elif origin is tuple:
        yield from _misfits_of_tuple(value, get_args(hint), where, owner, finite)
    elif _is_array(origin):
        if not _is_numbers(value):
            yield Fault(f"{where} is {_told(value)}, not an array of numbers", owner)
    elif origin is Literal:
        if value not in get_args(hint):
            yield Fault(f"{where} is {value!r}, not {' or '.join(map(repr, get_args(hint)))}", owner)
    elif origin is not None:
        if isinstance(origin, type) and not isinstance(value, origin):
            yield Fault(f"{where} is {_told(value)}, not a {origin.__name__.lower()}", owner)
    elif isinstance(hint, type) and not _fits(value, hint):
        yield Fault(f"{where} is {_told(value)}, not {_word(hint)}", owner)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from misfits(value, finite=finite)
    elif finite and hint is float and not isfinite(value):  # type: ignore[arg-type]
        yield Fault(f"{where} is {value}; it has to be a finite number", owner)


def _misfits_of_union(
    value: object, options: tuple[Any, ...], where: str, owner: object, finite: bool
) -> Iterator[Fault]:
    found = [list(_misfits(value, option, where, owner, finite)) for option in options]
    if all(found):
        exact = [faults for option, faults in zip(options, found, strict=True) if type(value) is option]
        words = " or ".join(dict.fromkeys(map(_word, options)))
        yield from exact[0] if exact else [Fault(f"{where} is {_told(value)}, not {words}", owner)]


def _misfits_of_tuple(
    value: object, parts: tuple[Any, ...], where: str, owner: object, finite: bool
) -> Iterator[Fault]:
    if not isinstance(value, tuple | list):
        is_one = not any(_misfits(value, parts[0], where, owner, False))
        hint = "; write `(…,)` around it, with the comma" if is_one else ""
        yield Fault(f"{where} is {_told(value)}, not a tuple{hint}", owner)
        return
    kinds = parts[:1] * len(value) if parts[1:] == (...,) else parts
    if len(kinds) != len(value):
        yield Fault(f"{where} has {len(value)} entries, not {len(kinds)}", owner)
        return
    for n, (one, kind) in enumerate(zip(value, kinds, strict=True)):
        yield from _misfits(one, kind, f"entry {n} of {where}", owner, finite)


def _fits(value: object, kind: type) -> bool:
    if kind in (object, Any):
        return True
    if kind is float:
        return isinstance(value, Real) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, Integral) and not isinstance(value, bool)
    if kind is bool:
        return type(value).__name__ in ("bool", "bool_")
    if getattr(kind, "_is_protocol", False):
        return is_dataclass(value) and not isinstance(value, type) and hasattr(value, "read")
    return isinstance(value, kind)


def _is_array(kind: object) -> bool:
    return getattr(kind, "__name__", "") == "ndarray"


def _is_numbers(value: object) -> bool:
    import numpy as np  # a figure is planned without it

    try:
        return np.asarray(value, dtype=np.float64).ndim > 0
    except (TypeError, ValueError):
        return False


def _plain(value: Any, hint: Any) -> Any:
    if _is_array(get_origin(hint)):
        import numpy as np

        return value if isinstance(value, np.ndarray) else np.asarray(value, dtype=np.float64)
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return value.item()
    if isinstance(value, tuple | list):
        several = tuple(_plain(one, None) for one in value)
        is_same = isinstance(value, tuple) and all(one is other for one, other in zip(value, several, strict=True))
        return value if is_same else several
    return plain(value) if is_dataclass(value) and not isinstance(value, type) else value


def _told(value: object) -> str:
    """What stands there: short values as they are written, others by their kind."""
    if isinstance(value, str | int | float) and len(text := repr(value)) < 40:
        return text
    name = "None" if value is None else type(value).__name__
    return name if value is None else f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _word(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is not None:
        return f"a {getattr(origin, '__name__', str(origin)).lower()}"
    name = getattr(hint, "__name__", str(hint))
    return _WORDS.get(hint, f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}")
