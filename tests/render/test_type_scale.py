"""One scale of letters: in every panel titles, labels and ticks come out at the same size, wherever it is shown."""

from dataclasses import replace

import pytest

from klsim.render.layout import lay_out
from klsim.render.narrow import narrow_panel
from klsim.render.panel import standing_items
from klsim.render.text import set_words
from klsim.render.type_scale import (
    LABEL_PX,
    LARGEST_FILM,
    LEAST_PX,
    MOST_LETTERS,
    TICK_PX,
    TITLE_PX,
    letters_in_film,
    letters_in_page,
    letters_on_phone,
)
from klsim.render.words import Words
from klsim.scene.marks import Margins, Panel, Scale, Scene
from klsim.settings.views import RunSettings
from klsim.simulations import terrain_descent

SCALE = {TITLE_PX, LABEL_PX, TICK_PX}


@pytest.fixture(scope="module")
def mountain() -> Scene:
    chosen = {one.name: one.default for one in terrain_descent.simulation.settings} | {
        "terrain": {"curvature": 0.05, "slope": -0.8, "bumps": ()},
        "start": 1.0,
    }
    return terrain_descent.simulation.scene(RunSettings(chosen))


def sizes(panel: Panel, theme, letters: float, shown: float) -> set[float]:
    """The sizes of all words of a panel on a screen that shows it so many times as large."""
    words = [item for item in standing_items(panel, theme, letters) if isinstance(item, Words) and item.text]
    assert words
    return {round(one.size_px * shown, 6) for one in words}


def test_two_panels_alone_and_a_mountain_have_letters_of_the_same_sizes(scenes, mountain: Scene, themes):
    pair = scenes[0].panels
    for panels, shown in ((pair, 468 / 420), (pair[:1], 1.5), (mountain.panels, 1.5)):
        letters = letters_in_page(panels)
        assert letters == pytest.approx(1 / shown)
        for panel in panels:
            assert sizes(panel, themes.light, letters, shown) <= SCALE


def test_on_a_phone_they_have_them_too(scenes, mountain: Scene, themes):
    for panels, shown in ((scenes[0].panels, 308 / 320), (mountain.panels, 366 / 320)):
        for panel in panels:
            assert sizes(narrow_panel(panel), themes.light, letters_on_phone(len(panels)), shown) <= SCALE


def test_beside_a_map_a_panel_is_smaller_and_its_letters_are_not(scenes, themes):
    panel = scenes[0].panels[0]
    assert sizes(panel, themes.light, letters_in_page([panel], is_beside_map=True), 384 / 420) <= SCALE


def test_letters_of_a_film_are_large_enough_where_it_is_shown_as_it_was_drawn(scenes, mountain: Scene):
    for panels in (scenes[0].panels, mountain.panels, scenes[0].panels * 2):
        assert 1 / LARGEST_FILM <= letters_in_film(panels) <= MOST_LETTERS
    assert lay_out(mountain, 1).letters == 1 / LARGEST_FILM


def test_five_panels_stand_in_rows_of_as_many_as_there_is_room_for():
    panel = Panel("one", "", Scale("", 0, 1, ()), Scale("", 0, 1, ()), width_px=420)
    for width, in_row in ((330, 3), (420, 3), (500, 2), (800, 1)):
        shown = min((960 - 9.6 * (in_row - 1)) / (in_row * width), 1.5)
        found = letters_in_page([replace(panel, width_px=width)] * 5)
        assert found == pytest.approx(min(1 / shown, MOST_LETTERS))


def test_a_title_that_is_too_long_is_set_smaller_before_it_is_cut(themes):
    panel = Panel(
        "one", "", Scale("", 0, 1, ()), Scale("", 0, 1, ()), margins=Margins(44, 30, 12, 42), width_px=320
    )
    long = "An atlas of all bells, and the height of KL(q, p)"
    for title in (long, f"{long} over mean"):
        (words,) = (
            one
            for one in standing_items(replace(panel, title=title), themes.light)
            if isinstance(one, Words) and one.text
        )
        assert words.text == title
        assert LEAST_PX <= words.size_px < TITLE_PX
        assert set_words(words.text, words.size_px, "Semibold").advance_px <= 320 - 44
    (cut,) = (
        one
        for one in standing_items(replace(panel, title=2 * long), themes.light)
        if isinstance(one, Words) and one.text
    )
    assert cut.text.endswith("…")
    assert cut.size_px == pytest.approx(LEAST_PX)
