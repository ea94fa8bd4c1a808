"""Digests of files, remembered with what the file system says of them.

As with git, a file whose size, inode and times are as they were is not read again. One that was touched so
shortly before it was read that a later change could have the same time is never remembered.
"""

import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import TypeAlias

from klsim.engine.cache import load, save

_STAMP = "1"
_RACY_NS = 2_000_000_000
"""The coarsest clock of a file system that is still in use, FAT's."""
_MOST = 20_000
"""How many files are remembered."""

Signature: TypeAlias = list[int]


class FileDigests:
    """Digests of files by content.

    notes:     where they are remembered
    device:    the file system whose clock `reference_ns` is; of others nothing is remembered
    reference: its time before any file was read
    """

    def __init__(self, notes: Path, device: int, reference_ns: int) -> None:
        self._notes, self._device, self._reference_ns = notes, device, reference_ns
        self._known: dict[str, list[int | str]] | None = None
        self._fresh: dict[str, list[int | str]] = {}

    def __call__(self, path: Path | str) -> str | None:
        """The SHA-256 of a file; None where there is no plain file. Raises OSError where it cannot be read."""
        name = os.fspath(path)
        try:
            info = os.stat(name)  # noqa: PTH116
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not stat.S_ISREG(info.st_mode):
            return None
        if self._known is None:
            self._known = load(self._notes, _STAMP)
        known = self._known.get(name)
        if known is not None and known[:-1] == _signature(info):
            return str(known[-1])
        return self._read(name)

    def save(self) -> None:
        """Remember for the next time."""
        if not self._fresh:
            return
        merged = {**(self._known or {}), **self._fresh}
        save(self._notes, _STAMP, dict(list(merged.items())[-_MOST:]))
        self._fresh.clear()

    def _read(self, name: str) -> str:
        with Path(name).open("rb") as file:
            before = os.fstat(file.fileno())
            found = hashlib.file_digest(file, "sha256").hexdigest()
            after = os.fstat(file.fileno())
        if _signature(before) == _signature(after) and self._is_settled(before):
            self._fresh[name] = [*_signature(before), found]
            if self._known is not None:
                self._known.pop(name, None)
                self._known[name] = self._fresh[name]
        return found

    def _is_settled(self, info: os.stat_result) -> bool:
        youngest = max(info.st_mtime_ns, info.st_ctime_ns)
        return (
            sys.platform != "win32"  # where ctime is the time of creation
            and info.st_dev == self._device
            and youngest + _RACY_NS < self._reference_ns
        )


def _signature(info: os.stat_result) -> Signature:
    return [info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino]
