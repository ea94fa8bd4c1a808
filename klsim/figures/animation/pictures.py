"""The pictures of runs: what those of one scene have in common, and the GIF and last frame of each."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.record import RECORDS, Record
from klsim.render.animation import render_animation
from klsim.render.background import BACKGROUNDS, Background, prepare_backgrounds
from klsim.render.fonts import typeface
from klsim.scene.codec import decode_scenes
from klsim.scene.theme import Theme
from klsim.scene.wider import NONE, decode_wider


def make_backgrounds(
    theme: Mapping[str, tuple[int, int, int]],
    header_lines: int,
    zooming: Sequence[int],
    styles: Sequence[str],
    *rest: Any,
) -> Products:
    """What all runs of each scene are drawn on, by the scene's number; all of a figure share one palette.

    zooming: the numbers of the scenes with panels that zoom out
    styles:  those of the site's typeface
    rest:    its fonts; the scenes; of each that zooms its panels as they are then
    """
    fonts, (encoded, *zoomed) = rest[: len(styles)], rest[len(styles) :]
    scenes = decode_scenes(encoded)
    wider = {str(n): decode_wider(products) for n, products in zip(zooming, zoomed, strict=True)}
    with typeface(styles, fonts):
        backgrounds = prepare_backgrounds(
            list(scenes.values()), Theme.of(theme), header_lines, wider=[wider.get(name, NONE) for name in scenes]
        )
    return {name: BACKGROUNDS.encode(background) for name, background in zip(scenes, backgrounds, strict=True)}


def draw_animation(styles: Sequence[str], *rest: Any) -> Products:
    """The GIF and the last frame of a run: `<name>.gif` and `<name>.png`.

    styles: those of the site's typeface
    rest:   its fonts; its background; its record; its outcome
    """
    *fonts, backgrounds, records, outcomes = rest
    (background,), ((name, data),), (ended,) = backgrounds.values(), records.items(), outcomes.values()
    record, outcome = RECORDS.decode(data, Record), OUTCOMES.decode(ended, Outcome)
    with typeface(styles, fonts):
        animation = render_animation(
            _background(background), record.series, record.film, outcome.title, outcome.outcome
        )
    return {f"{name}.gif": animation.gif, f"{name}.png": animation.still}


@lru_cache(maxsize=2)
def _background(data: bytes) -> Background:
    """Decoded once for all animations that a process draws on it."""
    return BACKGROUNDS.decode(data, Background)
