"""What is watched, and which of the changes there matter."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from klsim.config import Config
from klsim.template_files import own_templates

PACKAGE = Path(__file__).resolve().parents[1]
SETTLED_MS = 40
"""Saves that follow each other faster than this are one."""

LONGEST_MS = 400
"""A stream of saves without a pause is cut after this long."""

LOOK_MS = 500
"""How often it is seen whether there are other folders to watch."""

_PASSING = ("~", ".swp", ".swx", ".tmp", ".part", ".pyc", ".bak")


def real_path(path: Path) -> Path:
    """The path as the watcher tells it: absolute, without links."""
    return Path(os.path.realpath(path))  # Path.resolve fails for a link to itself


def watched(config: Config) -> tuple[Path, ...]:
    """The folders that decide what is built, by their real paths."""
    folders = (config.content, config.templates, config.simulations, config.static, own_templates(), PACKAGE)
    return tuple(dict.fromkeys(real_path(folder) for folder in folders if folder.is_dir()))


def matters(path: Path, folders: tuple[Path, ...]) -> bool:
    """Whether a change of this file may change the site: not what editors and Python leave for a moment."""
    inside = next((path.relative_to(folder) for folder in folders if path.is_relative_to(folder)), None)
    if inside is None or any(part[0] in ".#" or part == "__pycache__" for part in inside.parts):
        return False
    if inside.name.endswith(_PASSING) or inside.name == "4913":  # Vim tries a folder with a file of this name
        return False
    return not path.is_relative_to(PACKAGE) or path.suffix == ".py"


def changes(config: Config, stop: Event) -> Iterator[tuple[Path, ...]]:
    """Sets of files saved together, or folders that came or went, until `stop`; paths as `watched` has them."""
    folders = watched(config)
    while not stop.is_set():
        yield from _changes_in(folders, config, stop)
        before, folders = folders, watched(config)
        if different := set(before) ^ set(folders):
            yield tuple(sorted(different))


def _changes_in(folders: tuple[Path, ...], config: Config, stop: Event) -> Iterator[tuple[Path, ...]]:
    """Sets of files in these folders, as long as they are those to be watched."""

    def wanted(_: Change, path: str) -> bool:
        return matters(Path(path), folders)

    for batch in watch(
        *folders,
        watch_filter=wanted,
        step=SETTLED_MS,
        debounce=LONGEST_MS,
        stop_event=stop,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
    ):
        if batch:
            yield tuple(sorted({Path(path) for _, path in batch}))
        if watched(config) != folders:
            return
