"""The words above a GIF: whole where there is room for them on one line or on several, of one height in a figure."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.render.animation import render_frames
from klsim.render.background import prepare_backgrounds
from klsim.render.header import MOST_LINES, TITLE, HeaderWords, arrange_header, count_lines
from klsim.render.layout import HEADER_LINE_PX, HEADER_PX, lay_out, room_px
from klsim.render.text import set_words

WALK = HeaderWords(
    [["walkers 20", "walkers 1000"], ["drift 0.3"], ["seed 1", "seed 2"]], ["Ended after 60 iterations."]
)
TITLE_OF_WALK = "walkers 1000 · drift 0.3 · seed 2"
LONG_ENDING = "Arrived: within 0.001 of the lowest point from iteration 1000 on."


@pytest.fixture(scope="module")
def narrow(scenes):
    """The first panel of a figure alone, 420 px wide."""
    return replace(scenes[0], panels=scenes[0].panels[:1])


def words_of(title: str, outcome: str, room: int, lines: int) -> list[str]:
    return [line.words for line in arrange_header(title, outcome, room, lines)]


def test_a_wide_picture_has_title_and_outcome_on_one_line(scenes):
    assert count_lines(WALK, scenes) == 1
    assert words_of(TITLE_OF_WALK, WALK.endings[0], room_px(scenes[0]), 1) == [TITLE_OF_WALK, WALK.endings[0]]


def test_in_a_narrow_picture_the_outcome_stands_below_the_whole_title(narrow):
    lines = count_lines(WALK, [narrow])
    assert lines == 2
    assert words_of(TITLE_OF_WALK, WALK.endings[0], room_px(narrow), lines) == [TITLE_OF_WALK, WALK.endings[0]]


def test_a_long_outcome_and_a_long_title_take_lines_as_they_need(narrow):
    values = [["KL(q, p)"], ["almost equal"], ["step size 0.5"], ["momentum 0.95"]]
    lines = count_lines(HeaderWords(values, [LONG_ENDING]), [narrow])
    title = " · ".join(part for (part,) in values)
    shown = words_of(title, LONG_ENDING, room_px(narrow), lines)
    assert lines == len(shown) == 4
    assert shown[:2] == ["KL(q, p) · almost equal · step size 0.5", "momentum 0.95"]
    assert " ".join(shown[2:]) == LONG_ENDING


def test_a_short_outcome_without_a_title_needs_no_second_line(narrow):
    assert count_lines(HeaderWords([], ["Ended after 60 iterations."]), [narrow]) == 1
    assert count_lines(HeaderWords([], [LONG_ENDING]), [narrow]) == 2


def test_what_is_longer_than_expected_is_shortened_at_its_end(narrow):
    shown = words_of(TITLE_OF_WALK, f"{LONG_ENDING} {LONG_ENDING}", room_px(narrow), 2)
    assert shown[0] == TITLE_OF_WALK
    assert len(shown) == 2
    assert shown[1].startswith("Arrived: within")
    assert shown[1].endswith("…")


@given(
    st.lists(st.text("ab 0·W", min_size=1), max_size=6).map(" · ".join),
    st.text("ab. W"),
    st.integers(2, MOST_LINES),
)
def test_words_never_leave_their_header(title, outcome, lines):
    arranged = list(arrange_header(title, outcome, 120, lines))
    assert len(arranged) <= lines
    assert all(set_words(line.words, line.size_px, line.weight).advance_px <= 120 for line in arranged)


def test_further_lines_move_the_panels_down_and_leave_them_as_they_are(narrow, themes, run_of):
    series, frames = run_of()
    pictures = {}
    for lines in (1, 2):
        (background,) = prepare_backgrounds([narrow], themes.light, lines)
        first, *_, last = render_frames(background, series, frames, TITLE_OF_WALK, WALK.endings[0])
        pictures[lines] = [background.palette.colours[picture].astype(int) for picture in (first, last)]
    assert pictures[2][0].shape[0] == pictures[1][0].shape[0] + HEADER_LINE_PX
    for one, two in zip(pictures[1], pictures[2], strict=True):
        shift = np.abs(one[HEADER_PX:] - two[HEADER_PX + HEADER_LINE_PX :])
        assert shift.mean() < 0.1  # each has a palette of its own
    first, last = pictures[2]
    title, outcome = slice(0, HEADER_PX - 6), slice(HEADER_PX, HEADER_PX + HEADER_LINE_PX)
    np.testing.assert_array_equal(first[title], last[title])
    assert (first[outcome] == first[0, 0]).all()
    assert not (last[outcome] == last[0, 0]).all()
    ends = lay_out(narrow, 2).left_px + set_words(TITLE_OF_WALK, *TITLE).advance_px
    assert (first[title] != first[0, 0]).any(axis=(0, 2)).nonzero()[0][-1] == pytest.approx(ends, abs=3)
