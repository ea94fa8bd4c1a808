"""Numbers that change: their glyphs painted and indexed once, then copied into place."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np

from klsim.render.palette import Indices, Palette, nearest_index
from klsim.render.text import mix, set_words
from klsim.scene.numbers import CHARACTERS
from klsim.scene.theme import Colour


@dataclass(frozen=True, eq=False)
class Digits:
    """Tiles (rows, width) of one colour, as indices; all digits are equally wide, so that numbers stand still.

    baseline: the row that the digits stand on
    """

    tiles: Mapping[str, Indices]
    baseline: int


def paint_digits(colour: Colour, paper: Colour, size_px: float, palette: Palette) -> Digits:
    """The tiles of every character that a number may have."""
    masks = {character: set_words(character, size_px) for character in CHARACTERS}
    cell = round(max(masks[digit].advance_px for digit in "0123456789"))
    top = masks["0"].baseline - ceil(size_px)
    tiles = {}
    for character, mask in masks.items():
        width = max(round(mask.advance_px), 1) if character in ".∞" else cell
        left = round(mask.left + (mask.advance_px - width) / 2)
        cover = mask.coverage[top : top + ceil(1.3 * size_px), left : left + width, np.newaxis]
        rgb = mix(np.full((*cover.shape[:2], 3), paper, dtype=np.uint8), np.array(colour), cover / 255)
        tiles[character] = nearest_index(palette.colours, rgb)
    return Digits(tiles, ceil(size_px))


def text_width(digits: Digits, text: str) -> int:
    """The px that a number takes."""
    return sum(digits.tiles[character].shape[1] for character in text)


def put_number(picture: Indices, digits: Digits, text: str, right: int, baseline: int, width: int) -> None:
    """Copy a number into a picture so that it ends at `right`; the rest of its field of `width` becomes paper."""
    rows = slice(baseline - digits.baseline, baseline - digits.baseline + len(digits.tiles["0"]))
    edge = right
    for character in reversed(text):
        tile = digits.tiles[character]
        picture[rows, edge - tile.shape[1] : edge] = tile
        edge -= tile.shape[1]
    picture[rows, right - width : edge] = digits.tiles["."][0, 0]
