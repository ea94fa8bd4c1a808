"""Folders of pictures: begun anew, and nobody else's."""

from pathlib import Path

MARK = ".look"
"""A file that every folder of pictures has. Only a folder that has it is emptied."""


def begin_folder(folder: Path) -> None:
    """Make a folder of pictures, or take the pictures out of one.

    Raises FileExistsError where there is something that may be somebody's work.
    """
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder}: is not a folder of pictures; name another, or remove it")
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures_in(folder):
        (folder / picture).unlink()
    (folder / MARK).touch()


def pictures_in(folder: Path) -> list[str]:
    """The pictures of a folder, by relative path, in order. Raises FileNotFoundError where it is not there."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no pictures here")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.png"))
