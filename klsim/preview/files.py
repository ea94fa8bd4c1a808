"""Which file of a site an address names."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from klsim.engine.index import Index

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".vtt": "text/vtt; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
}
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")
_LONGEST_NUMBER = 18
"""Digits of a number of bytes that a file may have."""


@dataclass(frozen=True)
class Found:
    """A file to send: its path in the site, the digest of its bytes, and its type."""

    path: str
    digest: str
    type: str


@dataclass(frozen=True)
class Elsewhere:
    """A folder was named without the slash at its end: where to go."""

    address: str


def page_path(address: str) -> str | None:
    """The path in a site that an address names; None for one that leads out of it."""
    path = unquote(address.partition("?")[0]).removeprefix("/")
    if path == "" or path.endswith("/"):
        path += "index.html"
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\\" in part or not part.isprintable() for part in parts):
        return None
    return path


def find_file(index: Index, address: str) -> Found | Elsewhere | None:
    """The file of a site that an address names; None where there is none."""
    path = page_path(address)
    if path is None:
        return None
    if path in index:
        ending = PurePosixPath(path).suffix.lower()
        return Found(path, index[path], TYPES.get(ending, "application/octet-stream"))
    if any(other.startswith(f"{path}/") for other in index):
        return Elsewhere(f"/{address.partition('?')[0].strip('/')}/")
    return None


def read_range(header: str, size: int) -> range | None:
    """The bytes that a `Range` header asks for, empty when there are none; None to send the whole file."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:
        return range(max(size - _number(last), 0), size)
    return range(_number(first), min(_number(last) + 1 if last else size, size))


def _number(digits: str) -> int:
    """The number, or one beyond the size of any file."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER
