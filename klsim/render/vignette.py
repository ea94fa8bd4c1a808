"""Pictures without axes or words, as lists and the first page of a site show them: a panel alone, still or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from klsim.engine.task import Products
from klsim.render.canvas import Canvas, Pixels, new_canvas, paint
from klsim.render.colour_samples import sample_colours
from klsim.render.gif import TRANSPARENT, encode_gif
from klsim.render.moving import FrameShapes, Series, plan_mark
from klsim.render.palette import Indices, choose_palette, table_index
from klsim.render.panel import render_panel
from klsim.render.png import encode_png
from klsim.scene.codec import SCENES
from klsim.scene.film import LAST_CS, Film
from klsim.scene.marks import Label, Margins, Panel, Scene
from klsim.scene.theme import Colour, Theme

SCALE = 2
"""Pixels of a still for each px of the page."""

MOST_FRAMES, MOST_CS = 48, 400
"""Of a film without its last frame: a glimpse of the one in the article, in whose time it is if that is short."""

STILL, FILM = "still", "film"
"""The products of a task that draws one, each once more with `DARK` behind it. Not all have a film."""

DARK = "-dark"


class Form(NamedTuple):
    """What a vignette is for, its size in px, how many pixels its film has for each, and whether that repeats."""

    name: str
    width_px: int
    height_px: int
    film_scale: int
    repeats: bool


LISTED, OPENING = Form("listed", 400, 250, 1, repeats=True), Form("opening", 720, 405, SCALE, repeats=False)
"""Beside an article in a list, where it moves while readers point at it; and at the top of a first page."""


def draw_standing(
    form: tuple[str, int, int, int, bool],
    light: Mapping[str, Colour],
    dark: Mapping[str, Colour],
    scenes: Products,
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


def draw_moving(panel: Panel, series: Series, film: Film, theme: Theme, form: Form) -> tuple[bytes, bytes]:
    """A run in a bare panel: its last frame as PNG, and its film as GIF."""
    frames, delays = glimpse(film.frames, film.delays_cs)
    plans = [plan_mark(mark, panel, theme, series, frames) for mark in panel.moving]
    still, standing = _stand(panel, theme, SCALE)
    _play(still, standing, plans, len(frames) - 1)
    canvas, standing = _stand(panel, theme, form.film_scale)
    palette = choose_palette(_samples(canvas, standing, panel, theme), [theme.paper], TRANSPARENT)
    pictures: list[Indices] = []
    for n in range(len(frames)):
        _play(canvas, standing, plans, n)
        pictures.append(table_index(palette, canvas.words))
    gif = encode_gif(pictures, delays, palette.colours, repeats=form.repeats)
    return encode_png(np.ascontiguousarray(still.rgba[..., :3])), gif


def _stand(panel: Panel, theme: Theme, scale: int) -> tuple[Canvas, Pixels]:
    """A canvas with what stands still in a panel, and a copy of that, (h, w, 4)."""
    canvas = new_canvas(panel.width_px, panel.height_px, theme.paper, scale)
    canvas.rgba[..., :3] = render_panel(panel, theme, scale)
    return canvas, canvas.rgba.copy()


def _play(canvas: Canvas, standing: Pixels, plans: Sequence[FrameShapes], frame: int) -> None:
    canvas.rgba[:] = standing
    for plan in plans:
        for shape in plan(frame):
            paint(canvas, shape)


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
