"""The records of many runs in few files, format `klsim/runs/1`: each as it would be in a file of its own."""

import json
from collections.abc import Iterable, Iterator, Sequence

from klsim.engine.task import Products
from klsim.figures.animation.record import encode_record
from klsim.figures.animation.record_block import decode_block

SCHEMA = "klsim/runs/1"
MOST_RUNS = 100
MOST_BYTES = 1_000_000
"""Of a pack; one that is larger has a single run."""

COUNTS = "packs"
"""The product that says how many runs each pack has, as JSON."""

_HEAD, _TAIL = b'{"schema":"%b","runs":[' % SCHEMA.encode(), b"]}"


def pack(records: Iterable[bytes]) -> Products:
    """Published records in packs, called `pack_name`, and how many of them are in which: `packs`."""
    packs = list(_cut(records))
    return {
        **{pack_name(n): b"".join((_HEAD, b",".join(several), _TAIL)) for n, several in enumerate(packs)},
        COUNTS: json.dumps(list(map(len, packs))).encode(),
    }


def pack_name(number: int) -> str:
    """How a task calls one of its packs."""
    return f"runs-{number}.json"


def pack_stem(number: int) -> str:
    """How the name of a pack of a figure begins, and that of the script with the numbers of its runs."""
    return f"runs-{number:03}"


def pack_published(names: Sequence[str], *made: Products) -> Products:
    """The same of records that other tasks made, each by `<name>.json`, in the order of their names."""
    published = {name: data for part in made for name, data in part.items()}
    return pack(published[f"{name}.json"] for name in names)


def publish_one(name: str, number: int, simulated: Products) -> Products:
    """The record of one of the runs of a block, `records`, as it is published: `<name>.json`."""
    (record,) = decode_block(simulated["records"], [number])
    return {f"{name}.json": encode_record(record)}


def _cut(records: Iterable[bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    empty = len(_HEAD) + len(_TAIL) - 1  # the first has no comma before it
    size = empty
    for record in records:
        if part and (len(part) == MOST_RUNS or size + len(record) + 1 > MOST_BYTES):
            yield part
            part, size = [], empty
        part.append(record)
        size += len(record) + 1
    if part:
        yield part
