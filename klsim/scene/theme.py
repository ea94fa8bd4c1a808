"""The colours of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""


def hex_code(colour: Colour) -> str:
    """A colour as style sheets have it, "#1b1d22"."""
    return "#" + "".join(f"{part:02x}" for part in colour)


@dataclass(frozen=True)
class Theme:
    """One colour scheme: what the page calls `--paper`, `--ink` and so on."""

    paper: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    target: Colour
    object: Colour
    series_1: Colour
    series_2: Colour
    series_3: Colour
    series_4: Colour
    series_5: Colour
    series_6: Colour
    series_7: Colour
    series_8: Colour
    land: Colour
    contour: Colour
    speed_1: Colour
    speed_2: Colour
    speed_3: Colour
    speed_4: Colour
    speed_5: Colour
    stuck: Colour
    diverged: Colour
    out_of_domain: Colour

    @classmethod
    def of(cls, colours: Mapping[str, Sequence[int]]) -> "Theme":
        """The theme of these colours by name."""
        return cls(**{name: (rgb[0], rgb[1], rgb[2]) for name, rgb in colours.items()})

    def colour(self, role: str) -> Colour:
        """The colour of a role, such as `object` or `series-1`."""
        colour: Colour = getattr(self, role.replace("-", "_"))
        return colour

    @property
    def colours(self) -> Mapping[str, Colour]:
        """The colours by name, as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Themes:
    """The light scheme, which GIFs and stills use too, the dark one, and the typeface of a site that has its own.

    styles: those of the typeface, Regular, Semibold, It or SemiboldIt
    fonts:  the file of each, and what messages call it
    """

    light: Theme
    dark: Theme
    styles: tuple[str, ...] = ()
    fonts: tuple[tuple[str, Path], ...] = ()


ROLES = tuple(field.name.replace("_", "-") for field in fields(Theme))
"""What colours are called by: `object`, `series-1`, …"""
