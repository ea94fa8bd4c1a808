"""A new site: a folder with all that it needs, which builds at once."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from klsim import __version__
from klsim.diagnostics import UsageError
from klsim.new import quoted_title, write_new
from klsim.site_beginnings import FILES

_ALLOWED = ".git"
"""What may be in the folder of a new site: it may have been put under version control already."""
_TOLD = 3


def new_site(folder: Path, day: date) -> Sequence[Path]:
    """Write the files of a new site; their paths.

    Raises UsageError for a folder that is not empty, BuildError where it cannot be written.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; choose another name")
    there = sorted(path.name for path in folder.iterdir() if path.name != _ALLOWED) if folder.is_dir() else []
    if there:
        what = ", ".join(there[:_TOLD]) + ", …" * (len(there) > _TOLD)
        raise UsageError(f"{folder} is not empty: {what} is there; name a folder that is new or empty")
    version = ".".join(__version__.split(".")[:2])
    title = quoted_title(_title_of(folder))
    return [
        write_new(folder / name, text.format(title=title, day=day.isoformat(), version=version))
        for name, text in FILES.items()
    ]


def _title_of(folder: Path) -> str:
    """The name of the folder as words."""
    words = " ".join(folder.resolve().name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or "My site"
