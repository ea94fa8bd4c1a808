"""The table of all cases.

.venv/bin/python -m tests.twins.table

writes it anew.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mpmath import mp

from tests.twins import laws, numbers, shapes
from tests.twins.numbers import Case

PATH = Path(__file__).parents[1] / "data" / "twins.json"
SECTIONS: Mapping[str, Callable[[], Iterator[Case]]] = {
    "readouts": numbers.readouts,
    "stops": numbers.stops,
    "choices": numbers.choices,
    "sentences": numbers.sentences,
    "densities": laws.densities,
    "divergences": laws.divergences,
    "sampled_divergences": laws.sampled_divergences,
    "fractions": shapes.fractions,
    "reach": shapes.reach,
    "curves": shapes.curves,
    "trails": shapes.trails,
    "bars": shapes.bars,
    "arrows": shapes.arrows,
}


def make_table() -> str:
    """The table as JSON, a case a line; `drawing` has the sizes that shapes are drawn by."""
    drawing = json.dumps({"strokes": shapes.STROKES, "samples": shapes.SAMPLES}, separators=(",", ":"))
    with mp.workdps(60):
        parts = [f'"{name}":[\n{_lines(cases())}\n]' for name, cases in SECTIONS.items()]
    return f'{{"drawing":{drawing},\n{",".join(parts)}}}\n'


def _lines(cases: Iterator[Case]) -> str:
    return ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)


if __name__ == "__main__":
    PATH.write_text(make_table(), encoding="utf-8")
