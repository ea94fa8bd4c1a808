"""The built site as one file: a zip that is the same, to the last byte, for the same site."""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import UsageError
from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.publish import peek_output
from klsim.engine.store import Store
from klsim.engine.whole_file import whole_file
from klsim.snapshot import recall, take_snapshot

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can tell."""

_MODE = 0o100644 << 16
_UNIX = 3
_PACKED = frozenset(
    {".gif", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".epub", ".mp4", ".webm", ".mp3"}
)
"""Endings of what deflating makes no smaller."""


@dataclass(frozen=True)
class Archive:
    """A zip that was written: where, how many files it has, and its size."""

    path: Path
    files: int
    bytes: int


def pack(config: Config, to: Path | None = None, present: Present | None = None) -> Archive:
    """Write the files of the built site, in the order of their names, into a zip: `to`, or beside the output.

    Raises UsageError where the output folder is not what a build would make, or the zip would take the place of
    something else, BuildError where it cannot be written.
    """
    target = to or config.output.parent / f"{config.root.resolve().name or 'site'}.zip"
    with Store(config.store, packages=config.packages) as store:
        output = peek_output(config.output)
        if recall(store, take_snapshot(config, store), output, present) is None:
            raise UsageError(f"{output.root} is not what a build would make now; build first")
    _refuse_place(target, config)
    with wrap_os_errors(f"{target} cannot be written"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(target) as file, zipfile.ZipFile(file, "w") as archive:
            for path in sorted(output.index):
                _put(archive, path, (output.root / path).read_bytes())
        return Archive(target, len(output.index), target.stat().st_size)


def _put(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(path, _MOMENT)
    entry.external_attr = _MODE
    entry.create_system = _UNIX
    is_packed = PurePosixPath(path).suffix.lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=None if is_packed else 9)


def _refuse_place(target: Path, config: Config) -> None:
    """Raise UsageError where a zip would be published by the next build, or take the place of something else."""
    real = target.resolve()
    for folder in (config.output, config.content, config.static, config.templates, config.store):
        if real.is_relative_to(folder.resolve()):
            raise UsageError(f"{target} would lie in {folder}; write it elsewhere, with --to")
    if target.is_dir() or (target.exists() and not zipfile.is_zipfile(target)):
        raise UsageError(f"{target} is there already, and is no zip; name another file, with --to")
