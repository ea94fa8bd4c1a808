"""The output folder, which is also the cache.

What is whole there and made from the same inputs is not made again. Each file is written beside and renamed,
so whatever ends a build, every file is the old one or the new one. What is not in the ledger is not klsim's:
it is never removed and never overwritten.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from klsim.diagnostics import BusyError
from klsim.disk.flush import flush_all
from klsim.disk.ledger import LEDGER, LOCK, PART, Entry, add_to_ledger, encode_ledger, is_plain, read_ledger
from klsim.disk.lock import locked
from klsim.disk.obstacles import folders_above, links_above, make_way, refuse_overlap, refuse_strange, telling

_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A link is not what klsim wrote, and neither is a pipe, which is not to be waited for."""


@dataclass(frozen=True)
class Output:
    """An output folder under lock.

    entries:   mirrors the ledger
    written:   the paths written so far
    lost:      the paths found missing or damaged
    unsettled: files put in place that may not have reached the disk
    """

    root: Path
    entries: dict[str, Entry]
    written: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    unsettled: list[Path] = field(default_factory=list)

    @property
    def _safe(self) -> str:
        return f"The pages in {self.root} are whole; once this is mended, the next build goes on from here."

    def fresh(self, path: str, key: str) -> bool:
        """Whether the file is there, whole, and made from the inputs with this key."""
        entry = self.entries.get(path)
        return entry is not None and entry.key == key and self.intact(path)

    def intact(self, path: str) -> bool:
        """Whether the file is as it was written, from whatever inputs."""
        entry = self.entries.get(path)
        if entry is None:
            return False
        if _sha256_of(self.root / path) == entry.sha256:
            return True
        self.lost.add(path)
        return False

    def read(self, path: str) -> bytes:
        """The bytes of a file that is `fresh`."""
        return (self.root / path).read_bytes()

    def write(self, path: str, key: str, data: bytes) -> None:
        """Put a file in place whole. One that already has these bytes is left as it is.

        Writing one path twice is a programmer's mistake. Raises BuildError where something is in the way.
        """
        if path in self.written or not is_plain(path):
            raise ValueError(f"{path} is written twice in one build, or klsim's own")
        self.written.add(path)
        entry = Entry(hashlib.sha256(data).hexdigest(), key)
        with telling(f"{self.root / path} cannot be written", self._safe):
            is_there = _sha256_of(self.root / path) == entry.sha256 and links_above(self.root, path) is None
            if not is_there:
                make_way(self.root, path, self.entries)
            if self.entries.get(path) != entry:
                add_to_ledger(self.root, path, entry)
                self.entries[path] = entry
            if not is_there:
                _put(self.root, path, data)
                self.unsettled.append(self.root / path)

    def settle(self) -> None:
        """Wait until all that was written is on the disk, so that what refers to it can follow."""
        flush_all(self.unsettled, self._safe)
        self.unsettled.clear()

    def prune(self, keep: Iterable[str]) -> int:
        """Remove what klsim wrote earlier and nothing refers to now; how many files that were."""
        self.settle()
        stale = sorted(set(self.entries) - set(keep), key=_referring_first)
        for path in stale:
            with telling(f"{self.root / path} cannot be removed", self._safe):
                _remove(self.root, path)
            del self.entries[path]
        with telling(f"{self.root / LEDGER} cannot be written", self._safe):
            ledger = encode_ledger(self.entries)
            if ledger != (self.root / LEDGER).read_bytes():
                _put(self.root, LEDGER, ledger)
        return len(stale)


@contextmanager
def open_output(root: Path, sources: tuple[Path, ...] = ()) -> Iterator[Output]:
    """The output folder for one build, alone.

    Raises BuildError if the folder is not klsim's, holds or lies in one of the `sources`, cannot be written
    to; BusyError if another build has it.
    """
    unusable = f"the output folder {root} cannot be used"
    with ExitStack() as stack:
        with telling(unusable):
            refuse_overlap(root, sources)
            refuse_strange(root)
            root.mkdir(parents=True, exist_ok=True)
            if not stack.enter_context(locked(root / LOCK)):
                raise BusyError(f"another build is writing {root}; wait for it to end")
            entries = _resume(root)
        yield Output(root, entries)


def peek_output(root: Path) -> Output:
    """The output folder as it stands, without the lock: only for reading."""
    return Output(root, read_ledger(root)[0] if (root / LEDGER).is_file() else {})


def _resume(root: Path) -> dict[str, Entry]:
    """The entries of the ledger, after putting in order what a killed build may have left."""
    (root / PART).unlink(missing_ok=True)
    if not (root / LEDGER).exists():
        (root / LEDGER).touch()
    entries, sound = read_ledger(root)
    if not sound:
        _put(root, LEDGER, encode_ledger(entries))
    return entries


def _put(root: Path, path: str, data: bytes) -> None:
    """Write beside, and rename."""
    target, part = root / path, root / PART
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _remove(root: Path, path: str) -> None:
    """Remove a file, and the folders that are empty then; what has taken its place meanwhile stays."""
    if links_above(root, path):
        return
    target = root / path
    if target.is_file() or target.is_symlink():
        target.unlink()
    for folder in reversed(folders_above(root, path)):
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue  # removed by a build that was killed just then
        except OSError:
            return  # not empty


def _referring_first(path: str) -> tuple[bool, bool, str]:
    """Pages before indices, which have plain names, and these before the files that they refer to."""
    name = PurePosixPath(path).name
    return not name.endswith(".html"), name.count(".") > 1, path


def _sha256_of(path: Path) -> str:
    """The hash of a file; empty where there is no plain one."""

    def opener(name: str, _: int) -> int:
        return os.open(name, _READ_ONLY)

    try:
        with open(path, "rb", opener=opener) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
