"""The numbers of runs as the page's script gets them: short, and in files that hand them over when loaded.

They are too many to stand in the page, and from disk a browser loads scripts only. The page itself carries the
run that it starts with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import orjson

from klsim.engine.digest import digest
from klsim.figures.animation.shortening import shorten
from klsim.numerics.distributions import Array

CHUNK_BYTES, LARGE_CHUNK_BYTES = 60_000, 250_000
"""Of a script, about: of figures whose records are packed fewer, and larger ones."""


@dataclass(frozen=True)
class Chunk:
    """A script file with the series of some runs: its name, its bytes, and which runs it holds."""

    name: str
    data: bytes
    runs: tuple[int, ...]


def encode_numbers(series: Mapping[str, Array], names: Sequence[str]) -> str:
    """The series of a run as JSON, an array for each name: numbers as short as will do, null for what is none."""
    several = [np.ravel(series[name]) for name in names]
    short = np.split(shorten(np.concatenate(several)), np.cumsum([len(one) for one in several])[:-1])
    text = orjson.dumps(short, option=orjson.OPT_SERIALIZE_NUMPY)
    return text.replace(b".0,", b",").replace(b".0]", b"]").decode()


def make_chunks(
    figure: str, runs: Mapping[int, str], most: int = CHUNK_BYTES, counts: Sequence[int] = ()
) -> Iterator[Chunk]:
    """The encoded numbers of runs, by their numbers, in files of about so many bytes, or of so many runs."""
    if counts:
        rest = iter(runs.items())
        yield from (_chunk(figure, dict(islice(rest, count))) for count in counts)
        return
    part: dict[int, str] = {}
    size = 0
    for n, text in runs.items():
        if part and size + len(text) > most:
            yield _chunk(figure, part)
            part, size = {}, 0
        part[n] = text
        size += len(text)
    yield _chunk(figure, part)


def _chunk(figure: str, part: Mapping[int, str]) -> Chunk:
    numbers = ",".join(f"{n}:{text}" for n, text in part.items())
    data = f'(self.klsim=self.klsim||[]).push(["{figure}",{{{numbers}}}]);\n'.encode()
    return Chunk(f"runs-{min(part)}.{digest(data)[:12]}.js", data, tuple(part))
