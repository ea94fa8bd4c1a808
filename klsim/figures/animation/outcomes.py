"""The outcomes of runs: how each ended in words, and their numbers for the page's script."""

import json
from collections.abc import Sequence

from klsim.declaration import DECLARATIONS, Declaration
from klsim.engine.task import Products
from klsim.figures.animation.chunks import encode_numbers, make_chunks
from klsim.figures.animation.outcome import OUTCOMES, describe_outcome
from klsim.figures.animation.record import RECORDS, Record
from klsim.scene.codec import decode_scenes
from klsim.scene.spread import scene_alone


def make_outcomes(
    figure: str,
    first: int,
    names: Sequence[str],
    titles: Sequence[Sequence[str]],
    scene_of_run: Sequence[int],
    together: int | None,
    runners: Sequence[int | None],
    declaration: str,
    series: Sequence[str] | None,
    begins: Sequence[int],
    simulated: Products,
    scenes: Products,
    *_: Products,
) -> Products:
    """How each run ended, by its name, all of them as `outcomes`, and the numbers for the page's script.

    first:    the number of the first
    titles:   the setting of each by its axes
    together: the number of the axis of those that share a picture, if any do
    runners:  the place of each on it
    series:   the names of the series that the script gets, in its order; None where it gets no numbers
    begins:  the runs that the page begins with: the numbers of those that are here are `first`
    The last products are of what had to come first.
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    records = RECORDS.decode_many(simulated["records"], Record)
    known = decode_scenes(scenes)
    outcomes = [
        OUTCOMES.encode(
            describe_outcome(
                declared, _title(parts, record, together), record, scene_alone(known[str(scene)], runner)
            )
        )
        for parts, record, scene, runner in zip(titles, records, scene_of_run, runners, strict=True)
    ]
    if series is None:
        return {**dict(zip(names, outcomes, strict=True)), "outcomes": OUTCOMES.join(outcomes)}
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


def _title(parts: Sequence[str], record: Record, together: int | None) -> str:
    """The setting of a run on one line; one that is shown at its best says where that is behind its name."""
    told = list(parts)
    if record.best and together is not None:
        told[together] += f" at {record.best.told}"
    return " · ".join(told)
