"""PNG files with a palette: the backdrops and stills. No Pillow here, the format is four short blocks."""

import struct
import zlib

import numpy as np

from klsim.render.canvas import Pixels
from klsim.render.palette import Indices, reduce_colours

LEVEL, SMALLEST = 8, 9
"""Of compression. The second takes twice the time for two hundredths less: for pictures that each reader loads."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_UP = 2
"""The filter that takes the pixel above from each: pictures of figures are of even parts."""

COLOURS = 128
"""Of a picture by itself; no eye tells it from one in 256, which is a tenth larger."""


def encode_png(rgb: Pixels) -> bytes:
    """A picture (h, w, 3) in the 128 colours that suit it best; exact when it has no more than that."""
    return encode_indexed_png(*reduce_colours(rgb, COLOURS), SMALLEST)


def encode_rgb_png(rgb: Pixels) -> bytes:
    """A picture (h, w, 3) in all its colours. Same pixels, same bytes."""
    height, width, _ = rgb.shape
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)  # the filter of each row, and its pixels
    rows[:, 1:] = rgb.reshape(height, -1)
    rows[1:, 1:] -= rgb[:-1].reshape(height - 1, -1)
    rows[1:, 0] = _UP
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    blocks = (b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), LEVEL)), (b"IEND", b"")
    return _SIGNATURE + b"".join(_block(name, data) for name, data in blocks)


def encode_indexed_png(indices: Indices, colours: Pixels, level: int = LEVEL) -> bytes:
    """Pixels (h, w) as places in colours (n, 3), n ≤ 256. Same pixels, same bytes: no time, no other extras."""
    height, width = indices.shape
    rows = b"".join(b"\0" + row.tobytes() for row in indices)  # filter 0, for neighbours in a palette differ
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    blocks = (b"IHDR", header), (b"PLTE", colours.tobytes()), (b"IDAT", zlib.compress(rows, level)), (b"IEND", b"")
    return _SIGNATURE + b"".join(_block(name, data) for name, data in blocks)


def _block(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def decode_indexed_png(data: bytes) -> tuple[Indices, Pixels]:
    """What `encode_indexed_png` was given: places (h, w) and colours (n, 3). It reads no other pictures."""
    blocks: dict[bytes, bytes] = {}
    start = len(_SIGNATURE)
    while start < len(data):
        (length,) = struct.unpack_from(">I", data, start)
        blocks[data[start + 4 : start + 8]] = data[start + 8 : start + 8 + length]
        start += length + 12
    width, height = struct.unpack_from(">II", blocks[b"IHDR"])
    rows = np.frombuffer(zlib.decompress(blocks[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    return rows[:, 1:], np.frombuffer(blocks[b"PLTE"], dtype=np.uint8).reshape(-1, 3)
