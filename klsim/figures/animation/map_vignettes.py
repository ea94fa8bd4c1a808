"""The vignette of a map of outcomes: all of its runs go on at once, and each gets its full colour when it ends."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klsim.engine.task import Products
from klsim.figures.animation.map_colours import MapColours
from klsim.figures.animation.pixels import PixelOutcomes
from klsim.render.gif import encode_gif
from klsim.render.outcome_picture import map_colours
from klsim.render.palette import Indices
from klsim.render.png import encode_indexed_png
from klsim.render.text import mix
from klsim.render.vignette import FILM, MOST_CS, MOST_FRAMES, SCALE, STILL, Form, themes
from klsim.scene.film import LAST_CS
from klsim.scene.theme import Colour

FAINT = 0.22
"""The share of its colour that a run has until then."""


def draw_vignette(
    form: tuple[str, int, int, int, bool],
    declaration: str,
    colour: str,
    iterations: int,
    slabs: Sequence[int],
    number: int,
    light: Mapping[str, Colour],
    dark: Mapping[str, Colour],
    *made: Products,
) -> Products:
    """One of the maps of a figure as `still` and `film`, in both schemes.

    slabs:  of each map how many of the products have its rows
    number: which map
    made:   these products, with `outcomes`
    """
    maps = MapColours.of(declaration, colour, iterations, slabs, made)
    shape = Form(*form)
    levels, moments = maps.levels(number), _moments(maps.outcomes[number], iterations)
    shown = np.geomspace(1, iterations + 1, MOST_FRAMES) - 1
    delays = [*[MOST_CS // MOST_FRAMES] * (MOST_FRAMES - 1), LAST_CS]
    products: dict[str, bytes] = {}
    for suffix, theme in themes(light, dark):
        colours = map_colours(theme, maps.colours(theme))
        faint = mix(np.array([theme.paper], dtype=np.uint8), colours.astype(np.int64), np.array(FAINT))
        known = np.concatenate([colours, faint])
        pictures = (_fitted(levels + len(colours) * (moments > now), shape, shape.film_scale) for now in shown)
        products |= {
            f"{STILL}{suffix}": encode_indexed_png(_fitted(levels, shape, SCALE), known),
            f"{FILM}{suffix}": encode_gif(pictures, delays, known, repeats=shape.repeats),
        }
    return products


def _moments(outcomes: PixelOutcomes, iterations: int) -> NDArray[np.int64]:
    """When each run has its colour: when it arrives or ends before its time, else at the last iteration."""
    is_over = outcomes.last < iterations
    return np.where(
        outcomes.converged_at >= 0, outcomes.converged_at, np.where(is_over, outcomes.last, iterations)
    )


def _fitted(levels: NDArray[Any], form: Form, scale: int) -> Indices:
    """The level of the nearest run at each pixel, (height, width); the lowest row of runs comes first."""
    rows, columns = levels.shape
    height, width = scale * form.height_px, scale * form.width_px
    down, across = np.arange(height) * rows // height, np.arange(width) * columns // width
    found: Indices = levels[::-1][down[:, np.newaxis], across].astype(np.uint8)
    return found
