"""Sizes of pictures, read as Pillow reads them."""

from io import BytesIO

import pytest
from PIL import Image

from klsim.content.picture_size import picture_size

WAYS = (("PNG", {}), ("GIF", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("WEBP", {}), ("WEBP", {"lossless": True}), ("WEBP", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}))  # fmt: skip


@pytest.mark.parametrize("size", [(1, 1), (257, 3), (1200, 630)])
@pytest.mark.parametrize(("kind", "options"), WAYS)
def test_a_picture_has_the_size_that_it_was_saved_with(
    kind: str, options: dict[str, object], size: tuple[int, int]
):
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    data = buffer.getvalue()
    assert picture_size(data) == size
    for end in range(0, min(len(data), 40)):
        assert picture_size(data[:end]) in (None, size)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF8", b"\xff\xd8\xff", b"RIFFxxxxWEBPVP9 " + bytes(30), b"\x89PNG\r\n\x1a\n" + bytes(30)])  # fmt: skip
def test_what_is_no_such_picture_has_no_size(data: bytes):
    assert picture_size(data) is None
