"""Records of runs that are shown in the film of a picture: published with the frames of that film."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from klsim.engine.task import Products
from klsim.figures.animation.choosing import BEST
from klsim.figures.animation.record import RECORDS, Record, encode_record
from klsim.scene.film import Film


def frame_records(groups: Sequence[tuple[int, Sequence[str]]], shown: Products, *rest: Products) -> Products:
    """The records of runs as they are published, by `<name>.json`; those that are not shown keep their own films.

    groups: the number in the grid and the names of the runs that are summed up there, if any are
    shown:  the `film` of a picture, or the record of what it shows
    rest:   which of the groups are the `best`, where only these are shown; the records of the runs by name
    """
    film = _film(shown)
    chosen = [part for part in rest if BEST in part]
    records = {name: data for part in rest if BEST not in part for name, data in part.items()}
    best = {number for part in chosen for number, *_ in json.loads(part[BEST])}
    found = {}
    for number, names in groups:
        for name in names:
            record = RECORDS.decode(records[name], Record)
            is_shown = not chosen or number in best
            found[f"{name}.json"] = encode_record(
                replace(record, film=film_of_run(film, record.last)) if is_shown else record
            )
    return found


def _film(shown: Mapping[str, bytes]) -> Film:
    ((name, data),) = shown.items()
    return RECORDS.decode(data, Film) if name == "film" else RECORDS.decode(data, Record).film


def film_of_run(film: Film, last: int) -> Film:
    """What a film shows of a run that ends at an iteration, which it holds from there on."""
    skipped = tuple((start, min(end, last - 1)) for start, end in film.skipped if start < last)
    return replace(film, frames=tuple(min(frame, last) for frame in film.frames), skipped=skipped)
