"""What all runs with the same scene share: the picture without a run, ready to be played on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from klsim.engine.codec import Codec
from klsim.render.canvas import Canvas, Pixels, new_canvas
from klsim.render.colour_samples import sample_colours
from klsim.render.digits import Digits, paint_digits
from klsim.render.gif import TRANSPARENT
from klsim.render.layout import NAME_BASELINE_PX, Layout, lay_out, moving_area
from klsim.render.legend import arrow_key_items, key_items
from klsim.render.palette import Indices, Palette, choose_palette, nearest_index
from klsim.render.panel import render_panel
from klsim.render.text import draw, fit, mix
from klsim.render.type_scale import LABEL_PX
from klsim.render.words import Item, Words
from klsim.scene.arrows import drawn_kinds
from klsim.scene.codec import SCENES
from klsim.scene.marks import Key, Panel, Readout, Role, Scene
from klsim.scene.theme import Colour, Theme
from klsim.scene.together import FEW, runner_of
from klsim.scene.wider import Wider, view_name

WHITE = (255, 255, 255)
TEXT_SHADES = 12
"""Steps between paper and the colour of words, for smooth edges."""


@dataclass(frozen=True, eq=False)
class Background:
    """A scene painted but for what moves; plain data, to be sent to other processes.

    panels:  with their moving marks only
    rgba:    the picture (h, w, 4), opaque
    indices: the same picture (h, w) in the palette
    digits:  the glyphs of numbers by role
    legend:  the runs that share the picture
    wider:   the panels as they are when they have zoomed out, by their names
    """

    panels: tuple[Panel, ...]
    readouts: tuple[Readout, ...]
    theme: Theme
    layout: Layout
    palette: Palette
    rgba: Pixels
    indices: Indices
    digits: Mapping[Role, Digits]
    legend: tuple[Key, ...] = ()
    wider: Mapping[str, "Backdrop"] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Backdrop:
    """A panel that has zoomed out, with its moving marks only, and its picture, (h, w, 4) and in the palette."""

    panel: Panel
    rgba: Pixels
    indices: Indices


BACKGROUNDS = Codec(
    {**SCENES.kinds, **{kind.__name__: kind for kind in (Background, Backdrop, Theme, Layout, Palette, Digits)}}
)


def prepare_backgrounds(
    scenes: Sequence[Scene],
    theme: Theme,
    header_lines: int = 1,
    pictures: Sequence[Pixels] = (),
    arrange: Callable[[Scene, int], Layout] = lay_out,
) -> tuple[Background, ...]:
    """The stages of a figure, with one palette for all of them: ≤ 255 colours, exact white among them.

    It is chosen from the scenes and a rehearsal of their marks, not from runs, so that the same figure has the
    same palette whatever is swept. Only where runs have `pictures` of their own it is chosen for these too.

    arrange: lays a scene out with so many lines of words
    """
    layouts = [arrange(scene, header_lines) for scene in scenes]
    bare = [_paint_scene(*each, theme) for each in zip(scenes, layouts, strict=True)]
    samples = [pixels for each in zip(scenes, layouts, bare, strict=True) for pixels in _samples(*each, theme)]
    inks = [theme.ink, theme.muted, *(theme.colour(r.role) for scene in scenes for r in scene.readouts)]
    shades = [_shades(theme.paper, ink) for ink in dict.fromkeys(inks)]
    palette = choose_palette([*samples, *pictures, *shades], [theme.paper, WHITE, *inks], TRANSPARENT)
    return tuple(_background(*each, theme, palette) for each in zip(scenes, layouts, bare, strict=True))


def zoom_out(background: Background, wider: Wider) -> Background:
    """A background with panels as they are when they have zoomed out; they have the same colours."""
    layout, theme, palette = background.layout, background.theme, background.palette
    drawn = {view_name(view): _backdrop(panel, layout, theme, palette) for view, panel in wider.items()}
    return replace(background, wider=drawn)


def _background(scene: Scene, layout: Layout, canvas: Canvas, theme: Theme, palette: Palette) -> Background:
    roles = dict.fromkeys(readout.role for readout in scene.readouts)
    size = layout.number_px * layout.scale
    return Background(
        panels=tuple(replace(panel, static=()) for panel in scene.panels),
        readouts=scene.readouts,
        theme=theme,
        layout=layout,
        palette=palette,
        rgba=canvas.rgba.copy(),
        indices=nearest_index(palette.colours, canvas.rgba[..., :3]),
        digits={role: paint_digits(theme.colour(role), theme.paper, size, palette) for role in roles},
        legend=scene.legend,
    )


def _backdrop(panel: Panel, layout: Layout, theme: Theme, palette: Palette) -> Backdrop:
    rgb = render_panel(panel, theme, layout.scale, layout.letters)
    rgba = np.dstack([rgb, np.full(rgb.shape[:2], 255, dtype=np.uint8)])
    return Backdrop(replace(panel, static=()), rgba, nearest_index(palette.colours, rgb))


def _paint_scene(scene: Scene, layout: Layout, theme: Theme) -> Canvas:
    """Panels, the legend, and the names of readouts."""
    canvas = new_canvas(layout.width_px, layout.height_px, theme.paper, layout.scale)
    for panel, (x, y) in zip(scene.panels, layout.corners, strict=True):
        place = layout.pixels(x, y, panel.width_px, panel.height_px)
        canvas.rgba[place][..., :3] = render_panel(panel, theme, layout.scale, layout.letters)
    draw(canvas, items_below(scene, layout, theme))
    return canvas


def items_below(scene: Scene, layout: Layout, theme: Theme) -> Iterator[Item]:
    """What stands below the panels: the legend, and the names of readouts."""
    for n, key in enumerate(scene.legend):
        yield from key_items(layout, n, key, theme)
    for n, arrow in enumerate(drawn_kinds(scene).values(), len(scene.legend)):
        yield from arrow_key_items(layout, n, arrow, theme, alone=not scene.legend)
    for readout, (x, top) in zip(scene.readouts, layout.places, strict=False):
        name = fit(readout.label, LABEL_PX, "Regular", layout.column_px - 6)
        yield Words(name, (x, top + NAME_BASELINE_PX), LABEL_PX, theme.muted)


def _samples(scene: Scene, layout: Layout, canvas: Canvas, theme: Theme) -> Iterator[Pixels]:
    """Pixels (…, 3) of the bare scene, and what its moving marks add; leaves the canvas as it was."""
    bare = canvas.rgba.copy()
    yield bare[..., :3]
    for whole, location in zip(scene.panels, layout.corners, strict=True):
        area = moving_area(whole, location, layout)
        for panel in (whole, *_companies(whole)):
            for _ in sample_colours(canvas, panel, theme, location):
                changed = canvas.words[area] != bare.view("<u4")[..., 0][area]
                yield canvas.rgba[area][changed][:, :3]
                canvas.rgba[:] = bare


def _companies(panel: Panel) -> Iterator[Panel]:
    """The panel with fewer of the runs that share it: all together they seldom show what one looks like, or, where
    they tint it, two."""
    runners = dict.fromkeys(map(runner_of, panel.moving))
    for count in (1, 2)[: 0 if len(runners) == 1 else 1 if len(runners) > FEW else 2]:
        for company in combinations(runners, count):
            yield replace(panel, moving=tuple(mark for mark in panel.moving if runner_of(mark) in company))


def _shades(paper: Colour, ink: Colour) -> Pixels:
    opacity = np.linspace(0, 1, TEXT_SHADES)[:, np.newaxis]
    return np.repeat(mix(np.array([paper], dtype=np.uint8), np.array(ink), opacity), 40, axis=0)
