"""The files that all pages share: style sheet, scripts, icon and fonts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klsim.disk.digests import digest
from klsim.pages.assets import AssetFile, Assets, font_path, make_assets
from klsim.pages.fonts import FACES, subset_font
from klsim.site.inputs import FONT_INPUTS, key_of
from klsim.site.job import Job
from klsim.text.highlight import highlight_css


@dataclass(frozen=True)
class Shared:
    """How pages call the shared files, and the files that are ready to be written."""

    assets: Assets
    files: Sequence[AssetFile]
    font_key: str

    @property
    def key(self) -> str:
        """A key of all that pages see of them."""
        return digest(*(file.path for file in self.files))


@dataclass(frozen=True, eq=False)
class Fonts:
    """Fonts under way.

    paths:   of all of them
    missing: of those that are being made
    made:    waits for the bytes of each of these
    """

    paths: tuple[str, ...]
    missing: tuple[str, ...]
    made: Iterator[bytes]


def plan_shared(job: Job) -> Shared:
    """The shared files, the fonts by name only: they are slow to make, and seldom needed."""
    font_key = key_of(job.inputs, FONT_INPUTS)
    assets, files = make_assets(job.config.templates / "static", highlight_css(), font_key)
    return Shared(assets, files, font_key)


def begin_fonts(shared: Shared, job: Job) -> Fonts:
    """Have those fonts made that are not there."""
    faces = {font_path(face, shared.font_key): face for face in FACES}
    missing = tuple(path for path in faces if not job.output.fresh(path, shared.font_key))
    return Fonts(tuple(faces), missing, iter(job.map(subset_font, [faces[path] for path in missing])))


def write_shared(shared: Shared, fonts: Fonts, job: Job) -> list[str]:
    """Put the shared files in place; their paths."""
    for path, data in zip(fonts.missing, fonts.made, strict=True):
        job.output.write(path, shared.font_key, data)
    for file in shared.files:
        if not job.output.fresh(file.path, digest(file.data)):
            job.output.write(file.path, digest(file.data), file.data)
    return [*fonts.paths, *(file.path for file in shared.files)]
