"""The static part of panels as pictures for the page, in light colours and in dark ones, wide and for phones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from klsim.engine.task import Products
from klsim.render.fonts import typeface
from klsim.render.narrow import narrow_panel, shaped_as
from klsim.render.panel import render_panel
from klsim.render.png import encode_png
from klsim.render.type_scale import letters_in_page, letters_of_game, letters_on_phone
from klsim.scene.codec import SCENES
from klsim.scene.marks import Panel, Raster, Scene
from klsim.scene.theme import Colour, Theme
from klsim.scene.wider import Wider, decode_wider, view_name

SCALE = 2
"""Pixels for each px of the page."""

NARROW = "-narrow"
"""What the names of pictures for phones end with, before that of their scheme."""

WIDE = ("", "-dark")
ENDINGS = (*WIDE, NARROW, f"{NARROW}-dark")
"""What the names of the pictures of a panel end with."""

BESIDE_MAP, GAME = "beside-map", "game"
"""Where panels stand that are neither alone in a figure nor side by side."""

Lettered = tuple[str, Panel, float]
"""The end of a name, what is drawn, and how large its letters are."""


def draw_panels(
    light: Mapping[str, Colour], dark: Mapping[str, Colour], place: str, styles: Sequence[str], *rest: Any
) -> Products:
    """Each panel of a scene as PNG: `<name>`, `<name>-dark`, `<name>-narrow` and `<name>-narrow-dark`.

    place:  where they stand, if it is not usual
    styles: those of the site's typeface
    rest:   its fonts, and products of which the only one is the scene
    """
    *fonts, scenes = rest
    (encoded,) = scenes.values()
    pictures = _pictures(SCENES.decode(encoded, Scene).panels, place)
    with typeface(styles, fonts):
        return _draw(light, dark, pictures)


def draw_wider_panels(
    light: Mapping[str, Colour], dark: Mapping[str, Colour], place: str, styles: Sequence[str], *rest: Any
) -> Products:
    """The same of panels that have zoomed out, "0-10-1", "0-10-1-dark" …; the last product has these panels."""
    *fonts, scenes, zoomed = rest
    (encoded,) = scenes.values()
    pictures = _wider_pictures(SCENES.decode(encoded, Scene).panels, decode_wider(zoomed), place)
    with typeface(styles, fonts):
        return _draw(light, dark, pictures)


def _draw(light: Mapping[str, Colour], dark: Mapping[str, Colour], pictures: Iterable[Lettered]) -> Products:
    themes = {"": Theme.of(light), "-dark": Theme.of(dark)}
    return {
        f"{name}{suffix}": encode_png(render_panel(panel, theme, SCALE, letters))
        for (name, panel, letters), (suffix, theme) in product(pictures, themes.items())
    }


def _pictures(panels: Sequence[Panel], place: str) -> Iterator[Lettered]:
    """What is drawn; pictures that simulations draw have nothing that stands still, and no letters."""
    wide = letters_in_page(panels, is_beside_map=place == BESIDE_MAP)
    for panel in panels:
        if place == GAME:
            for ending, letters in zip(("", NARROW), letters_of_game(panel), strict=True):
                yield f"{panel.name}{ending}", panel, letters
            continue
        yield panel.name, panel, wide
        if not any(isinstance(mark, Raster) for mark in panel.moving):
            yield f"{panel.name}{NARROW}", narrow_panel(panel), letters_on_phone(len(panels))


def _wider_pictures(panels: Sequence[Panel], wider: Wider, place: str) -> Iterator[Lettered]:
    """What is drawn of panels that have zoomed out: their letters, and on phones their shape, are as before."""
    letters = letters_in_page(panels, is_beside_map=place == BESIDE_MAP)
    for view, panel in wider.items():
        yield view_name(view), panel, letters
        narrow = shaped_as(panel, narrow_panel(panels[view[0]]))
        yield f"{view_name(view)}{NARROW}", narrow, letters_on_phone(len(panels))
