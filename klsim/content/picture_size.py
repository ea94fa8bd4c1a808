"""The size of a picture, read from the first bytes of its file."""

import struct
from collections.abc import Callable, Mapping

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG behind which its size stands."""

_ALONE = {0x01, *range(0xD0, 0xD8)}
"""Markers without a length."""

Size = tuple[int, int]


def picture_size(data: bytes) -> Size | None:
    """Width and height in px of a PNG, GIF, JPEG or WebP; None for anything else."""
    for start, read in _READERS.items():
        if data.startswith(start):
            try:
                size = read(data)
            except (struct.error, IndexError):
                return None  # it is torn off
            return size if size and all(size) else None
    return None


def _png(data: bytes) -> Size:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> Size:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg(data: bytes) -> Size | None:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 1 if marker == 0xFF else 2 if marker in _ALONE else 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None


def _webp(data: bytes) -> Size | None:
    kind = data[12:16]
    if kind == b"VP8X":
        low, high, tall = struct.unpack_from("<HBH", data, 24)
        return (high << 16 | low) + 1, (data[29] << 16 | tall) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


_READERS: Mapping[bytes, Callable[[bytes], Size | None]] = {
    _PNG: _png,
    b"GIF8": _gif,
    _JPEG: _jpeg,
    b"RIFF": _webp,
}
