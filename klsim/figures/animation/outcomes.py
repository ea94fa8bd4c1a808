"""The outcomes of runs: how each ended in words, and their numbers for the page's script."""

import json
from collections.abc import Mapping, Sequence

from klsim.declaration import DECLARATIONS, Declaration
from klsim.engine.task import Products
from klsim.figures.animation.chunks import encode_numbers, make_chunks
from klsim.figures.animation.outcome import OUTCOMES, describe_outcome
from klsim.figures.animation.packing import COUNTS
from klsim.figures.animation.record import Record
from klsim.figures.animation.record_block import decode_block
from klsim.scene.codec import decode_scenes
from klsim.scene.spread import scenes_alone


def make_outcomes(
    figure: str,
    first: int,
    drawn: Mapping[str, int],
    titles: Sequence[Sequence[str]],
    scene_of_run: Sequence[int],
    together: int | None,
    runners: Sequence[int | None],
    declaration: str,
    series: Sequence[str] | None,
    begins: Sequence[int],
    chunk: int,
    simulated: Products,
    scenes: Products,
    *_: Products,
) -> Products:
    """How runs ended: `outcomes` of all, those that are drawn by name too, and the numbers for the page's script.

    first:    the number of the first
    drawn:    of each that is drawn its place among these
    chunk:    how many bytes a script with numbers has, about
    titles:   the setting of each by its axes
    together: the number of the axis of those that share a picture, if any do
    runners:  the place of each on it
    series:   the names of the series that the script gets, in its order; None where it gets no numbers
    begins:  the runs that the page begins with: the numbers of those that are here are `first`
    simulated: their `records`, and `packs` if there are any: then the runs of each have a script
    The last products are of what had to come first.
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    records = decode_block(simulated["records"])
    scene_of_each = scenes_alone(decode_scenes(scenes), scene_of_run, runners)
    outcomes = [
        OUTCOMES.encode(describe_outcome(declared, _title(parts, record, together), record, scene))
        for parts, record, scene in zip(titles, records, scene_of_each, strict=True)
    ]
    told = {**{name: outcomes[n] for name, n in drawn.items()}, "outcomes": OUTCOMES.join(outcomes)}
    if series is None:
        return told
    numbers = {n: encode_numbers(record.series, series) for n, record in enumerate(records, first)}
    chunks = list(make_chunks(figure, numbers, chunk, json.loads(simulated.get(COUNTS, "[]"))))
    there = [f'"{n}":{numbers[n]}' for n in begins if n in numbers]
    return {
        **told,
        **{one.name: one.data for one in chunks},
        **({"first": f"{{{','.join(there)}}}".encode()} if there else {}),
        "chunks": json.dumps([[one.name, one.runs] for one in chunks]).encode(),
    }


def _title(parts: Sequence[str], record: Record, together: int | None) -> str:
    """The setting of a run on one line; one that is shown at its best says where that is behind its name."""
    told = list(parts)
    if record.best and together is not None:
        told[together] += f" at {record.best.told}"
    return " · ".join(told)
