"""Which iterations films show: motion is kept, or what is left out is told, on a clock that does not change."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.scene.film import FEWEST_LEFT_OUT, KEPT_PATH, MOST_SECONDS, ZOOM_CS, _waits, plan_film
from klsim.scene.marks import Margins, Panel, Point, Scale
from klsim.scene.motion import hold, trace, trace_many
from klsim.scene.zooming import Zoom


def path_of(places: np.ndarray) -> float:
    return float(np.abs(np.diff(places, axis=0)).sum())


def column(values) -> np.ndarray:
    return np.asarray(values, dtype=float)[:, np.newaxis]


def told_path(film, places: np.ndarray) -> tuple[float, float]:
    """How far things go in the film, and how far outside of what it says that it leaves out, in px."""
    left_out = np.zeros(len(places), dtype=bool)
    for start, end in film.skipped:
        left_out[start : end + 1] = True
    assert not left_out[list(film.frames)].any()
    steps = [(a, b) for a, b in pairwise(film.frames) if not left_out[a + 1 : b].any()]
    shown = sum(path_of(places[[a, b]]) for a, b in steps)
    return shown, sum(path_of(places[a : b + 1]) for a, b in steps)


def check(film, places: np.ndarray) -> None:
    assert film.frames[0] == 0
    assert film.frames[-1] == len(places) - 1
    assert list(film.frames) == sorted(set(film.frames))
    shown, recorded = told_path(film, places)
    assert shown >= KEPT_PATH * recorded - 1
    assert len(film.delays_cs) == len(film.frames) == len(film.notes)
    assert all(isinstance(delay, int) and delay >= 2 for delay in film.delays_cs)
    assert film.delays_cs[-1] == 250
    for start, end in film.leaps:
        assert film.notes[film.frames.index(end + 1)] == f"{end + 2 - start} iterations later"


paths = st.integers(1, 3_000).flatmap(
    lambda count: st.tuples(
        st.just(count), st.sampled_from([0.0, 0.01, 0.3, 5.0]), st.integers(1, 4), st.integers(0, 2**32 - 1)
    )
)


@given(paths, st.sampled_from([0.5, 6.0, 30.0, 50.0, 120.0, 1000.0]), st.booleans())
def test_a_film_keeps_the_motion_or_says_what_it_leaves_out(path, pace, arrives):
    count, size, period, seed = path
    random = np.random.default_rng(seed)
    places = column(np.cumsum(random.normal(0, size, count)) + 9 * (np.arange(count) % period))
    film = plan_film(places, pace, count // 3 if arrives else None)
    check(film, places)
    assert sum(film.delays_cs) <= 100 * (MOST_SECONDS + 1 + 15 + 1.2 / pace * 100) + 400


@pytest.mark.parametrize("period", [2, 3, 5])
def test_who_hops_hops_in_the_film(period):
    places = column(50 * np.resize(np.arange(period), 121))
    film = plan_film(places)
    assert film.frames == tuple(range(121))
    assert film.skipped == ()


def test_one_clock_goes_for_long_films_and_short_ones():
    for count in (31, 301):
        delays = plan_film(column(3.0 * np.arange(count))).delays_cs
        steady = delays[1:-8]
        assert sum(steady) == pytest.approx(100 * len(steady) / 30, abs=2)
        assert set(steady) <= {3, 4}
    assert sum(plan_film(column(3.0 * np.arange(31)), 6).delays_cs[1:-8]) == pytest.approx(100 * 22 / 6, abs=2)


def test_the_end_comes_gently():
    delays = plan_film(column(3.0 * np.arange(100))).delays_cs
    assert list(delays[-7:-1]) == sorted(delays[-7:-1])
    assert delays[-2] >= 2 * delays[20]


def test_a_wait_in_which_nothing_moves_is_left_out_and_told():
    places = column([*np.linspace(0, 90, 30), *[90.0] * 250, *np.linspace(90, 0, 30)])
    film = plan_film(places)
    assert film.skipped == ((30, 279),)
    assert film.notes[film.frames.index(280)] == "251 iterations later"
    assert film.delays_cs[film.frames.index(280)] >= 90


def test_a_long_film_is_shortened_where_least_happens_and_says_so():
    speed = np.where(np.arange(10_000) // 60 == 80, 40.0, 2.0)
    film = plan_film(column(np.cumsum(speed)))
    check(film, column(np.cumsum(speed)))
    assert set(range(80 * 60, 81 * 60)) <= set(film.frames)
    assert sum(film.delays_cs) < 3_500
    assert all(end - start + 1 >= FEWEST_LEFT_OUT for start, end in film.leaps)


def test_at_a_pace_beyond_what_browsers_show_hops_that_are_lost_are_told():
    film = plan_film(column(50 * np.resize([0, 1], 401)), 200)
    assert set(film.skipped) > set(film.leaps)
    assert film.notes[1] == "every 4th iteration"
    smooth = plan_film(column(np.arange(401.0) * 2), 200)
    assert (smooth.skipped, smooth.frames[:3]) == ((), (0, 4, 8))


def test_what_has_arrived_is_seen_for_a_while_and_then_at_its_end():
    film = plan_film(column(3.0 * np.arange(401)), settled_at=80)
    assert (film.end, film.frames[-2:]) == (110, (110, 400))
    assert film.leaps == ((111, 399),)


def test_nothing_is_painted_anew_until_it_has_moved():
    places = column([0, 0.4, 0.8, 1.2, 1.3, 5.0, 5.1])
    assert hold(places, range(7), 1.0) == (0, 0, 0, 3, 3, 5, 6)


def test_a_frame_on_which_a_panel_has_zoomed_is_held_for_a_moment():
    plain = plan_film(column(3.0 * np.arange(200)))
    zoomed = replace(plain, zooms=(Zoom(40, 0, 10, 1), Zoom(90, 1, 10, 1), Zoom(90, 0, 100, 1)))
    longer = {n: delay for n, delay in enumerate(zoomed.delays_cs) if delay != plain.delays_cs[n]}
    assert longer == {40: ZOOM_CS, 90: ZOOM_CS}
    every_third = replace(zoomed, frames=(*range(0, 199, 3), 199))
    held = [every_third.frames[n] for n, delay in enumerate(every_third.delays_cs[:-8]) if delay == ZOOM_CS]
    assert held == [42, 90]


def waits_one_by_one(places: np.ndarray, still_px: float) -> list[tuple[int, int]]:
    """What `_waits` promises, an iteration at a time."""
    found, start, last = [], 0, len(places) - 1

    def is_near(a: int, b: int) -> bool:
        return bool((np.abs(places[a] - places[b]) < still_px).all())

    while start < last:
        if not is_near(start, start + 1):
            start += 1
            continue
        end = start
        while end < last and is_near(start, end + 1):
            end += 1
        found.append((start, end))
        start = max(end, start + 1)
    return found


@given(st.integers(1, 90), st.integers(1, 3), st.integers(0, 2**32 - 1), st.sampled_from([0.02, 0.2, 0.8]))
def test_waits_are_those_found_one_iteration_after_another(length: int, things: int, seed: int, lively: float):
    random = np.random.default_rng(seed)
    moves = random.normal(size=(length, things)) * (random.random((length, 1)) < lively)
    places = np.round(4 * np.cumsum(moves, axis=0)) / 4
    assert list(_waits(places, 1.0)) == waits_one_by_one(places, 1.0)


@given(st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_runs_traced_together_stand_where_each_does_alone(first: int, second: int, has_gap: bool):
    scale = Scale("", -1, 1, ())
    panel = Panel("p", "", scale, scale, (), (Point("iteration", "x", "object"),), 100, 100, Margins(0, 0, 0, 0))
    several = []
    for length in (first, second):
        values = np.sin(np.arange(length) * 0.7 + length)
        values[length // 2 :] = np.nan if has_gap and length == second else values[length // 2 :]
        several.append({"iteration": np.arange(float(length)), "x": values})
    for together, series in zip(trace_many([panel], several), several, strict=True):
        assert np.array_equal(together, trace([panel], series))
