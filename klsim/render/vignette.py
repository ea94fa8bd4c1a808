"""Pictures without axes or words, as lists and the first page of a site show them: a panel alone, still or not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from klsim.engine.task import Products
from klsim.render.canvas import Canvas, Pixels, new_canvas, paint
from klsim.render.colour_samples import sample_colours
from klsim.render.gif import TRANSPARENT, encode_gif
from klsim.render.moving import Series, plan_mark
from klsim.render.palette import Indices, choose_palette, table_index
from klsim.render.panel import render_panel
from klsim.render.png import encode_indexed_png, encode_png
from klsim.scene.codec import SCENES
from klsim.scene.film import LAST_CS, Film
from klsim.scene.marks import Label, Margins, Panel, Scene
from klsim.scene.theme import Colour, Theme

SCALE = 2
"""Pixels for each px of the page."""

MOST_FRAMES, MOST_CS = 48, 400
"""Of a film without its last frame: a glimpse of the one in the article, in whose time it is if that is short."""

STILL, FILM = "still", "film"
"""The products of a task that draws one, each once more with `DARK` behind it. Not all have a film."""

DARK = "-dark"


class Form(NamedTuple):
    """What a vignette is for, how large it is in px, and whether it plays again and again or once."""

    name: str
    width_px: int
    height_px: int
    repeats: bool

    @property
    def pixels(self) -> tuple[int, int]:
        """Its width and height."""
        return SCALE * self.width_px, SCALE * self.height_px


LISTED, OPENING = Form("listed", 400, 250, repeats=True), Form("opening", 720, 405, repeats=False)
"""Beside an article in a list, where it moves while readers point at it; and at the top of a first page."""


def draw_standing(
    form: tuple[str, int, int, bool], light: Mapping[str, Colour], dark: Mapping[str, Colour], scenes: Products
) -> Products:
    """The last panel of a scene as it stands, as `still` in both schemes."""
    (scene,) = (SCENES.decode(data, Scene) for data in scenes.values())
    panel = bare_panel(scene.panels[-1], Form(*form))
    pictures = ((suffix, render_panel(panel, theme, SCALE)) for suffix, theme in themes(light, dark))
    return {f"{STILL}{suffix}": encode_png(picture) for suffix, picture in pictures}


def themes(light: Mapping[str, Colour], dark: Mapping[str, Colour]) -> Iterator[tuple[str, Theme]]:
    """Both schemes, and what the names of products in them end with."""
    yield "", Theme.of(light)
    yield DARK, Theme.of(dark)


def bare_panel(panel: Panel, form: Form) -> Panel:
    """A panel that is nothing but its plot."""
    return replace(
        panel,
        title="",
        x=replace(panel.x, label="", ticks=()),
        y=replace(panel.y, label="", ticks=()),
        static=tuple(mark for mark in panel.static if not isinstance(mark, Label)),
        width_px=form.width_px,
        height_px=form.height_px,
        margins=Margins(0, 0, 0, 0),
        grid=False,
    )


def draw_moving(panel: Panel, series: Series, film: Film, theme: Theme, *, repeats: bool) -> tuple[bytes, bytes]:
    """A run in a bare panel: its last frame as PNG, and its film as GIF."""
    canvas = new_canvas(panel.width_px, panel.height_px, theme.paper, SCALE)
    canvas.rgba[..., :3] = render_panel(panel, theme, SCALE)
    standing = canvas.rgba.copy()
    palette = choose_palette(_samples(canvas, standing, panel, theme), [theme.paper], TRANSPARENT)
    frames, delays = glimpse(film.frames, film.delays_cs)
    plans = [plan_mark(mark, panel, theme, series, frames) for mark in panel.moving]
    pictures: list[Indices] = []
    for n in range(len(frames)):
        canvas.rgba[:] = standing
        for plan in plans:
            for shape in plan(n):
                paint(canvas, shape)
        pictures.append(table_index(palette, canvas.words))
    return encode_film(pictures, delays, palette.colours, repeats=repeats)


def encode_film(
    pictures: Sequence[Indices], delays_cs: Iterable[int], colours: Pixels, *, repeats: bool
) -> tuple[bytes, bytes]:
    """The last of some pictures (h, w) in colours (n, 3) as PNG, and all of them as GIF."""
    return encode_indexed_png(pictures[-1], colours), encode_gif(pictures, delays_cs, colours, repeats=repeats)


def glimpse(frames: Sequence[int], delays_cs: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Some of the frames of a film, the last one among them, and how long each is shown."""
    last = len(frames) - 1
    chosen = np.unique(np.linspace(0, last, min(MOST_FRAMES, last) + 1).round().astype(int))
    begins = np.concatenate([[0], np.cumsum(delays_cs[:last])])[chosen]
    delays = np.diff(begins * min(1, MOST_CS / max(begins[-1], 1)))
    return [frames[n] for n in chosen], [*(max(round(delay), 2) for delay in delays.tolist()), LAST_CS]


def _samples(canvas: Canvas, standing: Pixels, panel: Panel, theme: Theme) -> Iterator[Pixels]:
    yield standing[..., :3]
    for _ in sample_colours(canvas, panel, theme, (0, 0)):
        changed = (canvas.rgba != standing).any(axis=-1)
        yield canvas.rgba[changed][:, :3]
        canvas.rgba[:] = standing
