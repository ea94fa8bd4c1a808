"""Pictures for books: first the still, then the film."""

import io

import numpy as np
import pytest
from PIL import Image

from klsim.render.gif import encode_gif
from klsim.render.png import encode_indexed_png
from klsim.render.still_first import STILL_CS, make_picture, put_still_first

COLOURS = np.array([[255, 255, 255], [0, 0, 0], [200, 30, 30]], dtype=np.uint8)


def film() -> tuple[list[np.ndarray], bytes]:
    """A dot that goes to the right, and its GIF."""
    pictures = [np.zeros((8, 16), dtype=np.uint8) for _ in range(4)]
    for n, picture in enumerate(pictures):
        picture[3:5, 3 * n : 3 * n + 2] = 1 + n % 2
    return pictures, encode_gif(pictures, [10, 20, 30, 250], COLOURS)


def frames(gif: bytes) -> list[tuple[np.ndarray, int]]:
    """Each frame as another program shows it, and for how many milliseconds."""
    image = Image.open(io.BytesIO(gif))
    found = []
    for n in range(image.n_frames):
        image.seek(n)
        found.append((np.array(image.convert("RGB")), image.info["duration"]))
    return found


def test_the_first_frame_is_the_finished_still_and_the_film_follows_as_it_was():
    pictures, gif = film()
    shown = frames(put_still_first(gif, encode_indexed_png(pictures[-1], COLOURS)))
    expected = [pictures[-1], *pictures]
    assert len(shown) == len(expected)
    for (frame, _), picture in zip(shown, expected, strict=True):
        np.testing.assert_array_equal(frame, COLOURS[picture])
    assert [milliseconds for _, milliseconds in shown] == [10 * STILL_CS, 100, 200, 300, 2500]


def test_a_still_of_another_size_or_palette_is_refused():
    pictures, gif = film()
    for other in (encode_indexed_png(pictures[-1][:4], COLOURS), encode_indexed_png(pictures[-1], COLOURS[::-1])):
        with pytest.raises(ValueError, match="another size or palette"):
            put_still_first(gif, other)


def test_what_does_not_move_is_a_still():
    pictures, gif = film()
    still = encode_indexed_png(pictures[-1], COLOURS)
    assert make_picture({"still": still}) == {"png": still}
    assert list(make_picture({"a.png": still, "a.gif": gif})) == ["gif"]
