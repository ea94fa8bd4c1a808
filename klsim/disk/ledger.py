"""The ledger of an output folder, `.klsim`: a line for each file that klsim wrote there.

A line has a hash of the file's bytes, the key of what it was made from, and its path. It is added just before
the file is put in its place, so that klsim knows all that it has put there, even if it is killed between the
two. Of several lines for a path the last one counts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LEDGER = ".klsim"
LOCK = ".klsim.lock"
PART = ".klsim.part"
"""The file that is being written: once it is whole it is renamed into its place."""

_LINE = re.compile(r"([0-9a-f]{64}) (\S+) (.+)", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """What the ledger knows of a file: the SHA-256 of its bytes, and the key of its inputs."""

    sha256: str
    key: str


def read_ledger(root: Path) -> tuple[dict[str, Entry], bool]:
    """Entries by path, and whether the whole ledger could be read: torn and damaged lines are passed over."""
    *lines, torn = (root / LEDGER).read_bytes().split(b"\n")
    entries: dict[str, Entry] = {}
    sound = not torn
    for line in lines:
        if (parsed := _parse(line)) is None:
            sound = False
        else:
            entries[parsed[0]] = parsed[1]
    return entries, sound


def add_to_ledger(root: Path, path: str, entry: Entry) -> None:
    """One more line."""
    with (root / LEDGER).open("ab") as ledger:
        ledger.write(_line(path, entry))


def encode_ledger(entries: Mapping[str, Entry]) -> bytes:
    """The ledger of these entries, in the order of their paths."""
    return b"".join(_line(path, entry) for path, entry in sorted(entries.items()))


def _line(path: str, entry: Entry) -> bytes:
    return f"{entry.sha256} {entry.key} {path}\n".encode()


def _parse(line: bytes) -> tuple[str, Entry] | None:
    try:
        found = _LINE.fullmatch(line.decode())
    except UnicodeDecodeError:
        return None
    if found is None or not is_plain(found[3]):
        return None
    return found[3], Entry(found[1], found[2])


def is_plain(path: str) -> bool:
    """Whether a path leads to a file below the output folder that is not klsim's own bookkeeping."""
    parts = path.split("/")
    return parts[0] not in (LEDGER, LOCK, PART) and not {"", ".", ".."} & set(parts) and "\0" not in path
