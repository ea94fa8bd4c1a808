"""The files that pages share: style sheet, scripts, icon and fonts, each named after its content."""

from dataclasses import dataclass
from pathlib import Path

from klsim.disk.digests import digest
from klsim.pages.fonts import FACES, Face, font_face_css


@dataclass(frozen=True)
class Assets:
    """Where the shared files stand, relative to the output folder.

    drawing: the script that the other two build on
    figures: the script of animations
    maps:    the script of their overviews
    games:   the script of matching by hand
    """

    style: str
    drawing: str
    figures: str
    maps: str
    games: str
    icon: str

    def scripts(self, *, figures: bool, games: bool) -> tuple[str, ...]:
        """The scripts of a page that has any of these, in the order in which they run."""
        needed = (
            (self.drawing, figures or games),
            (self.figures, figures),
            (self.maps, figures),
            (self.games, games),
        )
        return tuple(script for script, is_needed in needed if is_needed)


@dataclass(frozen=True)
class AssetFile:
    """A shared file to write: its path in the output folder and its bytes."""

    path: str
    data: bytes


def font_path(face: Face, key: str) -> str:
    """Where a font file stands; `key` covers what it is made from."""
    return f"assets/{face.name}.{key}.woff2"


def make_assets(static: Path, highlight_css: str, font_key: str) -> tuple[Assets, tuple[AssetFile, ...]]:
    """The shared files but the fonts, from the folder of static sources."""
    fonts = "".join(font_face_css(face, Path(font_path(face, font_key)).name) for face in FACES)
    theme, style = ((static / name).read_text(encoding="utf-8") for name in ("theme.css", "style.css"))
    files = (
        _named("style", "css", (fonts + theme + style + highlight_css).encode()),
        *(
            _named(name, "js", (static / f"{name}.js").read_bytes())
            for name in ("drawing", "klsim", "overview", "match")
        ),
        _named("icon", "svg", (static / "icon.svg").read_bytes()),
    )
    return Assets(*(file.path for file in files)), files


def _named(stem: str, suffix: str, data: bytes) -> AssetFile:
    return AssetFile(f"assets/{stem}.{digest(data)}.{suffix}", data)
