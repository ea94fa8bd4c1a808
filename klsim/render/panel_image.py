"""The static part of panels as pictures for the page, in light colours and in dark ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.engine.task import Products
from klsim.render.fonts import typeface
from klsim.render.panel import render_panel
from klsim.render.png import encode_png
from klsim.scene.codec import SCENES
from klsim.scene.marks import Panel, Scene
from klsim.scene.theme import Colour, Theme
from klsim.scene.wider import decode_wider, view_name

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
        return _draw(light, dark, {panel.name: panel for panel in SCENES.decode(encoded, Scene).panels})


def draw_wider_panels(
    light: Mapping[str, Colour], dark: Mapping[str, Colour], styles: Sequence[str], *rest: Any
) -> Products:
    """The same of panels that have zoomed out, "0-10-1" and "0-10-1-dark"; the last product has these panels."""
    *fonts, encoded = rest
    with typeface(styles, fonts):
        return _draw(light, dark, {view_name(view): panel for view, panel in decode_wider(encoded).items()})


def _draw(light: Mapping[str, Colour], dark: Mapping[str, Colour], panels: Mapping[str, Panel]) -> Products:
    themes = {"": Theme.of(light), "-dark": Theme.of(dark)}
    return {
        f"{name}{suffix}": encode_png(render_panel(panel, theme, SCALE))
        for name, panel in panels.items()
        for suffix, theme in themes.items()
    }
