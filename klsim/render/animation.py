"""A run, or several in one picture, as an animated GIF, and as the still that tells it without moving."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from klsim.render.background import Backdrop, Background
from klsim.render.canvas import Canvas, Pixels, new_canvas, paint
from klsim.render.digits import Digits, put_number, text_width
from klsim.render.gif import encode_gif
from klsim.render.header import header_words
from klsim.render.layout import NUMBER_BASELINE_PX, moving_area
from klsim.render.legend import ending_words, key_area
from klsim.render.moving import Series
from klsim.render.palette import Indices, Palette, table_index
from klsim.render.png import encode_indexed_png
from klsim.render.text import draw, write
from klsim.render.zoomed import plan_panel
from klsim.scene.film import STILL_PX, Film
from klsim.scene.motion import hold, trace
from klsim.scene.numbers import format_number
from klsim.scene.wider import View, view_of
from klsim.scene.zooming import CLOSE, Zoom, factors_at

CLOCK_SHARE = 0.2
"""What has moved less than a px is not painted anew; lines over the iterations may be late by some."""


Notes: TypeAlias = Sequence[tuple[int, str]]
"""What the entry of a run in the legend says, and from which iteration on."""


@dataclass(frozen=True)
class Animation:
    """A GIF with one frame for each iteration shown, and a PNG of the last frame."""

    gif: bytes
    still: bytes


def render_animation(
    background: Background, series: Series, film: Film, title: str, outcome: str, endings: Sequence[Notes] = ()
) -> Animation:
    """A run, each of its `series` (last + 1,), as its film has it; the outcome stands on the last frame.

    endings: one for each entry of the legend
    """
    pictures = render_frames(background, series, film.frames, title, outcome, film.notes, endings, film.zooms)
    return encode_animation(pictures, film, background.palette.colours)


def encode_animation(pictures: Iterable[Indices], film: Film, colours: Pixels) -> Animation:
    """Pictures, places (h, w) in colours (n, 3), as the film shows them; the last is the still.

    They are taken one after another: all of them at once would take much memory.
    """
    last: list[Indices] = []

    def kept() -> Iterator[Indices]:
        for picture in pictures:
            last[:] = [picture]
            yield picture

    gif = encode_gif(kept(), film.delays_cs, colours)
    return Animation(gif, encode_indexed_png(last[0], colours))


def render_frames(
    background: Background,
    series: Series,
    frames: Sequence[int],
    title: str,
    outcome: str,
    notes: Sequence[str] = (),
    endings: Sequence[Notes] = (),
    zooms: Sequence[Zoom] = (),
) -> Iterator[Indices]:
    """Every frame as a new picture (h, w) of indices; where there are `notes`, each stands on its frame."""
    layout = background.layout
    canvas = new_canvas(layout.width_px, layout.height_px, background.theme.paper, layout.scale)
    canvas.rgba[:] = background.rgba
    picture = background.indices.copy()
    still_px = STILL_PX * min(1, 1 / layout.scale)
    painted = hold(trace(background.panels, series, CLOCK_SHARE, zooms), frames, still_px)
    wider = {view_of(name): backdrop for name, backdrop in background.wider.items()}
    panels = {view: backdrop.panel for view, backdrop in wider.items()}
    plans = [
        plan_panel(panel, n, background.theme, series, painted, panels, zooms)
        for n, panel in enumerate(background.panels)
    ]
    stage = _Stage(background, wider, zooms)
    fields = tuple(_plan_numbers(background, series, frames))
    words = [*(notes or [""] * len(frames))[:-1], outcome]
    before = None
    for n in range(len(frames)):
        if words[n] != before:
            _write_header(background, canvas, picture, title, words[n])
            before = words[n]
        for entry, several in enumerate(endings):
            due = [told for at, told in several if frames[n] >= at and (n == 0 or frames[n - 1] < at)]
            if due:
                _write_ending(background, canvas, picture, entry, due[-1])
        if n == 0 or painted[n] != painted[n - 1]:
            stage.zoom(painted[n], canvas, picture)
            for window, location, plan in zip(stage.windows, layout.corners, plans, strict=True):
                canvas.rgba[window.area] = stage.rgba[window.area]
                for shape in plan(n):
                    paint(canvas, shape, location)
                window.bring_up(picture, canvas)
        _put_numbers(picture, fields, n)
        yield picture.copy()


class _Stage:
    """What marks are painted on, and the windows in which they move; panels zoom while a film goes on."""

    def __init__(self, background: Background, wider: Mapping[View, Backdrop], zooms: Sequence[Zoom]) -> None:
        self._background, self._wider, self._zooms = background, wider, zooms
        self._factors = [CLOSE] * len(background.panels)
        self.rgba, self._indices = background.rgba, background.indices
        if zooms:
            self.rgba, self._indices = self.rgba.copy(), self._indices.copy()
        self.windows = [self._window(n) for n in range(len(background.panels))]

    def zoom(self, iteration: int, canvas: Canvas, picture: Indices) -> None:
        """Bring the panels that reach another way at this iteration up to it, on the canvas and in the picture."""
        for n, before in enumerate(self._factors):
            factors = factors_at(self._zooms, n, iteration)
            if factors == before:
                continue
            self._factors[n], area = factors, self._area(n)
            whole, there = self._background, self._wider.get((n, factors))
            self.rgba[area] = there.rgba if there else whole.rgba[area]
            self._indices[area] = there.indices if there else whole.indices[area]
            canvas.rgba[area], picture[area] = self.rgba[area], self._indices[area]
            self.windows[n] = self._window(n)

    def _area(self, number: int) -> tuple[slice, slice]:
        panel, layout = self._background.panels[number], self._background.layout
        return layout.pixels(*layout.corners[number], panel.width_px, panel.height_px)

    def _window(self, number: int) -> "_Window":
        panel, layout = self._background.panels[number], self._background.layout
        area = moving_area(panel, layout.corners[number], layout)
        return _Window(self._background.palette, self.rgba, self._indices, area)


class _Window:
    """A part of the picture, which is brought up to the canvas: only what has changed there is looked up."""

    def __init__(self, palette: Palette, rgba: Pixels, indices: Indices, area: tuple[slice, slice]) -> None:
        self.area = area
        self._palette = palette
        self._bare = rgba.view("<u4")[..., 0][area].ravel()
        self._bare_indices = indices[area].ravel()
        self._words = self._bare
        self._indices = self._bare_indices.copy()

    def bring_up(self, picture: Indices, canvas: Canvas) -> None:
        """Where the canvas is as bare as at first, so is the picture."""
        words = canvas.words[self.area].ravel()
        changed = np.flatnonzero(words != self._words)
        now = words[changed]
        is_bare = now == self._bare[changed]
        self._indices[changed] = np.where(is_bare, self._bare_indices[changed], table_index(self._palette, now))
        self._words = words
        picture[self.area] = self._indices.reshape(picture[self.area].shape)


def _write_header(background: Background, canvas: Canvas, picture: Indices, title: str, outcome: str) -> None:
    layout = background.layout
    area = layout.pixels(0, 0, layout.width_px, layout.header_px)
    canvas.rgba[area] = background.rgba[area]
    draw(canvas, header_words(title, outcome, layout, background.theme))
    _bare_window(background, area).bring_up(picture, canvas)


def _write_ending(background: Background, canvas: Canvas, picture: Indices, entry: int, words: str) -> None:
    layout, theme = background.layout, background.theme
    area = key_area(layout, entry)
    canvas.rgba[area] = background.rgba[area]
    write(canvas, ending_words(layout, entry, background.legend[entry], theme, words))
    _bare_window(background, area).bring_up(picture, canvas)


def _bare_window(background: Background, area: tuple[slice, slice]) -> _Window:
    return _Window(background.palette, background.rgba, background.indices, area)


@dataclass(frozen=True)
class _Field:
    """A readout through a run: its text at each frame, its place and the width of the widest text in pixels."""

    digits: Digits
    texts: tuple[str, ...]
    left: int
    baseline: int
    width: int


def _plan_numbers(background: Background, series: Series, frames: Sequence[int]) -> Iterator[_Field]:
    scale = background.layout.scale
    for readout, (left, top) in zip(background.readouts, background.layout.places, strict=False):
        digits = background.digits[readout.role]
        values = series[readout.series]
        texts = tuple(format_number(float(values[i]), readout.decimals) for i in frames)
        width = max(text_width(digits, text) for text in texts)
        yield _Field(digits, texts, round(left * scale), round((top + NUMBER_BASELINE_PX) * scale), width)


def _put_numbers(picture: Indices, fields: Sequence[_Field], frame: int) -> None:
    """Numbers end where the widest of the run does, so that their digits stay in place."""
    for field in fields:
        right = field.left + field.width
        put_number(picture, field.digits, field.texts[frame], right, field.baseline, field.width)
