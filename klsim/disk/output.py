"""The output folder, which is also the cache.

A ledger in it, `.klsim`, has a line for each file that klsim wrote: a hash of its bytes, the key of what it
was made from, and its path. A line is added after the file is in place, so a build that is killed has lost
at most the file it was writing, and the next one goes on from there. What is not in the ledger is not
klsim's, and is never touched.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from klsim.errors import BuildError

LEDGER = ".klsim"
LOCK = ".klsim.lock"


@dataclass(frozen=True)
class Entry:
    """What the ledger knows of a file: the SHA-256 of its bytes, and the key of its inputs."""

    sha256: str
    key: str


@dataclass(frozen=True)
class Output:
    """An output folder under lock.

    entries:   mirrors the ledger
    written:   the paths written so far
    unsettled: files put in place that may not have reached the disk
    """

    root: Path
    entries: dict[str, Entry]
    written: set[str] = field(default_factory=set)
    unsettled: list[Path] = field(default_factory=list)

    def fresh(self, path: str, key: str) -> bool:
        """Whether the file is there, whole, and made from the inputs with this key."""
        entry = self.entries.get(path)
        return entry is not None and entry.key == key and _sha256_of(self.root / path) == entry.sha256

    def read(self, path: str) -> bytes:
        """The bytes of a file that is `fresh`."""
        return (self.root / path).read_bytes()

    def write(self, path: str, key: str, data: bytes) -> None:
        """Put a file in place whole: written beside, renamed, then entered in the ledger.

        Writing one path twice is a programmer's mistake. A file that already has these bytes is left as it is.
        """
        if path in self.written:
            raise ValueError(f"{path} is written twice in one build")
        self.written.add(path)
        entry = Entry(hashlib.sha256(data).hexdigest(), key)
        target = self.root / path
        if _sha256_of(target) != entry.sha256:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.part")
            beside.write_bytes(data)
            beside.replace(target)
            self.unsettled.append(target)
        if self.entries.get(path) != entry:
            self.entries[path] = entry
            with (self.root / LEDGER).open("a", encoding="utf-8") as ledger:
                ledger.write(_line(path, entry))

    def settle(self) -> None:
        """Wait until all that was written is on the disk, so that what refers to it can follow.

        One wait for many files: flushing each as it is written takes a hundred times as long.
        """
        for path in self.unsettled:
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        self.unsettled.clear()

    def prune(self, keep: Iterable[str]) -> int:
        """Remove what klsim wrote earlier and nothing refers to now; how many files that were."""
        self.settle()
        stale = sorted(set(self.entries) - set(keep))
        for path in stale:
            (self.root / path).unlink(missing_ok=True)
            del self.entries[path]
            _remove_empty_folders(self.root, PurePosixPath(path).parent)
        ledger = "".join(_line(path, entry) for path, entry in sorted(self.entries.items()))
        if ledger != _read_ledger(self.root):
            beside = self.root / f"{LEDGER}.part"
            beside.write_text(ledger, encoding="utf-8")
            beside.replace(self.root / LEDGER)
        return len(stale)


@contextmanager
def open_output(root: Path) -> Iterator[Output]:
    """The output folder for one build, alone. Raises BuildError if it is not klsim's or another build has it."""
    if root.exists() and not (root / LEDGER).exists() and any(root.iterdir()):
        what = f"{root} is not empty and was not made by klsim"
        raise BuildError(f"{what}: choose another output folder, or empty it yourself")
    root.mkdir(parents=True, exist_ok=True)
    if not (root / LEDGER).exists():
        (root / LEDGER).touch()
    try:
        with FileLock(root / LOCK, timeout=0):
            yield Output(root, _parse_ledger(_read_ledger(root)))
    except Timeout:
        raise BuildError(f"another build is writing {root}; wait for it to end") from None


def peek_output(root: Path) -> Output:
    """The output folder as it stands, without the lock: only for reading."""
    return Output(root, _parse_ledger(_read_ledger(root)) if (root / LEDGER).exists() else {})


def _line(path: str, entry: Entry) -> str:
    return f"{entry.sha256} {entry.key} {path}\n"


def _read_ledger(root: Path) -> str:
    return (root / LEDGER).read_text(encoding="utf-8")


def _parse_ledger(text: str) -> dict[str, Entry]:
    """Entries by path, the last line for a path counting; a torn line at the end is passed over."""
    whole = text[: text.rfind("\n") + 1]
    entries: dict[str, Entry] = {}
    for line in whole.splitlines():
        sha256, _, rest = line.partition(" ")
        key, _, path = rest.partition(" ")
        if path:
            entries[path] = Entry(sha256, key)
    return entries


def _sha256_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _remove_empty_folders(root: Path, folder: PurePosixPath) -> None:
    while folder.parts and not any((root / folder).iterdir()):
        (root / folder).rmdir()
        folder = folder.parent
