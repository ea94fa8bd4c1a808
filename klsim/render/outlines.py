"""Letters as outlines, in the faces in which `text` sets them: for pictures that are read without these fonts."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from unicodedata import normalize

from klsim.render.fonts import Face, Weight, face_bytes
from klsim.render.text import POWER_RISE, POWER_SIZE, faced_runs


def outline_words(words: str, size_px: float, weight: Weight) -> tuple[str, float]:
    """A line as the data of an SVG path that begins with the pen at (0, 0), and how far that moves."""
    parts, pen = [], 0.0
    for run in faced_runs(normalize("NFC", words), weight):
        size, rise = (POWER_SIZE * size_px, POWER_RISE * size_px) if run.is_power else (size_px, 0.0)
        for commands, advance in _outline(run.face, run.text, size, pen, rise):
            parts.append(commands)
            pen += advance
    return "".join(parts), pen


def _outline(face: Face, text: str, size_px: float, pen: float, rise: float) -> Iterator[tuple[str, float]]:
    """Each glyph of a run that begins at a pen, and how far it moves that."""
    import uharfbuzz  # slow to import, as is fontTools
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    font = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    scale = size_px / font.face.upem
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        path = SVGPathPen(None, ntos=short)
        at = pen + scale * place.x_offset, -rise - scale * place.y_offset
        font.draw_glyph_with_pen(glyph.codepoint, TransformPen(path, (scale, 0, 0, -scale, *at)))
        yield path.getCommands(), scale * place.x_advance
        pen += scale * place.x_advance


@cache
def _font(face: Face) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face_bytes(face))))


def short(number: float) -> str:
    """A length in px to a hundredth, in as few signs as say it."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
