"""The font files of the site, cut down where they are not there yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from klsim.disk.output import Output
from klsim.pages.assets import font_path
from klsim.pages.fonts import FACES, subset_font
from klsim.site.figures import Map


@dataclass(frozen=True, eq=False)
class Fonts:
    """Fonts under way.

    key:     of what they are made from
    paths:   of all of them
    missing: the paths of those that are being made
    made:    waits for the bytes of each of these
    """

    key: str
    paths: tuple[str, ...]
    missing: tuple[str, ...]
    made: Iterator[bytes]


def begin_fonts(key: str, output: Output, map: Map) -> Fonts:
    """Have the fonts made that are not there."""
    faces = {font_path(face, key): face for face in FACES}
    missing = tuple(path for path in faces if not output.fresh(path, key))
    return Fonts(key, tuple(faces), missing, iter(map(subset_font, [faces[path] for path in missing])))


def write_fonts(fonts: Fonts, output: Output) -> None:
    """Put those that are made into place."""
    for path, data in zip(fonts.missing, fonts.made, strict=True):
        output.write(path, fonts.key, data)
