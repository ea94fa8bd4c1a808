"""What is watched, and which of the changes there matter."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from klsim.config import Config

PACKAGE = Path(__file__).parents[1]
SETTLED_MS = 40
"""Saves that follow each other faster than this are one."""

LONGEST_MS = 400
"""A stream of saves without a pause is cut after this long."""

_PASSING = ("~", ".swp", ".swx", ".tmp", ".part", ".pyc", ".bak")


def watched(config: Config) -> tuple[Path, ...]:
    """The folders that decide what is built."""
    return tuple(
        folder for folder in (config.content, config.templates, config.simulations, PACKAGE) if folder.is_dir()
    )


def matters(path: Path, folders: tuple[Path, ...]) -> bool:
    """Whether a change of this file may change the site: not what editors and Python leave for a moment."""
    inside = next((path.relative_to(folder) for folder in folders if path.is_relative_to(folder)), None)
    if inside is None or any(part[0] in ".#" or part == "__pycache__" for part in inside.parts):
        return False
    if inside.name.endswith(_PASSING) or inside.name == "4913":  # Vim tries a folder with a file of this name
        return False
    return not path.is_relative_to(PACKAGE) or path.suffix == ".py"


def changes(config: Config, stop: Event) -> Iterator[tuple[Path, ...]]:
    """Sets of files saved together, until `stop`."""
    folders = watched(config)

    def wanted(_: Change, path: str) -> bool:
        return matters(Path(path), folders)

    for batch in watch(
        *folders, watch_filter=wanted, step=SETTLED_MS, debounce=LONGEST_MS, stop_event=stop, rust_timeout=500
    ):
        yield tuple(sorted({Path(path) for _, path in batch}))
