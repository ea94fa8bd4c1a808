"""The typefaces of pages: cut to what is used, whole in what makes them work."""

from functools import cache
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from klsim.content.formulas.characters import formula_characters
from klsim.content.formulas.convert import convert_formulas
from klsim.content.formulas.formula import Formula
from klsim.diagnostics import Diagnostics, Location
from klsim.formats.faces import COMMON, FACES, MORE, Face, font_face_css, unicode_range
from klsim.formats.families import package_file
from klsim.formats.fonts import cut_face, cut_font, cut_math


def formula(latex: str) -> str:
    """A formula as a page has it."""
    (page,) = convert_formulas([Formula(latex, True, latex, Location("a.md", 1))], Diagnostics()).pages
    return f"<p>plain text ¶</p>{page}"


def cut(face: Face) -> bytes:
    """A face as pages get it."""
    data = package_file(face.file).read_bytes()
    return cut_face(face.file, face.family, face.weight, face.style, face.characters, data)["woff2"]


@cache
def math_font(latex: str) -> TTFont:
    return TTFont(BytesIO(cut_math("".join(sorted(formula_characters(formula(latex)))))["woff2"]))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_face_has_its_characters_and_no_others(face: Face):
    font = TTFont(BytesIO(cut(face)))
    assert set(map(chr, font.getBestCmap())) <= set(face.characters)
    assert set("é" if face.part else COMMON) <= set(map(chr, font.getBestCmap()))


def test_the_two_parts_of_a_face_share_no_character():
    assert not set(COMMON) & set(MORE)


def test_a_changed_font_goes_by_another_name_and_keeps_its_licence():
    for font in (TTFont(BytesIO(cut(FACES[0]))), math_font("x")):
        name = font["name"]
        assert name.getDebugName(1).startswith("Article ")
        assert not {"Source", "STIX"} & {word for n in (1, 3, 4, 6) for word in name.getDebugName(n).split()}
        assert "SIL Open Font License" in name.getDebugName(13)


@pytest.mark.parametrize(
    ("characters", "written"), [("a", "U+61"), ("cba", "U+61-63"), ("ac–", "U+61,U+63,U+2013")]
)
def test_a_range_of_characters_is_written_as_style_sheets_do(characters: str, written: str):
    assert unicode_range(characters) == written


def test_a_late_face_never_changes_the_shape_of_text():
    assert all("font-display: optional" in font_face_css(face, "a.woff2") for face in FACES)


def test_letters_of_formulas_are_found_as_they_are_shown():
    assert formula_characters(formula(r"\mathrm{KL} \le h + \mu \cdot 2")) == {*"KL≤ℎ+𝜇⋅2√", "h", "μ"}


def test_text_without_formulas_needs_no_font_for_them():
    assert formula_characters("<p>x = 2</p>") == frozenset()


def test_all_characters_of_formulas_are_in_their_font():
    latex = r"\int_{-\infty}^\infty q'(x) \ln\frac{q(x)}{p(x)}\,dx = \sum_{i=1}^n \sqrt{\theta_i} \partial \bar{x}"
    font = math_font(latex)
    assert formula_characters(formula(latex)) <= set(map(chr, font.getBestCmap()))


def test_brackets_roots_and_integrals_keep_their_larger_sizes():
    font = math_font(r"\left( \int \sqrt{x} \right)")
    variants, names = font["MATH"].table.MathVariants, font.getBestCmap()
    tall = variants.VertGlyphCoverage.glyphs
    for character in "()√∫":
        sizes = variants.VertGlyphConstruction[tall.index(names[ord(character)])].MathGlyphVariantRecord
        assert len(sizes) > 1
        assert {size.VariantGlyph for size in sizes} <= set(font.getGlyphOrder())


def test_the_same_characters_give_the_same_bytes():
    made = cut_math("xyz"), cut(FACES[0])
    cut_font.cache_clear()
    assert made == (cut_math("zyx"), cut(FACES[0]))
