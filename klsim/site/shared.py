"""The files that all pages share: style sheet, scripts, icon and fonts."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from klsim.content.highlight import highlight_css
from klsim.disk.digests import digest
from klsim.formats.assets import AssetFile, Assets, font_path, make_assets
from klsim.formats.fonts import FACES, subset_font
from klsim.formats.math_font import subset_math_font
from klsim.site.inputs import FONT_INPUTS, key_of
from klsim.site.job import Job


@dataclass(frozen=True)
class Font:
    """A font to be cut: the key of what it is made from, and how."""

    key: str
    cut: Callable[[], bytes]


@dataclass(frozen=True)
class Shared:
    """How pages call the shared files, and those that may be written: scripts where a page has them."""

    assets: Assets
    files: Sequence[AssetFile]
    fonts: Mapping[str, Font]

    @property
    def key(self) -> str:
        """A key of all that pages see of them."""
        return digest(*(file.path for file in self.files), *self.fonts)


def plan_shared(job: Job, characters: Iterable[str]) -> Shared:
    """The shared files, the fonts by name only; `characters` are those of all formulas of the site."""
    font_key = _font_key(job)
    symbols = "".join(sorted(set(characters)))
    math_key = digest(font_key, symbols) if symbols else ""
    assets, files = make_assets(job.config.templates / "static", highlight_css(), font_key, math_key)
    fonts = text_fonts(job)
    if symbols:
        fonts[assets.formulas] = Font(math_key, partial(subset_math_font, symbols))
    return Shared(assets, files, fonts)


def text_fonts(job: Job) -> dict[str, Font]:
    """The fonts that do not depend on the articles, by path."""
    key = _font_key(job)
    return {font_path(face, key): Font(key, partial(subset_font, face)) for face in FACES}


def _font_key(job: Job) -> str:
    return key_of(job.inputs, FONT_INPUTS)


def begin_fonts(fonts: Mapping[str, Font], job: Job) -> dict[str, Iterator[bytes]]:
    """Have those fonts made that are not there; by path, what waits for the bytes."""
    missing = {path: font for path, font in fonts.items() if not job.output.fresh(path, font.key)}
    return {path: iter(job.map(make, [font])) for path, font in missing.items()}


def make(font: Font) -> bytes:
    """The bytes of a font; runs in any process."""
    return font.cut()


def write_shared(
    shared: Shared, fonts: Mapping[str, Iterator[bytes]], scripts: Container[str], job: Job
) -> list[str]:
    """Put the shared files in place, of the scripts those that pages have; their paths."""
    for path, made in fonts.items():
        job.output.write(path, shared.fonts[path].key, next(made))
    unused = {path for name, path in shared.assets.scripts.items() if name not in scripts}
    files = [file for file in shared.files if file.path not in unused]
    for file in files:
        if not job.output.fresh(file.path, digest(file.data)):
            job.output.write(file.path, digest(file.data), file.data)
    return [*shared.fonts, *(file.path for file in files)]
