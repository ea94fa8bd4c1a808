"""The numbers of runs as the page's script gets them: short, and in files that hand them over when loaded.

They are too many to stand in the page, and from disk a browser loads scripts only. The page itself carries the
run that it starts with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from klsim.engine.digest import digest
from klsim.numerics.distributions import Array

CHUNK_BYTES, LARGE_CHUNK_BYTES = 60_000, 250_000
"""Of a script, about: of figures whose records are packed fewer, and larger ones."""

DIGITS = 5
"""Decimals, and at least as many significant digits, of the numbers that the script draws and shows."""

MORE = 9
"""The same of the few numbers for which so few would not do."""

_POWERS = np.array([10.0**exponent for exponent in range(-1, 9)])
_FORMATS = ("%.5g", *(f"%.{DIGITS + whole}g" for whole in range(9)), "%.5g", "%.0snull")
"""By how many of `_POWERS` a number reaches; the last, for what is no number, leaves it out."""

_POWER = "0000"
"""How 10,000 ends, and each power of ten beyond it: from some of them on numbers are told like 1.23e5."""


@dataclass(frozen=True)
class Chunk:
    """A script file with the series of some runs: its name, its bytes, and which runs it holds."""

    name: str
    data: bytes
    runs: tuple[int, ...]


def encode_numbers(series: Mapping[str, Array], names: Sequence[str]) -> str:
    """The series of a run as JSON, one array for each name."""
    return f"[{','.join(_encode(np.ravel(series[name])) for name in names)}]"


def _encode(values: Array) -> str:
    """Numbers (n,) as a JSON array: `DIGITS` decimals, more significant digits where few are left; else null.

    They have more digits where these end in a 5 or reach the next power: rounded once more, such a number might be
    told otherwise than the recorded one.
    """
    kinds = np.searchsorted(_POWERS, np.abs(values), side="right")
    kinds[~np.isfinite(values)] = -1
    formats = [_FORMATS[kind] for kind in kinds.tolist()]
    exact = (values + 0.0).tolist()  # + 0.0 for −0 is 0
    short = (",".join(formats) % tuple(exact)).split(",") if exact else []
    for n, text in enumerate(short):
        if text[-1] == "5" or "5e" in text or text[-4:] == _POWER:  # not a function: all numbers are asked
            short[n] = _longer(exact[n])
    return f"[{','.join(short)}]"


def _longer(value: float) -> str:
    """A number with `MORE` decimals or digits, all of them if these end in a 5 too."""
    is_plain = 0.1 <= abs(value) < 1e8
    text = f"{value:.{MORE}f}".rstrip("0").rstrip(".") if is_plain else f"{value:.{MORE}g}"
    is_power = text[-4:] == _POWER and float(text) != value
    return repr(value) if text[-1] == "5" or "5e" in text or is_power else text


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
