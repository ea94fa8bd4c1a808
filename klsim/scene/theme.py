"""The colours of figures, read from the style sheet that the pages use."""

import re
from dataclasses import dataclass

from klsim.errors import BuildError

Colour = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""

_VARIABLE = re.compile(r"--([a-z][a-z0-9-]*):\s*#([0-9a-fA-F]{6})\s*;")
_NEEDED = ("paper", "ink", "muted", "rule", "p", "q", "q1", "q2", "q3", "land", "contour")


@dataclass(frozen=True)
class Theme:
    """One colour scheme: what the page calls `--paper`, `--ink` and so on."""

    paper: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    p: Colour
    q: Colour
    q1: Colour
    q2: Colour
    q3: Colour
    land: Colour
    contour: Colour


@dataclass(frozen=True)
class Themes:
    """The light scheme, which GIFs and stills use too, and the dark one."""

    light: Theme
    dark: Theme


def parse_themes(css: str) -> Themes:
    """The custom properties of a theme sheet: light ones first, dark ones after `prefers-color-scheme: dark`.

    A colour not given for the dark scheme is the light one's. Raises BuildError for a missing colour.
    """
    light_css, _, dark_css = css.partition("prefers-color-scheme: dark")
    light = _colours(light_css)
    if missing := [name for name in _NEEDED if name not in light]:
        raise BuildError(f"theme.css has no colour --{missing[0]}: write it as #rrggbb")
    dark = light | _colours(dark_css)
    return Themes(*(Theme(**{name: colours[name] for name in _NEEDED}) for colours in (light, dark)))


def _colours(css: str) -> dict[str, Colour]:
    found = {name: bytes.fromhex(digits) for name, digits in _VARIABLE.findall(css)}
    return {name: (rgb[0], rgb[1], rgb[2]) for name, rgb in found.items()}
