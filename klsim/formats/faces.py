"""The typefaces of the pages: Source Serif and Source Sans, cut down to the characters that articles use, and STIX
Two Math, cut down to those of the site's formulas.

Each face of the first two is in two files: one with what nearly every text needs, and one with more letters and
signs, which browsers fetch for pages that have any of them. All are under the SIL Open Font Licence, which asks
that a changed font goes by another name: inside the files they are Article Serif, Article Sans and Article Math.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

COMMON = "".join(map(chr, range(0x20, 0x7F))) + "\xa0«·»×–—‘’“”…‹›−"
MORE = "".join(
    sorted(
        {*map(chr, range(0xA1, 0x180)), *map(chr, range(0x391, 0x3CA)), *"„†•‰′″⁄€÷±≈≠≤≥∞∂∆∑∏√∫←→↑↓"} - {*COMMON}
    )
)
MORE_PART = "more"
MATH_FAMILY = "Article Math"


@dataclass(frozen=True)
class Face:
    """One font file: where it comes from, what the style sheet calls it, and its characters.

    file: in an installed package, "font_roboto/files/Roboto-Regular.ttf", or beside site.yaml
    part: empty for the file with the common characters, else the last part of its name
    """

    file: str
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


Cut: TypeAlias = tuple[str, str, int, str]
"""The file of a face, its family, its weight, and its style."""


def split_faces(cuts: Iterable[Cut]) -> tuple[Face, ...]:
    """Each face in its two files, all first ones first."""
    several = tuple(cuts)
    return tuple(Face(*cut, *part) for part in (("", COMMON), (MORE_PART, MORE)) for cut in several)


_SERIF, _SANS = "font_source_serif_pro/files/SourceSerifPro", "font_source_sans_pro/files/SourceSansPro"
CUTS: tuple[Cut, ...] = (
    (f"{_SERIF}-Regular.otf", "Source Serif", 400, "normal"),
    (f"{_SERIF}-It.otf", "Source Serif", 400, "italic"),
    (f"{_SERIF}-Semibold.otf", "Source Serif", 600, "normal"),
    (f"{_SANS}-Regular.otf", "Source Sans", 400, "normal"),
    (f"{_SANS}-Semibold.otf", "Source Sans", 600, "normal"),
)
FACES = split_faces(CUTS)
"""Those of a site that names no others."""


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


def math_face_css(url: str) -> str:
    """The rule that makes the style sheet know the typeface of formulas."""
    source = f'src: url("{url}") format("woff2")'
    return f'@font-face {{ font-family: "{MATH_FAMILY}"; font-display: optional; {source} }}\n'
