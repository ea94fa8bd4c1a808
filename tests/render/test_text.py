"""Words in pictures: letters come from a face that has them, and those that none has are named."""

import numpy as np
import pytest

from klsim.render.fonts import lacking, set_in_faces
from klsim.render.text import set_words

WELL_KNOWN = "Größe, naïve, Ελλάς, Жизнь, 1 − 2 ≤ ∑ ∞ → ⟨x⟩ ⅓"


def ink(words: str) -> np.ndarray:
    mask = set_words(words, 20)
    return mask.coverage[:, round(mask.left) : round(mask.left + mask.advance_px)]


def box() -> np.ndarray:
    """What stands where a face lacks a letter."""
    return ink("漢")


@pytest.mark.parametrize("letter", sorted(set(WELL_KNOWN) - {" "}))
def test_letters_of_european_scripts_and_signs_of_mathematics_are_set(letter: str):
    assert lacking(letter) == ""
    shown = ink(letter)
    assert shown.any()
    assert shown.shape != box().shape or (shown != box()).any()


def test_a_letter_comes_from_the_first_face_that_has_it_and_a_box_stands_for_one_that_none_has():
    parts = [(face[0], text) for face, text in set_in_faces("a → ⟨b⟩ 漢", "Regular", italic=False)]
    first, second = "font_source_sans_pro", "matplotlib"
    assert parts == [(first, "a → "), (second, "⟨"), (first, "b"), (second, "⟩"), (first, " "), (second, "□")]


def test_words_of_two_faces_stand_on_one_line():
    mixed, plain = set_words("H⟨H", 40), set_words("H", 40)

    def foot(coverage: np.ndarray) -> int:
        return int(np.flatnonzero((coverage > 128).any(axis=1)).max())

    columns = slice(0, round(mixed.left + plain.advance_px))
    assert foot(mixed.coverage[:, columns]) - mixed.baseline == foot(plain.coverage) - plain.baseline


def test_what_no_face_has_or_sets_as_it_is_written_is_named():
    assert lacking("Größe 漢字 and שלום") == "".join(sorted("שלום漢字"))


def test_a_decomposed_letter_is_set_as_the_composed_one():
    np.testing.assert_array_equal(set_words("e\u0301", 20).coverage, set_words("é", 20).coverage)
