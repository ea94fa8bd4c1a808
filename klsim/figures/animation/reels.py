"""What a film or a still shows: a run, or those that share its picture, with the words that go with them."""

from collections.abc import Sequence
from typing import Any, cast

from klsim.engine.task import Products
from klsim.figures.animation.outcome import OUTCOMES, Outcome, notes_of
from klsim.figures.animation.record import RECORDS, Record
from klsim.figures.animation.record_block import decode_block
from klsim.render.movie import Reel
from klsim.render.movie_layout import MovieWords
from klsim.scene.codec import decode_scenes
from klsim.scene.film import Film
from klsim.scene.together import join_series
from klsim.scene.wider import read_wider


def make_reel(
    about: tuple[str, str],
    common: str,
    runners: Sequence[int | None],
    front: int,
    picked: Sequence[Sequence[int]],
    products: Sequence[Products],
) -> tuple[Reel, Record]:
    """What is shown, and the first of its records.

    about:    what it is about, and where it comes from
    common:   what the runs of a shared picture have in common
    runners:  the place of each run on the axis of those that share the picture; None where there is but one
    front:    the place of that which is in front
    picked:   of each slice of runs the places of those in the picture
    products: the scene; of each slice its `records`, then its `outcomes`; the `film`, if it is shared; its
              panels as they are when they have zoomed out, if any may
    """
    scenes, *made = products
    (scene,) = decode_scenes(scenes).values()
    count = len(picked)
    records = _picked([decode_block(one["records"]) for one in made[:count]], picked)
    ended = made[count : 2 * count]
    outcomes = _picked([OUTCOMES.decode_many(one["outcomes"], Outcome) for one in ended], picked)
    film, series, endings = records[0].film, records[0].series, [outcomes[0].outcome]
    title, notes = outcomes[0].title, []
    if runners[0] is not None:
        title = common
        film = RECORDS.decode(made[2 * count]["film"], Film)
        places = zip(runners, records, strict=True)
        series = join_series({cast(int, place): record.series for place, record in places}, front)
        endings, notes = [""], [notes_of(outcome) for outcome in outcomes]
    told = [*dict.fromkeys(film.notes), *endings]
    legend = tuple(max((words for _, words in several), key=len, default="") for several in notes)
    words = MovieWords(*about, title, tuple(told), legend)
    zoomed = made[2 * count + (runners[0] is not None) :]
    wider = {view: panel for part in zoomed for view, panel in read_wider(part).items()}
    return Reel(scene, series, film, words, notes, wider), records[0]


def _picked(slices: Sequence[Sequence[Any]], picked: Sequence[Sequence[int]]) -> list[Any]:
    return [several[n] for several, places in zip(slices, picked, strict=True) for n in places]
