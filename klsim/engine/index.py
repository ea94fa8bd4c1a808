"""The index of an output folder, `.klsim`: a line for each file that klsim wrote there.

A line has the SHA-256 of the file's bytes and its path, as `sha256sum` writes them. It is added just before the
file is put in its place, so that klsim knows all that it has put there, even if it is killed between the two. Of
several lines for a path the last one counts.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

INDEX = ".klsim"
LOCK = ".klsim.lock"
PART = ".klsim.part"
"""The file that is being written: once it is whole it is renamed into its place."""

Index: TypeAlias = Mapping[str, str]
"""The SHA-256 of each file, by path."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_OLD_LINE = re.compile(r"([0-9a-f]{64}) \S+ (.+)")
"""As klsim 0.1 wrote it, with a key between the two."""


def read_index(root: Path) -> tuple[dict[str, str], bool]:
    """The entries, and whether the index can stay as it is: torn and damaged lines are passed over.

    Raises OSError.
    """
    *lines, torn = (root / INDEX).read_bytes().split(b"\n")
    entries: dict[str, str] = {}
    is_sound = not torn
    for line in lines:
        if (parsed := _parse(line)) is None:
            is_sound = False
        else:
            entries[parsed[0]] = parsed[1]
            is_sound &= parsed[2]
    return entries, is_sound


def add_to_index(root: Path, path: str, sha256: str) -> None:
    """One more line. Raises OSError."""
    with (root / INDEX).open("ab") as index:
        index.write(_line(path, sha256))


def encode_index(entries: Index) -> bytes:
    """The index of these entries, in the order of their paths."""
    return b"".join(_line(path, sha256) for path, sha256 in sorted(entries.items()))


def is_plain(path: str) -> bool:
    """Whether a path leads to a file below the output folder that is not klsim's own bookkeeping."""
    parts = path.split("/")
    return (
        parts[0] not in (INDEX, LOCK, PART)
        and not {"", ".", ".."} & set(parts)
        and not {"\0", "\n", "\r", "\\"} & set(path)
        and not path[:1].isspace()
    )


def _line(path: str, sha256: str) -> bytes:
    return f"{sha256}  {path}\n".encode()


def _parse(line: bytes) -> tuple[str, str, bool] | None:
    """The path and the digest of a line, and whether it is written as today."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    found = _LINE.fullmatch(text) or _OLD_LINE.fullmatch(text)
    if found is None or not is_plain(found[2]):
        return None
    return found[2], found[1], found.re is _LINE
