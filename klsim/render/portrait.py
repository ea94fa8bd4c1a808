"""Pictures for narrow screens: narrow panels one below the other, and all words in as many lines as they need."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil

from klsim.render.animation import Animation, render_animation
from klsim.render.background import prepare_backgrounds, zoom_out
from klsim.render.header import count_lines_of
from klsim.render.layout import (
    FOOT_PX,
    HEADER_LINE_PX,
    HEADER_PX,
    LEGEND_PX,
    LEGEND_TOLD_PX,
    Layout,
)
from klsim.render.legend import entry_px
from klsim.render.movie import Reel
from klsim.render.narrow import WIDTH_PX, narrow_panel, shaped_as
from klsim.render.type_scale import LETTERS_IN_PORTRAIT, NUMBER_PX
from klsim.scene.arrows import drawn_kinds
from klsim.scene.marks import Scene
from klsim.scene.numbers import DIGITS
from klsim.scene.theme import Theme

FILM, STILL = "film", "still"
"""The products of a task that draws one."""

SCALE = 1.5
"""Pixels for each px: 480 across, which are sharp where a telephone shows them about 350 px wide."""

EDGE_PX = 8
"""Left and right of words."""

COLUMN_PX = 84
"""How wide a number below the panels is at the least."""

FEW, LOW = 2, 0.54
"""Of more panels each is lower, so that all of them are on one screen, if not the numbers below them."""


def portrait_scene(scene: Scene) -> Scene:
    """The scene with narrow panels."""
    highest = 1 if len(scene.panels) <= FEW else LOW
    return replace(scene, panels=tuple(narrow_panel(panel, highest) for panel in scene.panels))


def lay_out_portrait(scene: Scene, header_lines: int, notes: Sequence[str] = ()) -> Layout:
    """The layout of a scene of narrow panels with so many lines of words above them, none if none are ever told.

    notes: of each entry of the legend the longest of what it tells
    """
    room = WIDTH_PX - 2 * EDGE_PX
    header = _even(HEADER_PX + (header_lines - 1) * HEADER_LINE_PX) if header_lines else EDGE_PX
    tops = list(accumulate((panel.height_px for panel in scene.panels), initial=header))
    told = zip(scene.legend, notes or [""] * len(scene.legend), strict=True)
    told_below = any(entry_px(key, words) > room for key, words in told)
    entry = LEGEND_PX + LEGEND_TOLD_PX * told_below
    entries = len(scene.legend) + len(drawn_kinds(scene))
    feet = tops[-1] + entries * entry
    count = max(len(scene.readouts), 1)
    rows = ceil(count / (room // COLUMN_PX))
    in_row = ceil(count / rows)
    column = room // in_row
    return Layout(
        width_px=WIDTH_PX,
        height_px=_even(feet + rows * FOOT_PX),
        header_lines=header_lines,
        header_px=header,
        left_px=EDGE_PX,
        right_px=WIDTH_PX - EDGE_PX,
        corners=tuple((0, top) for top in tops[:-1]),
        places=tuple((EDGE_PX + n % in_row * column, feet + n // in_row * FOOT_PX) for n in range(count)),
        column_px=column,
        number_px=min(NUMBER_PX, column / (DIGITS / 2 + 2)),
        keys=tuple((EDGE_PX, tops[-1] + n * entry) for n in range(entries)),
        key_px=room,
        scale=SCALE,
        letters=LETTERS_IN_PORTRAIT,
        told_below=told_below,
    )


def render_portrait(reel: Reel, theme: Theme) -> Animation:
    """What a film shows, as GIF and as still, with as many lines of words as it needs."""
    words, scene = reel.words, portrait_scene(reel.scene)
    lines = count_lines_of(words.title, words.endings, WIDTH_PX - 2 * EDGE_PX) if words.has_header else 0

    def arrange(one: Scene, header_lines: int) -> Layout:
        return lay_out_portrait(one, header_lines, words.legend)

    wider = {(n, factors): shaped_as(panel, scene.panels[n]) for (n, factors), panel in reel.wider.items()}
    (bare,) = prepare_backgrounds([scene], theme, lines, arrange=arrange)
    background = zoom_out(bare, wider)
    return render_animation(background, reel.series, reel.film, words.title, words.endings[-1], reel.endings)


def _even(length_px: float) -> int:
    """A length of which one and a half times as many pixels are whole."""
    return 2 * ceil(length_px / 2)
