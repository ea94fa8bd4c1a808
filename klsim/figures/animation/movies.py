"""A film of any size, of one run or of those that share its picture, and the last frame of it alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

import numpy as np

from klsim.engine.task import Products, resolve
from klsim.figures.animation.drawn_runs import RunSeries, draw_one
from klsim.figures.animation.record import Record
from klsim.figures.animation.reels import make_reel
from klsim.render.canvas import Pixels
from klsim.render.fonts import typeface
from klsim.render.gif import TRANSPARENT, encode_gif
from klsim.render.movie import Drawing, Movie, frames_at
from klsim.render.palette import choose_palette, nearest_index
from klsim.render.png import encode_rgb_png
from klsim.render.vector import draw_still
from klsim.render.video import encode_video
from klsim.scene.film import Film
from klsim.scene.theme import Theme
from klsim.simulation import Simulation
from klsim.simulation_faults import telling_faults

MOVIE = "movie"
"""The product."""

SAMPLES = 24
"""Of a GIF the colours of so many frames are looked at."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    format:   webm, mp4, gif, or png or svg for the last frame alone
    size:     pixels across and down; an SVG has that of GIFs, and no headline and source
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

    wish:   the fields of a `Wish`
    common, runners, front, picked: as of `make_reel`
    drawn:  the simulation, "module:name", the settings and the words of the run, where it draws itself
    styles: those of the site's typeface
    rest:   its fonts; and the products that `make_reel` takes
    """
    fonts, products = rest[: len(styles)], rest[len(styles) :]
    asked = Wish(**{**wish, "size": (wish["size"][0], wish["size"][1])})
    reel, record = make_reel((asked.headline, asked.source), common, runners, front, picked, products)
    drawing = _drawing_of(drawn, record) if drawn else None
    with typeface(styles, fonts):
        if asked.format == "svg":
            return {MOVIE: draw_still(reel, Theme.of(theme)).encode()}
        movie = Movie(reel, asked.size, Theme.of(theme), drawing)
        return {MOVIE: _encode(movie, reel.film, asked)}


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
