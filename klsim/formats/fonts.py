"""Fonts cut down to some characters, as WOFF2; the same bytes each time."""

import warnings
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from klsim.diagnostics import Code, Location
from klsim.engine.task import Products
from klsim.formats.faces import MATH_FAMILY

FEATURES = ("kern", "liga", "lnum", "onum", "pnum", "tnum", "frac", "locl", "mark", "ccmp")
_MATH_FEATURES = ("ssty", "kern")  # shapes made for small scripts, such as primes
_STYLES = {400: "Regular", 600: "Semibold"}
_SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true")
_PRIMES = "′″‴⁗‵"
_LEGAL_NAMES = (0, 13, 14)  # of the name table: copyright, licence, and where to read it


def cut_face(file: str, family: str, weight: int, style: str, characters: str, data: bytes) -> Products:
    """A face of the pages, from the bytes of its file, with some characters only, `woff2`.

    Raises ContentError where `file`, as messages call it, is no font.
    """
    words = _STYLES.get(weight, str(weight)) + " Italic" * (style == "italic")
    if data[:4] not in _SIGNATURES:
        message = "this is no font in TrueType or OpenType format"
        raise Location(file, 1).failure(Code.FILE_UNREADABLE, message, "save it as .ttf or .otf")
    return {"woff2": cut_font(data, characters, FEATURES, family.replace("Source", "Article"), words)}


def cut_math(characters: str) -> Products:
    """The typeface of formulas with these characters and all sizes and parts of them, `woff2`.

    Its MATH table, by which browsers space formulas and build tall brackets, roots and integrals, is kept. Primes
    have the shape for scripts, since they stand nowhere else: Chromium does not look for it, and draws a speck.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of what it does when it is imported
        import ziamath  # only its font is wanted

    path = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    return {
        "woff2": cut_font(
            path.read_bytes(), "".join(sorted(characters)), _MATH_FEATURES, MATH_FAMILY, "Regular", _PRIMES
        )
    }


@cache  # a preview or a test builds more than once
def cut_font(
    data: bytes, characters: str, features: tuple[str, ...], family: str, style: str, scripts: str = ""
) -> bytes:
    """A font as WOFF2 with some characters and OpenType features, under another name.

    The characters that are `scripts` have the first shape that the feature ssty gives them.
    """
    import brotli  # noqa: F401  what WOFF2 is packed with
    import uharfbuzz  # slow to import, as is fontTools, and seldom needed: fonts are made once
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode(), "big") for feature in features)
    wanted.name_id_set.update(_LEGAL_NAMES)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    cut = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob(data)), wanted)
    font = TTFont(BytesIO(cut.blob.data), recalcTimestamp=False, recalcBBoxes=False)
    _rename(font, family, style)
    _shape_scripts(font, scripts)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _shape_scripts(font: Any, characters: str) -> None:
    """Give characters the shape of the feature ssty."""
    records = font["GSUB"].table.FeatureList.FeatureRecord if characters and "GSUB" in font else ()
    lookups = {index for one in records if one.FeatureTag == "ssty" for index in one.Feature.LookupListIndex}
    shapes: dict[str, str] = {}
    for index in sorted(lookups):
        for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            shapes |= getattr(table, "mapping", {})
            shapes |= {name: others[0] for name, others in getattr(table, "alternates", {}).items()}
    for table in font["cmap"].tables:
        names = getattr(table, "cmap", {})
        for character in characters:
            if (name := names.get(ord(character))) in shapes:
                names[ord(character)] = shapes[name]


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
