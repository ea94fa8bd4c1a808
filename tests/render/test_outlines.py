"""Words as outlines: as wide as they are as pixels, in the typeface of whoever draws."""

from importlib.resources import files

import pytest

from klsim.render.fonts import typeface
from klsim.render.outlines import outline_words
from klsim.render.text import set_words

OTHER = (files("matplotlib") / "mpl-data/fonts/ttf/DejaVuSerif.ttf").read_bytes()


@pytest.mark.parametrize("words", ["Arrived", "KL(q, p) = 0.75", "10^−4", "x² + 4y²", "α · β"])
@pytest.mark.parametrize("weight", ["Regular", "Semibold"])
def test_they_are_as_wide_as_pixels_of_them(words: str, weight: str):
    _, advance = outline_words(words, 40, weight)  # type: ignore[arg-type]
    assert advance == pytest.approx(set_words(words, 40, weight).advance_px, rel=0.03, abs=1)  # type: ignore[arg-type]


def test_a_site_s_own_typeface_is_theirs_and_only_its():
    before = outline_words("Arrived", 20, "Regular")
    with typeface(["Regular"], [OTHER]):
        assert outline_words("Arrived", 20, "Regular") != before
    assert outline_words("Arrived", 20, "Regular") == before
