"""What may stand in the way of a file in the output folder: links, and files that klsim did not write."""

import os
from collections.abc import Container
from pathlib import Path, PurePosixPath

from klsim.diagnostics import BuildError
from klsim.engine.index import INDEX, LOCK


def refuse_overlap(root: Path, sources: tuple[Path, ...]) -> None:
    """Raise BuildError for an output folder that holds a folder of sources, or lies in one."""
    real = Path(os.path.realpath(root))
    for source in sources:
        origin = Path(os.path.realpath(source))
        if real == origin or origin in real.parents or real in origin.parents:
            how = "is" if real == origin else "lies in" if origin in real.parents else "contains"
            raise BuildError(f"the output folder {root} {how} {source}, which is read: choose another")


def refuse_foreign(root: Path) -> None:
    """Raise BuildError for a folder with files in it but no index, and for one whose index is a link."""
    if any((root / name).is_symlink() for name in (INDEX, LOCK)):
        raise BuildError(f"{root} has a link in place of klsim's index or lock: remove it")
    if root.exists() and not (root / INDEX).exists() and any(path.name != LOCK for path in root.iterdir()):
        message = f"{root} is not empty and was not made by klsim, whose index {INDEX} is not there"
        raise BuildError(f"{message}: choose another output folder, or empty it yourself")


def folders_above(root: Path, path: str) -> list[Path]:
    """The folders that lead to a path from below the root on, the uppermost first."""
    return [root / folder for folder in reversed(PurePosixPath(path).parents) if folder.parts]


def link_above(root: Path, path: str) -> Path | None:
    """The first of the folders that lead to a path which is a link: what lies behind it is not the output's."""
    return next((folder for folder in folders_above(root, path) if folder.is_symlink()), None)


def clear_path(root: Path, path: str, own: Container[str]) -> None:
    """Remove empty folders and files of klsim's `own` that stand where a file is to be put.

    Raises BuildError where a link, or something that klsim did not write, is in the way, OSError for the rest.
    """
    target = root / path
    if link := link_above(root, path):
        raise BuildError(f"{link} is a link, and klsim writes through none: remove it, or build elsewhere")
    for above in folders_above(root, path):
        if above.exists() and not above.is_dir():
            _remove_own(above, root, own)
    if target.is_dir() and not target.is_symlink():
        for below in sorted(target.rglob("*"), reverse=True):
            if below.is_dir() and not below.is_symlink():
                below.rmdir()
            else:
                _remove_own(below, root, own)
        target.rmdir()
    elif path not in own and (target.exists() or target.is_symlink()):
        raise _foreign(target)


def _remove_own(path: Path, root: Path, own: Container[str]) -> None:
    if path.relative_to(root).as_posix() not in own:
        raise _foreign(path)
    path.unlink()


def _foreign(path: Path) -> BuildError:
    return BuildError(f"{path} was not written by klsim and is in the way: move it elsewhere, or delete it")
