"""Small files that save work and may be lost at any time: what they say can always be found out again."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

_NUMBERS = count()


def load(path: Path, stamp: str) -> dict[str, Any]:
    """What was saved with the same stamp; nothing where there is no such file, or not a whole one."""
    try:
        content = json.loads(path.read_bytes())
        if content["stamp"] == stamp:
            return dict(content["entries"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return {}


def save(path: Path, stamp: str, entries: Mapping[str, Any]) -> None:
    """Put a file in place whole, or leave it: whoever misses it goes on without."""
    data = json.dumps({"stamp": stamp, "entries": entries}, separators=(",", ":")).encode()
    with suppress(OSError):
        put(path, data, path.parent)


def put(path: Path, data: bytes, beside: Path) -> None:
    """Write a file in the folder `beside`, on the same disk, and rename it into its place. Raises OSError."""
    file, part = _open_part(beside)
    try:
        with file:
            file.write(data)
        os.replace(part, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(part)  # noqa: PTH108
        raise


def _open_part(folder: Path) -> tuple[BinaryIO, str]:
    """A new file that no other process writes."""
    while True:
        part = os.path.join(folder, f".part-{os.getpid()}-{next(_NUMBERS)}")  # noqa: PTH118
        with suppress(FileExistsError):
            return open(part, "xb"), part  # noqa: PTH123
