"""The typefaces of the pages: Source Serif and Source Sans, cut down to the characters that articles use.

Each face is in two files: one with what nearly every text needs, and one with more letters and signs, which
browsers fetch for pages that have any of them. Both fonts are under the SIL Open Font Licence, which asks that a
changed font goes by another name; inside the files they are called Article Serif and Article Sans.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import pairwise

COMMON = "".join(map(chr, range(0x20, 0x7F))) + "\xa0«·»×–—‘’“”…‹›−"
MORE = "".join(
    sorted(
        {*map(chr, range(0xA1, 0x180)), *map(chr, range(0x391, 0x3CA)), *"„†•‰′″⁄€÷±≈≠≤≥∞∂∆∑∏√∫←→↑↓"} - {*COMMON}
    )
)
FEATURES = ("kern", "liga", "lnum", "onum", "pnum", "tnum", "frac", "locl", "mark", "ccmp")
_LEGAL_NAMES = (0, 13, 14)  # of the name table: copyright, licence, and where to read it


@dataclass(frozen=True)
class Face:
    """One font file: where it comes from, what the style sheet calls it, and its characters.

    part: empty for the file with the common characters, else the last part of its name
    """

    package: str
    attribute: str
    family: str
    weight: int
    style: str
    part: str
    characters: str

    @property
    def name(self) -> str:
        """The stem of the file's name."""
        italic, part = "-italic" * (self.style == "italic"), f"-{self.part}" * bool(self.part)
        return f"{self.family.lower().replace(' ', '-')}-{self.weight}{italic}{part}"


_CUTS = (
    ("font_source_serif_pro", "SourceSerifPro", "Source Serif", 400, "normal"),
    ("font_source_serif_pro", "SourceSerifProIt", "Source Serif", 400, "italic"),
    ("font_source_serif_pro", "SourceSerifProSemibold", "Source Serif", 600, "normal"),
    ("font_source_sans_pro", "SourceSansPro", "Source Sans", 400, "normal"),
    ("font_source_sans_pro", "SourceSansProSemibold", "Source Sans", 600, "normal"),
)
FACES = tuple(Face(*cut, *part) for part in (("", COMMON), ("more", MORE)) for cut in _CUTS)


def subset_font(face: Face) -> bytes:
    """The face as WOFF2 with its characters only; the same bytes each time."""
    style = {400: "Regular", 600: "Semibold"}[face.weight] + (" Italic" if face.style == "italic" else "")
    path = getattr(import_module(face.package), face.attribute)
    return cut_font(path, face.characters, FEATURES, face.family.replace("Source", "Article"), style)


@cache  # a preview or a test builds more than once
def cut_font(path: str, characters: str, features: tuple[str, ...], family: str, style: str) -> bytes:
    """The font in a file as WOFF2 with some characters and OpenType features, under another name."""
    import uharfbuzz  # slow to import, as is fontTools, and seldom needed: fonts are made once
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode(), "big") for feature in features)
    wanted.name_id_set.update(_LEGAL_NAMES)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    cut = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)), wanted)
    font = TTFont(BytesIO(cut.blob.data), recalcTimestamp=False, recalcBBoxes=False)
    _rename(font, family, style)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _rename(font: object, family: str, style: str) -> None:
    names = {
        1: family,
        2: style,
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family}-{style}".replace(" ", ""),
    }
    table = font["name"]  # type: ignore[index]
    table.names = [record for record in table.names if record.nameID in _LEGAL_NAMES]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)


def font_face_css(face: Face, url: str) -> str:
    """The rule that makes the style sheet know a face.

    A face that is not there when a page is first shown is left for the next page: no text changes its shape.
    """
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'font-display: optional; src: url("{url}") format("woff2"); '
        f"unicode-range: {unicode_range(face.characters)} }}\n"
    )


def unicode_range(characters: str) -> str:
    """The characters, in their order, as the style sheet writes them: "U+20-7E,U+A0"."""
    codes = sorted(map(ord, characters))
    starts = [code for before, code in pairwise([-2, *codes]) if code != before + 1]
    ends = [code for code, after in pairwise([*codes, 0x110000 + 1]) if after != code + 1]
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in zip(starts, ends, strict=True))
