"""Objects: bytes kept under their digest, in a folder."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from klsim.engine.cache import put
from klsim.engine.digest import digest, read_plain


@dataclass(frozen=True)
class Stored:
    """What the file system says of an object."""

    digest: str
    bytes: int
    modified_s: float


class Objects:
    """The objects below a folder, `ab/abcdef…`. One that is not what its name says is not there.

    Whoever writes at the same time writes the same.
    """

    def __init__(self, root: Path, parts: Path) -> None:
        self.root, self._parts = root, parts
        self._there: set[str] | None = None

    def put(self, data: bytes) -> str:
        """Keep bytes. Raises OSError where they cannot be written."""
        name = digest(data)
        path = self.path(name)
        try:
            info = path.lstat()
            is_there = stat.S_ISREG(info.st_mode) and info.st_size == len(data)
        except OSError:
            is_there = False
        if is_there:
            with suppress(OSError):
                os.utime(path)  # whoever cleans up sees that it is in use
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                self.remove(name)
            put(path, data, self._parts)
        self._names().add(name)
        return name

    def read(self, name: str) -> bytes | None:
        """The bytes; None where they are missing or damaged, and they are missing from then on."""
        try:
            data = read_plain(self.path(name))
            if digest(data) == name:
                return data
        except OSError:
            pass
        self.remove(name)
        return None

    def has(self, names: Iterable[str]) -> bool:
        """Whether there are files for all of them; none is read for it."""
        return self._names().issuperset(names)

    def remove(self, name: str) -> None:
        """Forget an object, if it is there, or whatever else is in its place."""
        self._names().discard(name)
        path = self.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            path.unlink()

    def listed(self) -> Iterator[Stored]:
        """All of them, as the file system has them now."""
        for folder in self._folders():
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    with suppress(OSError):
                        info = entry.stat(follow_symlinks=False)
                        yield Stored(entry.name, info.st_size, info.st_mtime)

    def path(self, name: str) -> Path:
        """Where an object is, or would be."""
        return self.root / name[:2] / name

    def _names(self) -> set[str]:
        """Listed once: a build asks for thousands of them."""
        if self._there is None:
            self._there = set()
            for folder in self._folders():
                with suppress(OSError):
                    self._there.update(os.listdir(folder))  # noqa: PTH208
        return self._there

    def _folders(self) -> list[str]:
        try:
            return [os.path.join(self.root, name) for name in os.listdir(self.root)]  # noqa: PTH118, PTH208
        except OSError:
            return []
