"""Runs told: how each ended in words, and their numbers for the page's script."""

import json
from collections.abc import Sequence

from klsim.engine.task import Products
from klsim.figures.animation.chunks import encode_numbers, make_chunks
from klsim.figures.animation.outcome import ENDINGS, tell_ending
from klsim.figures.animation.record import RECORDS, Record
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene


def tell_outcomes(
    figure: str,
    first: int,
    names: Sequence[str],
    titles: Sequence[str],
    scene_of_run: Sequence[int],
    series: Sequence[str],
    start: int,
    simulated: Products,
    scenes: Products,
) -> Products:
    """How each run ended, by its name, all of them as `endings`, and the numbers for the page's script.

    first:  the number of the first
    series: the names of the series that the script gets, in its order
    start:  the run that the page begins with: its numbers are `first`
    """
    records = RECORDS.decode_many(simulated["records"], Record)
    known = {name: SCENES.decode(data, Scene) for name, data in scenes.items()}
    told = list(zip(titles, records, scene_of_run, strict=True))
    endings = [tell_ending(title, record, known[str(scene)]) for title, record, scene in told]
    numbers = {n: encode_numbers(record.series, series) for n, record in enumerate(records, first)}
    chunks = list(make_chunks(figure, numbers))
    return {
        **{name: ENDINGS.encode(ending) for name, ending in zip(names, endings, strict=True)},
        **{chunk.name: chunk.data for chunk in chunks},
        **({"first": numbers[start].encode()} if start in numbers else {}),
        "endings": ENDINGS.encode(endings),
        "chunks": json.dumps([[chunk.name, chunk.runs] for chunk in chunks]).encode(),
    }
