"""Whether there is a site in a folder, and which one may have been meant."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from klsim.config import Config
from klsim.diagnostics import NoSiteError

SITE = Path("content", "site.yaml")
_BEGINNING = "`klsim new site my-blog` begins one"


def require_site(config: Config) -> None:
    """Raise NoSiteError, with the nearest folder that has a site, where the root has none."""
    if _is_site(config.root):
        return
    meant = next(_nearby(config.root), None)
    hint = _BEGINNING if meant is None else f"did you mean {_name_of(meant)}?"
    raise NoSiteError(f"there is no site in {_name_of(config.root)}: {_missing(config.root)}; {hint}")


def _is_site(folder: Path) -> bool:
    return os.path.lexists(folder / SITE)  # a link that leads nowhere is told where it is read


def _missing(root: Path) -> str:
    """What is not there."""
    if os.path.isdir(root):  # noqa: PTH112, since a Path would raise for a name that is too long
        return f"no {SITE.as_posix()}"
    return "it is not a folder" if os.path.lexists(root) else "no such folder"


def _nearby(root: Path) -> Iterator[Path]:
    """Sites that may be meant: just inside the folder, at nearly the same path, and around the folder."""
    yield from filter(_is_site, [*_folders(root), *_similar(root)])
    if os.path.lexists(root):
        yield from filter(_is_site, [*root.parents, *root.resolve().parents])


def _similar(root: Path) -> Iterator[Path]:
    """The paths that differ from one in the first of its names that leads nowhere, or in its last."""
    path = root if root.name else root.resolve()
    wrong = next((folder for folder in reversed(path.parents) if not os.path.lexists(folder)), path)
    names = {folder.name.lower(): folder.name for folder in _folders(wrong.parent)}
    for name in get_close_matches(wrong.name.lower(), names):
        yield wrong.parent / names[name] / path.relative_to(wrong)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []


def _name_of(folder: Path) -> str:
    return str(folder if folder.name else folder.resolve())
