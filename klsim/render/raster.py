"""A run whose pictures an author draws, as an animated GIF and as a still: they stand where panels stand else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from klsim.render.animation import Animation, encode_animation, render_frames
from klsim.render.background import Background, prepare_backgrounds
from klsim.render.canvas import Pixels
from klsim.render.moving import Series
from klsim.render.palette import Indices, nearest_index
from klsim.scene.film import Film
from klsim.scene.marks import Scene
from klsim.scene.theme import Theme

SAMPLES = 6
"""Of the pictures of a run the colours of so many are looked at."""


def render_pictures(
    scene: Scene,
    theme: Theme,
    header_lines: int,
    pictures: Mapping[int, Pixels],
    shown: Sequence[int],
    series: Series,
    film: Film,
    words: tuple[str, str],
) -> Animation:
    """A run as its film has it.

    scene:    its only panel has the size of the pictures
    pictures: (h, w, 3) by iteration
    shown:    for each frame of the film the iteration whose picture it shows
    words:    its title, and its outcome, which stands on the last frame
    """
    bare = replace(scene, panels=tuple(replace(panel, moving=()) for panel in scene.panels))
    drawn = list(pictures)
    chosen = [drawn[n] for n in np.unique(np.linspace(0, len(drawn) - 1, SAMPLES).astype(int)).tolist()]
    (background,) = prepare_backgrounds([bare], theme, header_lines, [pictures[n] for n in chosen])
    frames = _paste(background, pictures, shown, series, film, words)
    return encode_animation(frames, film, background.palette.colours)


def _paste(
    background: Background,
    pictures: Mapping[int, Pixels],
    shown: Sequence[int],
    series: Series,
    film: Film,
    words: tuple[str, str],
) -> Iterator[Indices]:
    ((left, top),) = background.layout.corners
    before, indices = None, np.zeros((0, 0), dtype=np.uint8)
    frames = render_frames(background, series, film.frames, *words, film.notes)
    for picture, iteration in zip(frames, shown, strict=True):
        if iteration != before:
            before, indices = iteration, nearest_index(background.palette.colours, pictures[iteration])
        height, width = indices.shape
        picture[top : top + height, left : left + width] = indices
        yield picture
