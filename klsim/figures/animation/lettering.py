"""The words of a figure as its GIFs show them: the letters that they lack, and the lines that headers need."""

from collections.abc import Sequence
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.outline import HEADER_LINES, LACKING
from klsim.render.fonts import lacking, typeface
from klsim.render.header import HeaderWords, count_lines
from klsim.scene.codec import decode_scenes
from klsim.scene.marks import words_of


def survey_words(
    letters: str, values: Sequence[Sequence[str]], endings: Sequence[str], styles: Sequence[str], *rest: Any
) -> Products:
    """The letters that no typeface has, as `lacking`, and how many `header_lines` all GIFs of a figure have.

    letters:         those of titles and outcomes
    values, endings: what headers may have to show
    styles:          those of the site's typeface
    rest:            its fonts, and the outline, whose scenes are looked at; there are none where the simulation
                     objects to the figure
    """
    *fonts, outline = rest
    scenes = list(decode_scenes(outline).values())
    drawn = (word for scene in scenes for word in words_of(scene))
    with typeface(styles, fonts):
        lines = count_lines(HeaderWords(values, endings), scenes) if scenes else 1
        missing = lacking("".join([letters, *drawn]))
    return {LACKING: missing.encode(), HEADER_LINES: str(lines).encode()}
