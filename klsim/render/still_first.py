"""GIFs for places that show their first frame only, as most readers of books do: that is the finished still."""

from collections.abc import Mapping

from klsim.engine.task import Products
from klsim.render.gif import encode_gif
from klsim.render.png import decode_indexed_png

STILL_CS = 200
"""How long the still is shown before the film begins, in centiseconds."""

_HEAD_BYTES = 13 + 3 * 256 + 19
"""Of a GIF: the screen, its table of colours, and the order to loop."""


def make_picture(drawn: Mapping[str, bytes]) -> Products:
    """The picture of a figure in a book: `gif`, the still and then the film, or `png` where nothing moves.

    drawn: the still, and the GIF of which it is the last frame, by names that end with .png and .gif
    """
    still = next(data for name, data in drawn.items() if not name.endswith(".gif"))
    film = next((data for name, data in drawn.items() if name.endswith(".gif")), None)
    return {"png": still} if film is None else {"gif": put_still_first(film, still)}


def put_still_first(film: bytes, still: bytes) -> bytes:
    """A GIF that begins with a still of the same palette. Raises ValueError where they do not belong together."""
    indices, colours = decode_indexed_png(still)
    alone = encode_gif([indices], [STILL_CS], colours)
    if alone[:_HEAD_BYTES] != film[:_HEAD_BYTES]:
        raise ValueError("the still is of another size or palette than the film")
    return alone[:-1] + film[_HEAD_BYTES:]
