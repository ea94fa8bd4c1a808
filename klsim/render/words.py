"""A line of words and where it stands, as data: `text` paints it, and `vector` writes it as outlines."""

from dataclasses import dataclass
from typing import TypeAlias

from klsim.render.fonts import Weight
from klsim.render.shapes import Shape
from klsim.scene.theme import Colour


@dataclass(frozen=True)
class Halo:
    """An edge of this colour around words, that keeps them apart from what is below."""

    colour: Colour
    radius_px: float


@dataclass(frozen=True)
class Words:
    """One line.

    pen:       x and the baseline, px; of words that read upwards in a panel turned to the right, on its side
    share:     of their width lies left of the pen: 0 begins there, 0.5 is centred, 1 ends there
    turned_px: the height of the panel that is turned for them; 0 where they stand upright
    """

    text: str
    pen: tuple[float, float]
    size_px: float
    colour: Colour
    weight: Weight = "Regular"
    share: float = 0
    halo: Halo | None = None
    turned_px: int = 0


Item: TypeAlias = Shape | Words
"""What a picture is of, from back to front."""
