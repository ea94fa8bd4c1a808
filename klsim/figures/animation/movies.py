"""A film of any size, of one run or of those that share its picture, and the last frame of it alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

import numpy as np

from klsim.engine.task import Products, resolve
from klsim.figures.animation.drawn_runs import RunSeries, draw_one
from klsim.figures.animation.outcome import OUTCOMES, Outcome, notes_of
from klsim.figures.animation.record import RECORDS, Record
from klsim.render.canvas import Pixels
from klsim.render.fonts import typeface
from klsim.render.gif import TRANSPARENT, encode_gif
from klsim.render.movie import Drawing, Movie, Reel, frames_at
from klsim.render.movie_layout import MovieWords
from klsim.render.palette import choose_palette, nearest_index
from klsim.render.png import encode_rgb_png
from klsim.render.video import encode_video
from klsim.scene.codec import decode_scenes
from klsim.scene.film import Film
from klsim.scene.theme import Theme
from klsim.scene.together import join_series
from klsim.simulation import Simulation
from klsim.simulation_faults import telling_faults

MOVIE = "movie"
"""The product."""

SAMPLES = 24
"""Of a GIF the colours of so many frames are looked at."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    format:   webm, mp4, gif, or png for the last frame alone
    size:     pixels across and down
    fps:      frames a second, "30" or "30000/1001"; GIFs have those of the film
    hold:     how many seconds the last frame stays, or None for as long as in the GIFs of pages
    headline: what it is about
    source:   where it comes from
    ffmpeg:   the path of an ffmpeg, if there is one
    version:  what that says of its version
    """

    format: str
    size: tuple[int, int]
    fps: str
    hold: float | None
    headline: str
    source: str
    ffmpeg: str = ""
    version: str = ""


def draw_movie(
    wish: Mapping[str, Any],
    theme: Mapping[str, tuple[int, int, int]],
    common: str,
    runners: Sequence[int | None],
    front: int,
    picked: Sequence[Sequence[int]],
    drawn: Sequence[Any],
    styles: Sequence[str],
    *rest: Any,
) -> Products:
    """The film, `movie`. Raises VideoError where nothing here can encode it.

    wish:    the fields of a `Wish`
    common:  what the runs of a shared picture have in common
    runners: the place of each run on the axis of those that share the picture; None where there is but one
    front:   the place of that which is in front
    picked:  of each slice of runs the places of those in the picture
    drawn:   the simulation, "module:name", the settings and the words of the run, where it draws itself
    styles:  those of the site's typeface
    rest:    its fonts; the scene; of each slice its `records`, then its `outcomes`; the `film`, if it is shared
    """
    fonts, (scenes, *made) = rest[: len(styles)], rest[len(styles) :]
    (scene,) = decode_scenes(scenes).values()
    count = len(picked)
    records = _picked([RECORDS.decode_many(one["records"], Record) for one in made[:count]], picked)
    ended = made[count : 2 * count]
    outcomes = _picked([OUTCOMES.decode_many(one["outcomes"], Outcome) for one in ended], picked)
    asked = Wish(**{**wish, "size": (wish["size"][0], wish["size"][1])})
    film, series, endings = records[0].film, records[0].series, [outcomes[0].outcome]
    title, notes = outcomes[0].title, []
    if runners[0] is not None:
        title = common
        film = RECORDS.decode(made[-1]["film"], Film)
        places = zip(runners, records, strict=True)
        series = join_series({cast(int, place): record.series for place, record in places}, front)
        endings, notes = [""], [notes_of(outcome) for outcome in outcomes]
    told = [*dict.fromkeys(film.notes), *endings]
    legend = tuple(max((words for _, words in several), key=len, default="") for several in notes)
    words = MovieWords(asked.headline, asked.source, title, tuple(told), legend)
    drawing = _drawing_of(drawn, records[0]) if drawn else None
    with typeface(styles, fonts):
        movie = Movie(Reel(scene, series, film, words, notes), asked.size, Theme.of(theme), drawing)
        return {MOVIE: _encode(movie, film, asked)}


def _picked(slices: Sequence[Sequence[Any]], picked: Sequence[Sequence[int]]) -> list[Any]:
    return [several[n] for several, places in zip(slices, picked, strict=True) for n in places]


def _drawing_of(drawn: Sequence[Any], record: Record) -> Drawing:
    """The pictures of a simulation that draws itself; that which was shown last is kept."""
    source, settings, words = drawn
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    run = RunSeries(record.series, record.status, record.converged_at)
    return lru_cache(maxsize=1)(
        lambda iteration, scale: draw_one(simulation, source, settings, run, iteration, words, scale)
    )


def _encode(movie: Movie, film: Film, asked: Wish) -> bytes:
    last = len(film.frames) - 1
    if asked.format == "png":
        return encode_rgb_png(movie.frame(last))
    if asked.format == "gif":
        return _encode_gif(movie, film, asked.hold)
    fps = Fraction(asked.fps)
    shown: list[tuple[int, Pixels]] = [(-1, np.zeros((0, 0, 3), dtype=np.uint8))]

    def frame(number: int) -> Pixels:
        if shown[0][0] != number:
            shown[0] = number, movie.frame(number)
        return shown[0][1]

    frames = (frame(number) for number in frames_at(film, float(fps), asked.hold))
    return encode_video(frames, asked.size, fps, asked.format, asked.ffmpeg)


def _encode_gif(movie: Movie, film: Film, hold: float | None) -> bytes:
    last = len(film.frames) - 1
    chosen = np.unique(np.linspace(0, last, SAMPLES).astype(int)).tolist()
    palette = choose_palette((movie.frame(n) for n in chosen), [movie.paper], TRANSPARENT)
    pictures = (nearest_index(palette.colours, movie.frame(n)) for n in range(last + 1))
    delays = list(film.delays_cs)
    if hold is not None:
        delays[-1] = max(round(100 * hold), 2)
    return encode_gif(pictures, delays, palette.colours)
