"""The static part of panels as pictures for the page, in light colours and in dark ones."""

from collections.abc import Mapping

from klsim.engine.task import Products
from klsim.render.panel import render_panel
from klsim.render.png import encode_png
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene
from klsim.scene.theme import Colour, Theme

SCALE = 2
"""Pixels for each px of the page."""


def draw_panels(light: Mapping[str, Colour], dark: Mapping[str, Colour], scenes: Products) -> Products:
    """Each panel of a scene as PNG, `<name>` and `<name>-dark`; the one product is the scene."""
    (encoded,) = scenes.values()
    themes = {"": Theme.of(light), "-dark": Theme.of(dark)}
    return {
        f"{panel.name}{suffix}": encode_png(render_panel(panel, theme, SCALE))
        for panel in SCENES.decode(encoded, Scene).panels
        for suffix, theme in themes.items()
    }
