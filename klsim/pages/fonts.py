"""The typefaces of the pages: Source Serif and Source Sans, cut down to the characters that articles use.

Both are under the SIL Open Font Licence, which asks that a changed font goes by another name; inside the
files they are called Article Serif and Article Sans.
"""

from dataclasses import dataclass
from importlib import import_module
from io import BytesIO

CHARACTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "".join(map(chr, range(0xA0, 0x180)))
    + "".join(map(chr, range(0x391, 0x3CA)))
    + "–—‘’“”„†•…‰′″‹›⁄€−×÷±≈≠≤≥∞∂∆∑∏√∫←→↑↓·"
)
FEATURES = ("kern", "liga", "lnum", "onum", "pnum", "tnum", "frac", "locl", "mark", "ccmp")


@dataclass(frozen=True)
class Face:
    """One font file: where it comes from and what the style sheet calls it."""

    package: str
    attribute: str
    family: str
    weight: int
    style: str

    @property
    def name(self) -> str:
        """The stem of the file's name."""
        return f"{self.family.lower().replace(' ', '-')}-{self.weight}{'-italic' * (self.style == 'italic')}"


FACES = (
    Face("font_source_serif_pro", "SourceSerifPro", "Source Serif", 400, "normal"),
    Face("font_source_serif_pro", "SourceSerifProIt", "Source Serif", 400, "italic"),
    Face("font_source_serif_pro", "SourceSerifProSemibold", "Source Serif", 600, "normal"),
    Face("font_source_sans_pro", "SourceSansPro", "Source Sans", 400, "normal"),
    Face("font_source_sans_pro", "SourceSansProSemibold", "Source Sans", 600, "normal"),
)


def subset_font(face: Face) -> bytes:
    """The face as WOFF2 with the `CHARACTERS` only; the same bytes each time."""
    from fontTools import subset  # slow to import, and seldom needed: fonts are made once
    from fontTools.ttLib import TTFont

    font = TTFont(getattr(import_module(face.package), face.attribute), recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    options.flavor = "woff2"
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    _rename(font, face)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _rename(font: object, face: Face) -> None:
    family = face.family.replace("Source", "Article")
    style = {400: "Regular", 600: "Semibold"}[face.weight] + (" Italic" if face.style == "italic" else "")
    names = {
        1: family,
        2: style,
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family}-{style}".replace(" ", ""),
    }
    table = font["name"]  # type: ignore[index]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)


def font_face_css(face: Face, url: str) -> str:
    """The rule that makes the style sheet know a face."""
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'font-display: swap; src: url("{url}") format("woff2"); }}\n'
    )
