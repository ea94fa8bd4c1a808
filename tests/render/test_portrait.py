"""Films for narrow screens: panels one below the other, words that are whole, and the same frames as ever."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from klsim.render.background import prepare_backgrounds
from klsim.render.header import arrange_header
from klsim.render.layout import FOOT_PX, LEGEND_PX, LEGEND_TOLD_PX
from klsim.render.legend import entry_px
from klsim.render.movie import Reel
from klsim.render.movie_layout import MovieWords
from klsim.render.panel import render_panel
from klsim.render.png import decode_indexed_png
from klsim.render.portrait import EDGE_PX, SCALE, lay_out_portrait, portrait_scene, render_portrait
from klsim.scene.film import Film
from klsim.scene.marks import Scene
from klsim.scene.together import join_scenes
from klsim.settings.views import RunSettings
from klsim.simulations import terrain_descent
from klsim.simulations.mixture_descent import simulation as mixtures

ENDING = "Arrived: within 0.001 of the lowest point from iteration 1000 on."
WORDS = MovieWords(
    "", "", "KL(q, p) · almost equal · step size 0.02 · momentum 0.9", ("12 iterations later", ENDING)
)
FILM = Film((0, 30, 60, 120))
TOLD = ("step size 0.02, arrives at 1000", "arrives at 3")


@pytest.fixture(scope="module")
def reel(scenes, run_of) -> Reel:
    series, _ = run_of()
    return Reel(scenes[0], series, FILM, WORDS)


@pytest.fixture(scope="module")
def mixture() -> Scene:
    """Three panels and nine numbers."""
    start = {"means": (-1.0, 0.0, 1.0), "variances": (1.0, 1.0, 1.0)}
    target = {"means": (-5.0, 0.0, 5.0), "variances": (2.0, 2.0, 2.0), "weights": (1.0, 1.0, 1.0)}
    chosen = {one.name: one.default for one in mixtures.settings} | {
        "target": target,
        "start": start,
        "objective": "kl_qp",
        "step_size": 0.1,
        "momentum": 0.0,
        "domain": (-10.0, 10.0),
    }
    return mixtures.scene(RunSettings(chosen))


@pytest.fixture(scope="module")
def several(reel: Reel) -> Scene:
    """Two runs in one picture."""
    return join_scenes({0: reel.scene, 1: reel.scene}, ["gradient descent with momentum", "Nesterov"], 0)


@pytest.mark.parametrize("which", ["one", "three panels", "two runs"])
def test_nothing_lies_over_another_thing_and_all_is_within_the_picture(reel, mixture, several, which: str):
    scene = portrait_scene({"one": reel.scene, "three panels": mixture, "two runs": several}[which])
    layout = lay_out_portrait(scene, 3, TOLD if scene.legend else ())
    entry = LEGEND_PX + LEGEND_TOLD_PX * layout.told_below
    panels = [(y, y + panel.height_px) for panel, (_, y) in zip(scene.panels, layout.corners, strict=True)]
    keys = [(y, y + entry) for _, y in layout.keys]
    rows = sorted({(y, y + FOOT_PX) for _, y in layout.places})
    parts = [(0, layout.header_px), *panels, *keys, *rows]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(parts))
    assert parts[-1][1] <= layout.height_px
    assert all(x + layout.column_px <= layout.width_px - EDGE_PX for x, _ in layout.places)
    assert len(layout.places) == len(scene.readouts)
    pixels = [SCALE * length for length in (layout.width_px, layout.height_px, *(y for _, y in layout.corners))]
    assert pixels == [round(length) for length in pixels], "panels lie on whole pixels, so that nothing is blurred"
    assert pixels[0] == 480


def test_three_panels_are_low_enough_for_one_screen(mixture):
    scene = portrait_scene(mixture)
    layout = lay_out_portrait(scene, 3)
    foot = layout.corners[-1][1] + scene.panels[-1].height_px
    assert foot / layout.width_px < 844 / 350


def test_what_the_legend_tells_has_room_beside_names_or_stands_below_them(several: Scene):
    scene = portrait_scene(several)
    short, long = (lay_out_portrait(scene, 1, told) for told in (("", "arrives at 3"), TOLD))
    assert (short.told_below, long.told_below) == (False, True)
    for key, told in zip(scene.legend, ("", "arrives at 3"), strict=True):
        assert entry_px(key, told) <= short.key_px
    assert long.keys[1][1] - long.keys[0][1] == LEGEND_PX + LEGEND_TOLD_PX


def test_a_film_has_the_frames_and_the_time_that_it_has_elsewhere_and_paper_is_white(reel, themes):
    made = render_portrait(reel, themes.light)
    with Image.open(BytesIO(made.gif)) as gif:
        assert gif.size[0] == 480
        assert gif.n_frames == len(FILM.frames)
        delays = []
        for n in range(gif.n_frames):
            gif.seek(n)
            delays.append(gif.info["duration"] // 10)
        last = np.array(gif.convert("RGB"))
    assert tuple(delays) == tuple(FILM.delays_cs)
    places, colours = decode_indexed_png(made.still)
    np.testing.assert_array_equal(colours[places], last)
    assert len(colours) <= 255
    assert tuple(last[0, 0]) == (255, 255, 255)


def test_panels_are_drawn_at_its_size_and_not_enlarged(reel, themes):
    scene = portrait_scene(reel.scene)
    bare = replace(scene, panels=tuple(replace(panel, moving=()) for panel in scene.panels))
    (background,) = prepare_backgrounds([bare], themes.light, 3, arrange=lay_out_portrait)
    for panel, (_, y) in zip(scene.panels, background.layout.corners, strict=True):
        drawn = render_panel(panel, themes.light, SCALE, background.layout.letters)
        top = round(SCALE * y)
        np.testing.assert_array_equal(background.rgba[top : top + len(drawn), :, :3], drawn)


def test_title_and_ending_are_whole(reel, themes):
    made = render_portrait(reel, themes.light)
    scene = portrait_scene(reel.scene)
    height = decode_indexed_png(made.still)[0].shape[0]
    lines = next(n for n in range(1, 7) if round(SCALE * lay_out_portrait(scene, n).height_px) == height)
    shown = [line.words for line in arrange_header(WORDS.title, ENDING, 320 - 2 * EDGE_PX, lines)]
    assert "…" not in "".join(shown)
    assert " ".join(shown[-2:]) == ENDING
    assert len(shown) == lines


def test_a_picture_of_which_nothing_is_told_above_has_no_empty_lines_there(several: Scene):
    with_words, without = (lay_out_portrait(portrait_scene(several), lines) for lines in (1, 0))
    assert with_words.header_px == 40
    assert without.header_px == EDGE_PX


def test_what_stands_above_a_mountain_is_left_as_it_is_by_those_who_walk_on_it(themes):
    """Looking for colours, tall walkers are drawn high up on it."""
    chosen = {one.name: one.default for one in terrain_descent.simulation.settings} | {
        "terrain": {"curvature": 0.05, "slope": -0.8, "bumps": ()},
        "start": 1.0,
        "size": "large",
        "drawing": "leg",
    }
    scene = terrain_descent.simulation.scene(RunSettings(chosen))
    bare = replace(scene, panels=tuple(replace(panel, moving=()) for panel in scene.panels))
    walked, untouched = (prepare_backgrounds([one], themes.light)[0] for one in (scene, bare))
    np.testing.assert_array_equal(walked.rgba, untouched.rgba)
