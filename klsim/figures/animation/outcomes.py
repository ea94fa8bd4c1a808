"""The outcomes of runs: how each ended in words, and their numbers for the page's script."""

import json
from collections.abc import Sequence

from klsim.engine.task import Products
from klsim.figures.animation.chunks import encode_numbers, make_chunks
from klsim.figures.animation.outcome import OUTCOMES, describe_outcome
from klsim.figures.animation.record import RECORDS, Record
from klsim.scene.codec import decode_scenes
from klsim.scene.together import scene_of_runner
from klsim.simulation import DECLARATIONS, Declaration


def make_outcomes(
    figure: str,
    first: int,
    names: Sequence[str],
    titles: Sequence[str],
    scene_of_run: Sequence[int],
    runners: Sequence[int | None],
    declaration: str,
    series: Sequence[str],
    begins: Sequence[int],
    simulated: Products,
    scenes: Products,
    *_: Products,
) -> Products:
    """How each run ended, by its name, all of them as `outcomes`, and the numbers for the page's script.

    first:   the number of the first
    runners: the place of each on the axis of those that share a picture, if any do
    series:  the names of the series that the script gets, in its order
    begins:  the runs that the page begins with: the numbers of those that are here are `first`
    The last products are of what had to come first.
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    records = RECORDS.decode_many(simulated["records"], Record)
    known = decode_scenes(scenes)
    outcomes = [
        OUTCOMES.encode(describe_outcome(declared, title, record, scene_of_runner(known[str(scene)], runner)))
        for title, record, scene, runner in zip(titles, records, scene_of_run, runners, strict=True)
    ]
    numbers = {n: encode_numbers(record.series, series) for n, record in enumerate(records, first)}
    chunks = list(make_chunks(figure, numbers))
    there = [f'"{n}":{numbers[n]}' for n in begins if n in numbers]
    return {
        **dict(zip(names, outcomes, strict=True)),
        **{chunk.name: chunk.data for chunk in chunks},
        **({"first": f"{{{','.join(there)}}}".encode()} if there else {}),
        "outcomes": OUTCOMES.join(outcomes),
        "chunks": json.dumps([[chunk.name, chunk.runs] for chunk in chunks]).encode(),
    }
