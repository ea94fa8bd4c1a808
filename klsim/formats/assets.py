"""The files that pages share: style sheet, scripts, icon and fonts, each named after its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rjsmin import jsmin

from klsim.disk.digests import digest
from klsim.formats.fonts import FACES, Face, font_face_css
from klsim.formats.math_font import math_face_css

_FIGURES = ("drawing", "printing", "klsim", "overview")
SCRIPTS = {"figures": _FIGURES, "games": ("drawing", "match"), "figures-and-games": (*_FIGURES, "match")}
"""What each script of the site is made of. A page has one of them at the most."""


@dataclass(frozen=True)
class Assets:
    """Where the shared files stand, relative to the output folder.

    scripts:  each script of `SCRIPTS`, whether or not a page has it
    upright:  the fonts that every page needs at once
    italic:   the font of emphasis
    formulas: the font of formulas; empty where the site has none
    """

    style: str
    scripts: Mapping[str, str]
    icon: str
    upright: tuple[str, ...]
    italic: str
    formulas: str

    def fonts(self, text: str) -> tuple[str, ...]:
        """The fonts that a page with this text, as HTML, needs at once."""
        needed = ((self.italic, "<em" in text), (self.formulas, "<math" in text))
        return (*self.upright, *(font for font, is_needed in needed if is_needed))


@dataclass(frozen=True)
class AssetFile:
    """A shared file to write: its path in the output folder and its bytes."""

    path: str
    data: bytes


def script_name(*, figures: bool, games: bool) -> str:
    """The script of a page with animations, with matching by hand, or with both; empty where it has none."""
    if figures and games:
        return "figures-and-games"
    return "figures" if figures else "games" if games else ""


def font_path(face: Face, key: str) -> str:
    """Where a font file stands; `key` covers what it is made from."""
    return f"assets/{face.name}.{key}.woff2"


def math_font_path(key: str) -> str:
    """Where the font of formulas stands; `key` covers what it is made from, the characters included."""
    return f"assets/article-math.{key}.woff2"


def make_assets(
    static: Path, highlight_css: str, font_key: str, math_key: str
) -> tuple[Assets, tuple[AssetFile, ...]]:
    """The shared files but the fonts, from the folder of static sources; `math_key` is empty without formulas."""
    formulas = math_font_path(math_key) if math_key else ""
    faces = [font_face_css(face, Path(font_path(face, font_key)).name) for face in FACES]
    fonts = "".join([*faces, *([math_face_css(Path(formulas).name)] if formulas else [])])
    theme, style = ((static / name).read_text(encoding="utf-8") for name in ("theme.css", "style.css"))
    sheet = _named("style", "css", (fonts + theme + style + highlight_css).encode())
    scripts = {name: _script(static, name, parts) for name, parts in SCRIPTS.items()}
    icon = _named("icon", "svg", (static / "icon.svg").read_bytes())
    common = [face for face in FACES if not face.part]
    upright = tuple(font_path(face, font_key) for face in common if face.style == "normal")
    (italic,) = (font_path(face, font_key) for face in common if face.style == "italic")
    paths = {name: script.path for name, script in scripts.items()}
    assets = Assets(sheet.path, paths, icon.path, upright, italic, formulas)
    return assets, (sheet, *scripts.values(), icon)


def _script(static: Path, name: str, parts: tuple[str, ...]) -> AssetFile:
    """One script of several parts, without comments: a page asks once, and it is smaller than its parts."""
    texts = ((static / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    return _named(name, "js", jsmin("".join(['"use strict";', *texts])).encode())


def _named(stem: str, suffix: str, data: bytes) -> AssetFile:
    return AssetFile(f"assets/{stem}.{digest(data)}.{suffix}", data)
