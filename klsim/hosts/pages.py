"""The pages of another generator that have figures, or links to them."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from klsim.config import Config
from klsim.content.decoding import check_readable, start_of
from klsim.content.files import TAKEN, ArticleFiles
from klsim.diagnostics import Code, Diagnostics
from klsim.engine.digest import digest
from klsim.fences import FIGURES

ENDINGS = (".md", ".markdown", ".mkd", ".mdown")
_OURS = re.compile(
    rb"^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:%s)\b|\(\s*<?(?:run|value):" % "|".join(FIGURES).encode(), re.MULTILINE
)
_DIGITS = 8


def find_pages(config: Config, diagnostics: Diagnostics) -> tuple[ArticleFiles, ...]:
    """Pages with something of klsim's, in the order of their names; `slug` is the name of a page's own folder."""
    first: dict[str, str] = {}
    found = []
    for path in diagnostics.attempt_each(
        lambda one: _readable(one, config), _texts(config.content, config.output)
    ):
        file = start_of(path, config)
        if not _OURS.search(path.read_bytes()):
            continue
        slug = page_name(path.relative_to(config.content))
        other = first.setdefault(slug, file.file)
        if other != file.file:
            message = f"the figures of two pages would be in {config.output.name}/{slug}/"
            diagnostics.add(file.error(Code.DUPLICATE_NAME, message, f"the other is {other}; rename one of them"))
            continue
        found.append(ArticleFiles(slug, start_of(path.parent, config).file, ((file.file, path),)))
    return tuple(sorted(found, key=lambda one: one.slug))


def _readable(path: Path, config: Config) -> Path:
    check_readable(path, config)
    return path


def page_name(path: Path) -> str:
    """The name of the folder of a page's figures: `guide/First steps.md` has guide-first-steps."""
    letters = unicodedata.normalize("NFKD", path.with_suffix("").as_posix().lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not plain.isascii():
        name = f"{name}-{digest(path.as_posix().encode())[:_DIGITS]}".strip("-")
    return f"{name or 'page'}-page" if name in ("", *TAKEN) else name


def _texts(folder: Path, output: Path) -> Iterator[Path]:
    """All texts below a folder but klsim's own and hidden ones, in the order of their names."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and Path(place, name) != output)
        for name in sorted(names):
            if name[0] != "." and Path(name).suffix.lower() in ENDINGS:
                yield Path(place, name)
