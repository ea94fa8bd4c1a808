"""The static part of panels as pictures for the page, in light colours and in dark ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.engine.task import Products
from klsim.render.fonts import typeface
from klsim.render.panel import render_panel
from klsim.render.png import encode_png
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene
from klsim.scene.theme import Colour, Theme

SCALE = 2
"""Pixels for each px of the page."""


def draw_panels(
    light: Mapping[str, Colour], dark: Mapping[str, Colour], styles: Sequence[str], *rest: Any
) -> Products:
    """Each panel of a scene as PNG, `<name>` and `<name>-dark`.

    styles: those of the site's typeface
    rest:   its fonts, and products of which the only one is the scene
    """
    *fonts, scenes = rest
    (encoded,) = scenes.values()
    with typeface(styles, fonts):
        return _draw(light, dark, encoded)


def _draw(light: Mapping[str, Colour], dark: Mapping[str, Colour], encoded: bytes) -> Products:
    themes = {"": Theme.of(light), "-dark": Theme.of(dark)}
    return {
        f"{panel.name}{suffix}": encode_png(render_panel(panel, theme, SCALE))
        for panel in SCENES.decode(encoded, Scene).panels
        for suffix, theme in themes.items()
    }
