"""The typeface of figures: Source Sans Pro, from the files of its Python package."""

from importlib.resources import as_file, files
from typing import Literal, TypeAlias

from matplotlib.ft2font import FT2Font

Weight: TypeAlias = Literal["Regular", "Semibold"]

_ITALIC = {"Regular": "It", "Semibold": "SemiboldIt"}


def open_font(weight: Weight, italic: bool, size_px: float) -> FT2Font:
    """A face at a size; opened anew each time, for a face carries the state of its last use."""
    style = _ITALIC[weight] if italic else weight
    with as_file(files("font_source_sans_pro") / "files" / f"SourceSansPro-{style}.ttf") as path:
        font = FT2Font(path)
    font.set_size(size_px, 72)
    return font
