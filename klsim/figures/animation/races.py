"""Several runs in one picture: the one film that shows them all, and how it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.framing import film_of_run
from klsim.figures.animation.outcome import OUTCOMES, Outcome, notes_of
from klsim.figures.animation.pictures import with_wider
from klsim.figures.animation.record import RECORDS, STAYING, Record, encode_record, film_of
from klsim.numerics.distributions import Array
from klsim.render.animation import render_animation
from klsim.render.background import BACKGROUNDS, Background
from klsim.render.fonts import typeface
from klsim.scene.codec import decode_scenes
from klsim.scene.film import Film
from klsim.scene.together import join_series


def plan_race(
    entries: Sequence[tuple[int, str]], front: str, pace: float, scenes: Products, *simulated: Products
) -> Products:
    """The `film` of a picture, and the record of each of its runs, `<name>.json`, with the frames of that film.

    Of what is chosen or summed up there is only the film.

    entries:   the place on their axis and the name of each run
    front:     the name of the one in front
    scenes:    the scene of the picture
    simulated: the records of its runs by name, from several tasks
    """
    (scene,) = decode_scenes(scenes).values()
    records = read_records(simulated)
    series = join_records(entries, front, records)
    ends = (record.last if record.settled_at is None else record.settled_at for record in records.values())
    stays = all(record.status in STAYING for record in records.values())
    film = film_of(scene.panels, series, pace, max(ends), stays=stays)
    shown = {name: replace(record, film=film_of_run(film, record.last)) for name, record in records.items()}
    return {
        "film": RECORDS.encode(film),
        **{f"{n}.json": encode_record(one) for n, one in shown.items() if not (one.summary or one.best)},
    }


def draw_race(
    title: str, entries: Sequence[tuple[int, str]], front: str, zooming: int, styles: Sequence[str], *rest: Any
) -> Products:
    """The GIF and the last frame of a picture: `together.gif` and `together.png`.

    title:   what its runs have in common
    zooming: 1 where its panels may zoom out, else 0
    styles:  those of the site's typeface
    rest:    its fonts; the background; the film; its panels when they have zoomed out, if any may; the records of
             the runs by name, from several tasks, and then as many with their outcomes
    """
    fonts, (backgrounds, films, *made) = rest[: len(styles)], rest[len(styles) :]
    zoomed, made = made[:zooming], made[zooming:]
    (background,), film = backgrounds.values(), RECORDS.decode(films["film"], Film)
    half = len(made) // 2
    outcomes = {name: OUTCOMES.decode(data, Outcome) for part in made[half:] for name, data in part.items()}
    series = join_records(entries, front, read_records(made[:half]))
    endings = [notes_of(outcomes[name]) for _, name in entries]
    with typeface(styles, fonts):
        stage = with_wider(BACKGROUNDS.decode(background, Background), zoomed)
        animation = render_animation(stage, series, film, title, "", endings)
    return {"together.gif": animation.gif, "together.png": animation.still}


def read_records(simulated: Sequence[Products]) -> Mapping[str, Record]:
    """Records by name, from several tasks."""
    return {name: RECORDS.decode(data, Record) for part in simulated for name, data in part.items()}


def join_records(
    entries: Sequence[tuple[int, str]], front: str, records: Mapping[str, Record]
) -> Mapping[str, Array]:
    """The series of all runs that share a picture."""
    places = {name: place for place, name in entries}
    return join_series({place: records[name].series for place, name in entries}, places[front])
