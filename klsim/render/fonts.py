"""The typefaces of figures: Source Sans Pro, and for letters that it lacks DejaVu Sans, from Python packages.

A site may have another one, which comes before these: whoever draws says so by `typeface`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Literal, TypeAlias
from unicodedata import bidirectional

from matplotlib.ft2font import FT2Font

Weight: TypeAlias = Literal["Regular", "Semibold"]
Face: TypeAlias = tuple[str, str]
"""A package, and the path of a font in it; no package, and the digest of a font of the site."""

_ITALIC = {"Regular": "It", "Semibold": "SemiboldIt"}
_OWN: ContextVar[Mapping[str, tuple[Face, bytes]]] = ContextVar("own", default=MappingProxyType({}))
"""The faces of the site by style, Regular, Semibold, It or SemiboldIt, and their bytes."""

_BOX = "\N{WHITE SQUARE}"
_LEFTWARD = ("R", "AL")
"""Classes of letters that are written from right to left, and partly joined: FreeType alone does neither."""


@contextmanager
def typeface(styles: Sequence[str], fonts: Sequence[bytes]) -> Iterator[None]:
    """Set words in these fonts, each for its style, first of all; without any nothing is changed."""
    faces = {
        style: (("", hashlib.sha256(data).hexdigest()), data) for style, data in zip(styles, fonts, strict=True)
    }
    token = _OWN.set(faces)
    try:
        yield
    finally:
        _OWN.reset(token)


def open_font(face: Face, size_px: float) -> FT2Font:
    """A face at a size, without words; it is the same each time, so be done with it before the next call."""
    font = _open(face)
    font.clear()
    font.set_size(size_px, 72)
    return font


def set_in_faces(words: str, weight: Weight, italic: bool) -> Iterator[tuple[Face, str]]:
    """Words in parts that one face has; in place of a letter that none has stands a box."""
    faces = _faces(weight, italic)
    pairs = [(letter, face) if (face := _face_of(letter, faces)) else (_BOX, faces[-1]) for letter in words]
    for face, part in groupby(pairs, key=itemgetter(1)):
        yield face, "".join(letter for letter, _ in part)


def lacking(words: str) -> str:
    """The letters that cannot be set as they should be, each once, sorted."""
    faces = _faces("Regular", italic=False)
    return "".join(
        letter
        for letter in sorted(set(words))
        if bidirectional(letter) in _LEFTWARD or _face_of(letter, faces) is None
    )


def _faces(weight: Weight, italic: bool) -> tuple[Face, ...]:
    style = _ITALIC[weight] if italic else weight
    other = "-Bold" * (weight == "Semibold") or "-Oblique" * italic
    own = _OWN.get()
    return (
        *([own[style][0]] if style in own else []),
        ("font_source_sans_pro", f"files/SourceSansPro-{style}.ttf"),
        ("matplotlib", f"mpl-data/fonts/ttf/DejaVuSans{other}.ttf"),
    )


def _face_of(letter: str, faces: Iterable[Face]) -> Face | None:
    return next((face for face in faces if ord(letter) in _letters(face)), None)


@cache
def _letters(face: Face) -> frozenset[int]:
    return frozenset(_open(face).get_charmap())


@cache
def _open(face: Face) -> FT2Font:
    """A face from its file, kept: hinting begins with a study of the whole face, the slowest part of a title."""
    package, path = face
    if not package:
        return FT2Font(BytesIO(face_bytes(face)))
    with as_file(files(package) / path) as file:
        return FT2Font(file)


def face_bytes(face: Face) -> bytes:
    """The font file of a face."""
    package, path = face
    if package:
        return (files(package) / path).read_bytes()
    return next(data for own, data in _OWN.get().values() if own == face)
