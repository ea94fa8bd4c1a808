"""The outcomes of runs: how each ended in words, and their numbers for the page's script."""

import json
from collections.abc import Sequence

from klsim.engine.task import Products
from klsim.figures.animation.chunks import encode_numbers, make_chunks
from klsim.figures.animation.outcome import OUTCOMES, describe_outcome
from klsim.figures.animation.record import RECORDS, Record
from klsim.scene.codec import decode_scenes
from klsim.simulation import DECLARATIONS, Declaration


def make_outcomes(
    figure: str,
    first: int,
    names: Sequence[str],
    titles: Sequence[str],
    scene_of_run: Sequence[int],
    declaration: str,
    series: Sequence[str],
    start: int,
    simulated: Products,
    scenes: Products,
    *_: Products,
) -> Products:
    """How each run ended, by its name, all of them as `outcomes`, and the numbers for the page's script.

    first:  the number of the first
    series: the names of the series that the script gets, in its order
    start:  the run that the page begins with: its numbers are `first`
    The last products are of what had to come first.
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    records = RECORDS.decode_many(simulated["records"], Record)
    known = decode_scenes(scenes)
    outcomes = [
        OUTCOMES.encode(describe_outcome(declared, title, record, known[str(scene)]))
        for title, record, scene in zip(titles, records, scene_of_run, strict=True)
    ]
    numbers = {n: encode_numbers(record.series, series) for n, record in enumerate(records, first)}
    chunks = list(make_chunks(figure, numbers))
    return {
        **dict(zip(names, outcomes, strict=True)),
        **{chunk.name: chunk.data for chunk in chunks},
        **({"first": numbers[start].encode()} if start in numbers else {}),
        "outcomes": OUTCOMES.join(outcomes),
        "chunks": json.dumps([[chunk.name, chunk.runs] for chunk in chunks]).encode(),
    }
