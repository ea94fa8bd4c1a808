"""Frozen values as bytes and back: what a task makes of dataclasses, so that another task can go on from it.

Equal values have equal bytes, which pickles do not promise.
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

Value = TypeVar("Value")

_KIND = "_"
_LEAVES = frozenset({type(None), bool, int, float, str})
"""What JSON has as it is, most of what there is: looked at together, and not one by one."""


@dataclass(frozen=True)
class Codec:
    """Encodes and decodes values made of these classes, dataclasses or named tuples.

    Besides them a value may hold numbers, text, None, tuples, mappings from text, dates, paths and numpy arrays.
    Lists come back as tuples.
    """

    kinds: Mapping[str, Callable[..., Any]]

    @classmethod
    def of(cls, *kinds: type) -> "Codec":
        """A codec for these classes, which must have different names."""
        return cls({kind.__name__: kind for kind in kinds})

    def encode(self, value: object) -> bytes:
        """A value as bytes. Raises TypeError for one of a class that the codec does not know."""
        return json.dumps(self._plain(value), ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, data: bytes, kind: type[Value]) -> Value:
        """The value again. Raises TypeError if it is of another class."""
        return self.restore(json.loads(data), kind)

    def restore(self, plain: object, kind: type[Value]) -> Value:
        """The same from what JSON had. Raises TypeError if it is of another class."""
        value = self._value(plain)
        if not isinstance(value, kind):
            raise TypeError(f"these bytes hold a {type(value).__name__}, not a {kind.__name__}")
        return value

    @staticmethod
    def join(encoded: Iterable[bytes]) -> bytes:
        """Values that were encoded one by one, as one tuple of them."""
        return b"[" + b",".join(encoded) + b"]"

    def decode_many(self, data: bytes, kind: type[Value]) -> tuple[Value, ...]:
        """Values that were encoded as one tuple, or joined."""
        found = self.decode(data, tuple)
        if wrong := [value for value in found if not isinstance(value, kind)]:
            raise TypeError(f"these bytes hold a {type(wrong[0]).__name__}, not a {kind.__name__}")
        return found

    def _plain(self, value: Any) -> object:
        if value is None or isinstance(value, str | bool | int | float):
            return value
        if hasattr(value, "dtype") and hasattr(value, "tobytes"):
            return {_KIND: "array", "dtype": value.dtype.str, "shape": list(value.shape), "data": _packed(value)}
        if isinstance(value, date):
            return {_KIND: "date", "day": value.isoformat()}
        if isinstance(value, PurePath):
            return {_KIND: "path", "parts": list(value.parts)}
        if isinstance(value, Mapping):
            return {
                str(key): below if type(below) in _LEAVES else self._plain(below) for key, below in value.items()
            }
        named = _named(value)
        if named is not None:
            kind = type(value).__name__
            if kind not in self.kinds:
                raise TypeError(f"this codec does not know {kind}")
            plain = ((name, below, type(below)) for name, below in named.items())
            return {_KIND: kind, **{n: v if t in _LEAVES else self._plain(v) for n, v, t in plain}}
        if isinstance(value, tuple | list):
            return value if _LEAVES.issuperset(map(type, value)) else [self._plain(below) for below in value]
        raise TypeError(f"a {type(value).__name__} cannot be encoded")

    def _value(self, plain: Any) -> Any:
        if isinstance(plain, list):
            is_flat = _LEAVES.issuperset(map(type, plain))
            return tuple(plain) if is_flat else tuple([self._value(below) for below in plain])
        if not isinstance(plain, dict):
            return plain
        kind = plain.pop(_KIND, None)
        if kind == "array":
            import numpy as np  # many values have no arrays, and do well without it

            data = zlib.decompress(base64.b64decode(plain["data"]))
            return np.frombuffer(data, dtype=plain["dtype"]).reshape(plain["shape"]).copy()
        if kind == "date":
            return date.fromisoformat(plain["day"])
        if kind == "path":
            return Path(*plain["parts"])
        values = {name: below if type(below) in _LEAVES else self._value(below) for name, below in plain.items()}
        return values if kind is None else self.kinds[kind](**values)


def _packed(array: "np.ndarray[Any, Any]") -> str:
    return base64.b64encode(zlib.compress(array.tobytes(), 1)).decode()


def _named(value: object) -> Mapping[str, object] | None:
    """The fields of a dataclass or a named tuple by name."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return dict(zip(value._fields, value, strict=True))
    return None
