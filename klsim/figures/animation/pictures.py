"""The pictures of runs: what those of one scene have in common, and the GIF and last frame of each."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.record import RECORDS, Record
from klsim.render.animation import render_animation
from klsim.render.background import BACKGROUNDS, Background, prepare_backgrounds, zoom_out
from klsim.render.fonts import typeface
from klsim.scene.codec import decode_scenes
from klsim.scene.theme import Theme
from klsim.scene.wider import read_wider


def make_backgrounds(
    theme: Mapping[str, tuple[int, int, int]], header_lines: int, styles: Sequence[str], *rest: Any
) -> Products:
    """What all runs of each scene are drawn on, by the scene's number; all of a figure share one palette.

    styles: those of the site's typeface
    rest:   its fonts, and the scenes
    """
    *fonts, encoded = rest
    scenes = decode_scenes(encoded)
    with typeface(styles, fonts):
        backgrounds = prepare_backgrounds(list(scenes.values()), Theme.of(theme), header_lines)
    return {name: BACKGROUNDS.encode(background) for name, background in zip(scenes, backgrounds, strict=True)}


def draw_animation(styles: Sequence[str], *rest: Any) -> Products:
    """The GIF and the last frame of a run: `<name>.gif` and `<name>.png`.

    styles: those of the site's typeface
    rest:   its fonts; its background; its record; its outcome; its panels when they have zoomed out, if any may
    """
    fonts, (backgrounds, records, outcomes, *zoomed) = rest[: len(styles)], rest[len(styles) :]
    (background,), ((name, data),), (ended,) = backgrounds.values(), records.items(), outcomes.values()
    record, outcome = RECORDS.decode(data, Record), OUTCOMES.decode(ended, Outcome)
    with typeface(styles, fonts):
        stage = with_wider(_background(background), zoomed)
        animation = render_animation(stage, record.series, record.film, outcome.title, outcome.outcome)
    return {f"{name}.gif": animation.gif, f"{name}.png": animation.still}


def with_wider(background: Background, zoomed: Sequence[Products]) -> Background:
    """A background with the panels of a picture that have zoomed out; nothing is given where none may."""
    return zoom_out(background, read_wider(zoomed[0])) if zoomed else background


@lru_cache(maxsize=2)
def _background(data: bytes) -> Background:
    """Decoded once for all animations that a process draws on it."""
    return BACKGROUNDS.decode(data, Background)
