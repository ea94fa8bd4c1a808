"""A run, or several in one picture, as a film of any size in true colours: drawn at that size, not enlarged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeAlias

import numpy as np

from klsim.render.animation import CLOCK_SHARE, Notes
from klsim.render.background import items_below
from klsim.render.canvas import Canvas, Pixels, new_canvas, paint
from klsim.render.header import header_words
from klsim.render.layout import NUMBER_BASELINE_PX
from klsim.render.legend import ending_words
from klsim.render.movie_layout import (
    MARGIN_PX,
    SOURCE_PX,
    TITLE_LINE_PX,
    TITLE_PX,
    MovieLayout,
    MovieWords,
    lay_out_movie,
)
from klsim.render.moving import FrameShapes, Series
from klsim.render.panel import render_panel
from klsim.render.text import blend, draw, fit, set_words, write
from klsim.render.words import Words
from klsim.render.zoomed import plan_panel
from klsim.scene.film import STILL_PX, Film
from klsim.scene.marks import Scene
from klsim.scene.motion import hold, trace
from klsim.scene.numbers import format_number
from klsim.scene.theme import Colour, Theme
from klsim.scene.wider import NONE, Wider
from klsim.scene.zooming import CLOSE, factors_at

Drawing: TypeAlias = Callable[[int, float], Pixels]
"""What an author's simulation draws in the place of the only panel, from an iteration and a scale."""


@dataclass(frozen=True, eq=False)
class Reel:
    """What a film shows.

    series:   of its runs, each (last + 1,) or (last + 1, size)
    words:    the last of their `endings` is what came of it, or nothing
    endings:  one for each entry of the legend
    wider:    panels as they are when they have zoomed out
    """

    scene: Scene
    series: Series
    film: Film
    words: MovieWords
    endings: Sequence[Notes] = ()
    wider: Wider = field(default_factory=lambda: NONE)


class Movie:
    """A film that is laid out: it gives its frames one by one, in any order."""

    def __init__(self, reel: Reel, size: tuple[int, int], theme: Theme, drawing: Drawing | None = None) -> None:
        """A film of so many pixels across and down."""
        self._reel, self._theme, self._drawing = reel, theme, drawing
        self.layout: MovieLayout = lay_out_movie(reel.scene, reel.words, size)
        scale, frames = self.layout.scale, reel.film.frames
        finest = min(1, 1 / scale)
        motion = trace(reel.scene.panels, reel.series, CLOCK_SHARE, reel.film.zooms)
        self._shown = hold(motion, frames, STILL_PX * finest)
        self._plans: Sequence[FrameShapes] = [
            plan_panel(panel, n, theme, reel.series, self._shown, reel.wider, reel.film.zooms)
            for n, panel in enumerate(reel.scene.panels)
        ]
        self._standing = cache(lambda view: render_panel(reel.wider[view], theme, scale))
        width, height = size
        self._canvas: Canvas = replace(new_canvas(width, height, theme.paper), scale=scale)
        self._glyph = cache(lambda character: set_words(character, self._number_size))
        self._widest = [
            max(self._advance(self._number(n, frame)) for frame in frames) for n in range(len(reel.scene.readouts))
        ]
        self._paint_standing()
        self._bare = self._canvas.rgba.copy()

    @property
    def paper(self) -> Colour:
        """What everything stands on."""
        return self._theme.paper

    def frame(self, number: int) -> Pixels:
        """The frame of the film with this number, (h, w, 3)."""
        canvas, reel = self._canvas, self._reel
        canvas.rgba[:] = self._bare
        for n, (plan, corner) in enumerate(zip(self._plans, self.layout.corners, strict=True)):
            factors = factors_at(reel.film.zooms, n, self._shown[number])
            if factors != CLOSE:
                self._paste(self._standing((n, factors)), corner)
            for shape in plan(number):
                paint(canvas, shape, corner)
        if self._drawing:
            self._paste(self._drawing(self._shown[number], self.layout.scale), *self.layout.corners)
        is_last = number == len(reel.film.frames) - 1
        self._write_header(reel.words.endings[-1] if is_last else reel.film.notes[number])
        self._write_endings(reel.film.frames[number])
        self._write_numbers(reel.film.frames[number])
        return np.ascontiguousarray(canvas.rgba[..., :3])

    def _paint_standing(self) -> None:
        """Panels, the legend, the names of numbers, the headline and the source."""
        canvas, layout, reel, theme = self._canvas, self.layout, self._reel, self._theme
        for panel, corner in zip(reel.scene.panels, layout.corners, strict=True):
            self._paste(render_panel(panel, theme, layout.scale), corner)
        draw(canvas, items_below(reel.scene, layout.layout, theme))
        for n, line in enumerate(layout.headline):
            baseline = MARGIN_PX + TITLE_PX + n * TITLE_LINE_PX
            write(canvas, Words(line, (MARGIN_PX, baseline), TITLE_PX, theme.ink, "Semibold"))
        room = layout.layout.right_px - layout.layout.left_px
        source = fit(reel.words.source, SOURCE_PX, "Regular", room)
        write(canvas, Words(source, (MARGIN_PX, layout.source_baseline), SOURCE_PX, theme.muted))

    def _paste(self, picture: Pixels, corner: tuple[float, float]) -> None:
        x, y = corner
        top, left = round(y * self.layout.scale), round(x * self.layout.scale)
        place = self._canvas.rgba[top : top + len(picture), left : left + picture.shape[1], :3]
        place[:] = picture[: len(place), : place.shape[1]]

    def _write_header(self, told: str) -> None:
        layout, title = self.layout, self._reel.words.title
        draw(self._canvas, header_words(title, told, layout.layout, self._theme, layout.header))

    def _write_endings(self, iteration: int) -> None:
        for entry, several in enumerate(self._reel.endings):
            due = [told for at, told in several if iteration >= at]
            if due:
                key = self._reel.scene.legend[entry]
                write(self._canvas, ending_words(self.layout.layout, entry, key, self._theme, due[-1]))

    def _write_numbers(self, iteration: int) -> None:
        """Numbers end where the widest of the run does, and their digits have one width, so that they stay."""
        layout, scale = self.layout.layout, self.layout.scale
        for n, (readout, (x, top)) in enumerate(zip(self._reel.scene.readouts, layout.places, strict=True)):
            text = self._number(n, iteration)
            pen = x * scale + self._widest[n] - self._advance(text)
            for character in text:
                mask, step = self._glyph(character), self._step(character)
                place = pen + (step - mask.advance_px) / 2, (top + NUMBER_BASELINE_PX) * scale
                blend(self._canvas.rgba, mask, place, self._theme.colour(readout.role))
                pen += step

    def _number(self, readout: int, iteration: int) -> str:
        told = self._reel.scene.readouts[readout]
        return format_number(float(self._reel.series[told.series][iteration]), told.decimals)

    def _advance(self, text: str) -> float:
        return sum(map(self._step, text))

    def _step(self, character: str) -> float:
        """How far the pen moves: as far for every digit."""
        if character.isdigit():
            return max(self._glyph(digit).advance_px for digit in "0123456789")
        return self._glyph(character).advance_px

    @property
    def _number_size(self) -> float:
        return self.layout.layout.number_px * self.layout.scale


def frames_at(film: Film, fps: float, hold_seconds: float | None) -> Iterator[int]:
    """For each frame of a film of so many a second the number of that of `film` which is shown then.

    hold_seconds: how long the last one stays; else as long as in the GIF
    """
    delays = np.array(film.delays_cs, dtype=float) / 100
    if hold_seconds is not None:
        delays[-1] = hold_seconds
    ends = np.cumsum(delays)
    count = max(round(float(ends[-1]) * fps), 1)
    moments = np.arange(count) / fps
    last = len(delays) - 1
    shown = np.minimum(np.searchsorted(ends, moments + 1e-9, side="right"), last)
    shown[-1] = last  # however short it is held, the end is shown
    yield from (int(number) for number in shown)
