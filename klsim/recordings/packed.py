"""The numbers of a run as bytes and back, to the last bit: what follows from them costs more than they do."""

import json
from collections.abc import Mapping

import numpy as np

from klsim.numerics.distributions import Array


def pack(arrays: Mapping[str, Array]) -> bytes:
    """Arrays by name as bytes: a line that tells their shapes, then their numbers as they are."""
    shapes = json.dumps({name: values.shape for name, values in arrays.items()})
    parts = (np.ascontiguousarray(values, dtype="<f8").tobytes() for values in arrays.values())
    return b"".join((shapes.encode(), b"\n", *parts))


def unpack(data: bytes) -> dict[str, Array]:
    """What `pack` was given."""
    line, _, numbers = data.partition(b"\n")
    found: dict[str, Array] = {}
    start = 0
    for name, shape in json.loads(line).items():
        count = int(np.prod(shape, dtype=np.int64))
        found[name] = np.frombuffer(numbers, dtype="<f8", count=count, offset=8 * start).reshape(shape)
        start += count
    return found
