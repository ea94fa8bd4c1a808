"""The last frame of a picture as SVG."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.reels import make_reel
from klsim.render.fonts import typeface
from klsim.render.vector import draw_still
from klsim.scene.theme import Theme

VECTOR = "still.svg"
"""The product."""


def draw_vector(
    header_lines: int,
    theme: Mapping[str, tuple[int, int, int]],
    common: str,
    runners: Sequence[int | None],
    front: int,
    picked: Sequence[Sequence[int]],
    styles: Sequence[str],
    *rest: Any,
) -> Products:
    """The still, `still.svg`.

    common, runners, front, picked: as of `make_reel`
    styles: those of the site's typeface
    rest:   its fonts; and the products that `make_reel` takes
    """
    fonts, products = rest[: len(styles)], rest[len(styles) :]
    reel, _ = make_reel(("", ""), common, runners, front, picked, products)
    with typeface(styles, fonts):
        return {VECTOR: draw_still(reel, Theme.of(theme), header_lines).encode()}
