"""Short fingerprints of content, so that what decides is never a file's time."""

import hashlib
from pathlib import Path

LENGTH = 12
"""Hexadecimal digits of a key: 48 bits, plenty for the files of one site."""


def digest(*parts: str | bytes) -> str:
    """A key of the parts in their order; where one ends and the next begins counts."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()[:LENGTH]


def source_digest(*places: Path, suffix: str = ".py") -> str:
    """A key of source files, names and bytes: those named, and all below the folders named."""
    files = sorted(
        path for place in places for path in ([place] if place.is_file() else place.rglob(f"*{suffix}"))
    )
    return digest(*(part for path in files for part in (path.name, path.read_bytes())))
