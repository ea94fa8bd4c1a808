"""The typeface of figures: Source Sans Pro, from the files of its Python package."""

from functools import cache
from importlib.resources import as_file, files
from typing import Literal, TypeAlias

from matplotlib.ft2font import FT2Font

Weight: TypeAlias = Literal["Regular", "Semibold"]

_ITALIC = {"Regular": "It", "Semibold": "SemiboldIt"}


def open_font(weight: Weight, italic: bool, size_px: float) -> FT2Font:
    """A face at a size, without words; it is the same each time, so be done with it before the next call."""
    font = _open(_ITALIC[weight] if italic else weight)
    font.clear()
    font.set_size(size_px, 72)
    return font


@cache
def _open(style: str) -> FT2Font:
    """A face from its file, kept: hinting begins with a study of the whole face, the slowest part of a title."""
    with as_file(files("font_source_sans_pro") / "files" / f"SourceSansPro-{style}.ttf") as path:
        return FT2Font(path)
