"""The film of a picture for narrow screens, and its last frame."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.reels import make_reel
from klsim.render.fonts import typeface
from klsim.render.portrait import FILM, STILL, render_portrait
from klsim.scene.theme import Theme


def draw_portrait(
    theme: Mapping[str, tuple[int, int, int]],
    common: str,
    runners: Sequence[int | None],
    front: int,
    picked: Sequence[Sequence[int]],
    styles: Sequence[str],
    *rest: Any,
) -> Products:
    """The `film` and the `still`, GIF and PNG.

    common, runners, front, picked: as of `make_reel`
    styles: those of the site's typeface
    rest:   its fonts; and the products that `make_reel` takes
    """
    fonts, products = rest[: len(styles)], rest[len(styles) :]
    reel, _ = make_reel(("", ""), common, runners, front, picked, products)
    with typeface(styles, fonts):
        animation = render_portrait(reel, Theme.of(theme))
    return {FILM: animation.gif, STILL: animation.still}
