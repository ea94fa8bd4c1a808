"""Digests of content: what is equal has equal digests, whatever it is called and whenever it was written."""

import hashlib
import os
from io import BufferedReader
from pathlib import Path

_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A link is not what was written there, and neither is a pipe, which is not to be waited for."""


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_parts(*parts: str) -> str:
    """The SHA-256 of texts in their order; where one ends and the next begins counts."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


def source_digest(folder: Path, suffix: str = ".py") -> str:
    """The SHA-256 of source files below a folder, names and bytes."""
    files = sorted(folder.rglob(f"*{suffix}"))
    return digest_parts(*(part for path in files for part in (path.name, digest(path.read_bytes()))))


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a plain file; empty where there is none that can be read."""
    try:
        with _open_plain(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def read_plain(path: Path) -> bytes:
    """The bytes of a plain file; of a pipe that is in its place those that are there. Raises OSError."""
    with _open_plain(path) as file:
        return file.read() or b""  # a pipe has none where others would wait


def _open_plain(path: Path) -> BufferedReader:
    return open(path, "rb", opener=lambda name, _: os.open(name, _READ_ONLY))
