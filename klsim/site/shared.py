"""The files that all pages share: style sheet, scripts, icon and fonts."""

from collections.abc import Sequence
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


def plan_shared(job: Job) -> Shared:
    """The shared files, the fonts by name only: they are slow to make, and seldom needed."""
    font_key = key_of(job.inputs, FONT_INPUTS)
    assets, files = make_assets(job.config.templates / "static", highlight_css(), font_key)
    return Shared(assets, files, font_key)


def write_shared(shared: Shared, job: Job) -> list[str]:
    """Put the shared files in place; their paths."""
    fonts = {font_path(face, shared.font_key): face for face in FACES}
    for path, face in fonts.items():
        if not job.output.fresh(path, shared.font_key):
            job.output.write(path, shared.font_key, subset_font(face))
    for file in shared.files:
        if not job.output.fresh(file.path, digest(file.data)):
            job.output.write(file.path, digest(file.data), file.data)
    return [*fonts, *(file.path for file in shared.files)]
