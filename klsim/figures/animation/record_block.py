"""The records of several runs as a block of bytes, for tasks that go on from them: quick to write and to read.

What is said of the runs comes first, as JSON; behind it are their numbers as they lie in memory, which need no
digits. Its first eight bytes say how long the JSON is.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from klsim.figures.animation.record import RECORDS, Record

_NUMBERS, _FRAMES = np.dtype("<f8"), np.dtype("<i4")
_LENGTH = 8


def encode_block(records: Iterable[Record]) -> bytes:
    """Records as a block."""
    told: list[bytes] = []
    arrays: list[bytes] = []
    for record in records:
        shapes = {name: values.shape for name, values in record.series.items()}
        frames = np.array(record.film.frames, dtype=_FRAMES)
        bare = replace(record, series={}, film=replace(record.film, frames=()))
        shape = json.dumps([shapes, len(frames)], separators=(",", ":")).encode()
        told.append(b"[%b,%b]" % (RECORDS.encode(bare), shape))
        arrays += (np.ascontiguousarray(values, dtype=_NUMBERS).tobytes() for values in record.series.values())
        arrays.append(frames.tobytes())
    head = b"[%b]" % b",".join(told)
    return b"".join((len(head).to_bytes(_LENGTH, "little"), head, *arrays))


def decode_block(data: bytes, which: Sequence[int] | None = None) -> tuple[Record, ...]:
    """The records of a block, all of them or those with these numbers, in this order."""
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    found, at = [], start
    for bare, (shapes, frames) in json.loads(data[_LENGTH:start]):
        found.append((bare, shapes, frames, at))
        at += sum(_NUMBERS.itemsize * prod(shape) for shape in shapes.values()) + _FRAMES.itemsize * frames
    return tuple(_record(data, *found[n]) for n in (range(len(found)) if which is None else which))


def _record(data: bytes, bare: Any, shapes: dict[str, list[int]], frames: int, at: int) -> Record:
    record = RECORDS.restore(bare, Record)
    series = {}
    for name, shape in shapes.items():
        size = prod(shape)
        series[name] = np.frombuffer(data, _NUMBERS, size, at).reshape(shape)
        at += _NUMBERS.itemsize * size
    shown = np.frombuffer(data, _FRAMES, frames, at).tolist()
    return replace(record, series=series, film=replace(record.film, frames=tuple(shown)))
