"""Films of any size: panels as large as they can be, drawn at that size, in the time of the film."""

from dataclasses import replace

import numpy as np
import pytest

from klsim.render.legend import entry_px
from klsim.render.movie import Movie, Reel, frames_at
from klsim.render.movie_layout import MovieWords, lay_out_movie
from klsim.render.panel import render_panel
from klsim.scene.film import Film
from klsim.scene.together import join_scenes

WORDS = MovieWords("A short one", "A small site", "KL(q, p) · step size 0.02", ("12 iterations later", "There."))
FILM = Film((0, 30, 60, 120))
SQUARE, WIDE, TALL = (600, 600), (1280, 720), (720, 1280)


@pytest.fixture(scope="module")
def reel(scenes, run_of) -> Reel:
    series, _ = run_of()
    return Reel(scenes[0], series, FILM, WORDS)


@pytest.mark.parametrize("size", [SQUARE, WIDE, TALL, (1081, 333)])
def test_everything_is_within_the_film_and_nothing_lies_over_another_thing(reel: Reel, size: tuple[int, int]):
    made = lay_out_movie(reel.scene, WORDS, size)
    width, height = (length / made.scale for length in size)
    boxes = [
        (x, y, x + panel.width_px, y + panel.height_px)
        for panel, (x, y) in zip(reel.scene.panels, made.corners, strict=True)
    ]
    pixel = 1.5 / made.scale
    (_, top, _, _), (_, _, _, bottom) = boxes[0], boxes[-1]
    assert all(-pixel <= left < right <= width + pixel for left, _, right, _ in boxes)
    assert made.header + made.layout.header_px <= top + pixel
    first, second = boxes
    assert first[2] <= second[0] + pixel or first[3] <= second[1] + pixel
    assert all(bottom <= y + pixel for _, y in made.layout.places)
    assert max(y for _, y in made.layout.places) + 56 <= made.source_baseline < height


def test_panels_stand_beside_each_other_or_one_above_the_other_as_is_larger(reel: Reel):
    wide, tall = (lay_out_movie(reel.scene, WORDS, size) for size in (WIDE, TALL))
    assert wide.corners[0][1] == wide.corners[1][1]
    assert tall.corners[0][0] == pytest.approx(tall.corners[1][0])
    assert min(wide.scale, tall.scale) > 1.2


def test_panels_are_drawn_at_the_size_of_the_film(reel: Reel, themes):
    movie = Movie(replace(reel, scene=_still(reel.scene)), WIDE, themes.light)
    frame, made = movie.frame(0), movie.layout
    assert frame.shape == (720, 1280, 3)
    for panel, (x, y) in zip(reel.scene.panels, made.corners, strict=True):
        there = render_panel(panel, themes.light, made.scale)
        top, left = round(y * made.scale), round(x * made.scale)
        np.testing.assert_array_equal(frame[top : top + there.shape[0], left : left + there.shape[1]], there)


def _still(scene):
    return replace(scene, panels=tuple(replace(panel, moving=()) for panel in scene.panels))


def test_frames_are_the_same_in_any_order(reel: Reel, themes):
    movie = Movie(reel, SQUARE, themes.dark)
    first, last = movie.frame(0), movie.frame(3)
    assert (first != last).any()
    np.testing.assert_array_equal(movie.frame(0), first)
    assert tuple(first[0, 0]) == themes.dark.paper


def test_a_film_is_shown_in_its_time_at_any_rate():
    delays = np.array(FILM.delays_cs) / 100
    for fps in (10, 25, 60):
        shown = list(frames_at(FILM, fps, None))
        assert len(shown) == pytest.approx(delays.sum() * fps, abs=1)
        for number, delay in enumerate(delays):
            assert shown.count(number) == pytest.approx(delay * fps, abs=1)
    assert sorted(shown) == shown
    held = list(frames_at(FILM, 10, 5.0))
    assert held.count(3) == pytest.approx(50, abs=1)
    assert list(frames_at(FILM, 1, 0.01))[-1] == 3, "the end is shown, however short"


def test_entries_of_a_legend_have_room_for_all_that_they_tell(reel: Reel):
    scene = join_scenes({0: reel.scene, 1: reel.scene}, ["gradient descent", "Nesterov"], 0)
    told = ("step size 0.02, arrives at iteration 1000 and stays", "arrives at 3")
    words = replace(WORDS, title="", endings=("",), legend=told)
    for size in (SQUARE, WIDE, TALL):
        made = lay_out_movie(scene, words, size)
        assert all(
            entry_px(key, words) <= made.layout.key_px for key, words in zip(scene.legend, told, strict=True)
        )
        assert made.layout.header_px == 0, "there is nothing to tell above"
