"""Backdrops."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from klsim.render.palette import choose_palette, nearest_index
from klsim.render.panel import render_panel, tick_text
from klsim.render.png import encode_indexed_png, encode_png
from klsim.render.text import blend, fit, set_words
from klsim.scene.marks import Line, Panel, Scale
from klsim.scene.scales import nice_scale
from tests.examples import examples


def decoded(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("scale", [1, 2])
def test_a_panel_is_painted_at_its_size_times_the_scale(scenes, themes, scale):
    rgb = render_panel(scenes[0].panels[0], themes.light, scale)
    assert rgb.shape == (320 * scale, 420 * scale, 3)
    assert rgb.dtype == np.uint8


def test_the_plot_box_is_where_the_panel_says(scenes, themes):
    panel = scenes[0].panels[1]
    left, top, width, _ = panel.box_px
    for scale in (1, 2):
        rgb = render_panel(panel, themes.light, scale)
        corner = rgb[top * scale, left * scale], rgb[top * scale, (left + width) * scale - 1]
        outside = rgb[top * scale, left * scale - 1], rgb[top * scale - 1, left * scale], rgb[top, -1]
        assert all(tuple(pixel) == themes.light.land for pixel in corner)
        assert all(tuple(pixel) == themes.light.paper for pixel in outside)


def test_a_line_passes_where_to_px_says(themes):
    line = Line(np.array([-4.0, 4.0]), np.array([1.0, 1.0]), "target")
    panel = Panel("flat", "", Scale("", -4, 4, ()), Scale("", 0, 2, ()), (line,), ())
    rgb = render_panel(panel, themes.light, 2)
    _, y = panel.to_px(np.array(0.0), np.array(1.0))
    rows = np.flatnonzero((rgb[:550, 420] != themes.light.paper).any(axis=-1))
    assert rows.mean() + 0.5 == pytest.approx(2 * y, abs=0.51)


def test_both_themes_paint_on_their_own_paper(scenes, themes):
    for theme in (themes.light, themes.dark):
        rgb = render_panel(scenes[0].panels[0], theme, 1)
        assert tuple(rgb[0, 0]) == theme.paper


def test_painting_a_panel_again_gives_the_same_bytes(scenes, themes):
    first, second = (encode_png(render_panel(scenes[1].panels[1], themes.dark, 2)) for _ in range(2))
    assert first == second


def test_a_backdrop_is_small_and_close_to_what_was_painted(scenes, themes):
    for panel in scenes[0].panels:
        rgb = render_panel(panel, themes.light, 2)
        png = encode_png(rgb)
        assert len(png) < 50_000
        assert np.sqrt(np.mean(np.square(decoded(png).astype(float) - rgb))) < 0.5


@examples(10)
@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))))
def test_a_picture_of_few_colours_is_encoded_exactly(rgb):
    np.testing.assert_array_equal(decoded(encode_png(rgb)), rgb)


def test_an_indexed_png_holds_no_extras():
    png = encode_indexed_png(np.zeros((3, 5), dtype=np.uint8), np.array([[1, 2, 3]], dtype=np.uint8))
    assert [name for name in (b"tEXt", b"tIME", b"pHYs", b"gAMA") if name in png] == []
    np.testing.assert_array_equal(decoded(png), np.full((3, 5, 3), (1, 2, 3)))


def test_exact_colours_are_in_the_palette_and_find_themselves():
    random = np.random.default_rng(3)
    noise = random.integers(0, 256, (5000, 3), dtype=np.uint8)
    exact = [(255, 255, 255), (12, 34, 56)]
    palette = choose_palette([noise], exact, 255)
    assert len(palette.colours) == 255
    np.testing.assert_array_equal(nearest_index(palette.colours, np.array(exact, dtype=np.uint8)), [0, 1])


def test_ticks_are_short_and_have_a_true_minus():
    scale = nice_scale("x", -0.5, 1)
    assert [tick_text(tick, scale) for tick in (-0.5, 0.25, 0.0)] == ["−0.5", "0.2", "0.0"]
    whole = nice_scale("x", -5, 5)
    assert [tick_text(tick, whole) for tick in (-4.0, 0.0)] == ["−4", "0"]


def test_words_too_long_for_their_place_end_in_an_ellipsis():
    words = "KL(q, p) · step size 0.02 · momentum 0.9"
    assert fit(words, 16, "Semibold", 1000) == words
    short = fit(words, 16, "Semibold", 120)
    assert short.endswith("…")
    assert set_words(short, 16, "Semibold").advance_px <= 120


def test_a_panel_without_ticks_or_marks_can_be_painted(scenes, themes):
    bare = replace(scenes[0].panels[0], static=(), x=Scale("", 0, 1, ()), y=Scale("", 0, 1, ()), title="")
    assert render_panel(bare, themes.light, 1).shape == (320, 420, 3)


@pytest.mark.parametrize("pen", [(-500, 20), (500, 20), (20, -500), (20, 500), (-1e30, 1e30)])
def test_words_outside_of_a_picture_leave_it_as_it_is(pen):
    picture = np.full((40, 60, 3), 255, dtype=np.uint8)
    blend(picture, set_words("far away", 14), pen, (0, 0, 0))
    assert (picture == 255).all()
