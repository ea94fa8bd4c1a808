"""Settings as the functions of a simulation see them: of one run, and of all runs at once."""

import numpy as np
import pytest

from klsim.settings.composites import Column, Columns, Interval, Record, Rows
from klsim.settings.scalars import Choice, Flag, Integer, Number
from klsim.settings.views import RunColumns, RunSettings, settings_seen

KINDS = (
    Number("speed"),
    Integer("iterations", 1, 100),
    Flag("noisy"),
    Choice("method", {"a": "A", "b": "B"}),
    Interval("domain", Number("domain")),
    Record("start", (Number("mean"), Record("inner", (Number("width"),)))),
    Columns("target", (Column("means", Number("mean")),), most=9),
    Rows("bumps", Record("bump", (Number("height"),)), most=9),
)
RUNS = [
    {
        "speed": 1.5 * n,
        "iterations": 10 + n,
        "noisy": n == 1,
        "method": "ab"[n],
        "domain": (-1.0, 1.0 + n),
        "start": {"mean": 2.0 * n, "inner": {"width": 7.0 + n}},
        "target": {"means": (1.0,) * (n + 1)},
        "bumps": ({"height": 3.0},) * n,
    }
    for n in range(2)
]
ALL = RunColumns(KINDS, RUNS)


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("speed", [0, 1.5], np.float64),
        ("iterations", [10, 11], np.int64),
        ("noisy", [False, True], np.bool_),
        ("domain", [[-1, 1], [-1, 2]], np.float64),
    ],
)
def test_numbers_of_all_runs_are_one_array(name, values, kind):
    found = getattr(ALL, name)
    assert found.dtype == kind
    np.testing.assert_array_equal(found, values)


def test_records_of_all_runs_are_seen_by_attribute_however_deep_they_are():
    np.testing.assert_array_equal(ALL.start.mean, [0, 2])
    np.testing.assert_array_equal(ALL.start.inner.width, [7, 8])
    assert len(ALL.start) == 2


def test_words_and_lists_that_may_differ_in_length_are_tuples_with_an_entry_for_each_run():
    assert ALL.method == ("a", "b")
    assert ALL.target.means == ((1.0,), (1.0, 1.0))
    assert [len(bumps) for bumps in ALL.bumps] == [0, 1]
    assert ALL.bumps[1][0].height == 3


def test_all_runs_are_counted_gone_through_and_taken_by_number():
    assert len(ALL) == 2
    assert [run.speed for run in ALL] == [0, 1.5]
    taken = ALL.take([1])
    assert (len(taken), taken.speed.tolist(), taken.start.mean.tolist()) == (1, [1.5], [2.0])


def test_one_run_has_plain_values():
    run = RunSettings(RUNS[1])
    assert (run.speed, run.iterations, run.noisy, run.method, run.domain) == (1.5, 11, True, "b", (-1.0, 2.0))
    assert (run.start.inner.width, run.target.means, run.bumps[0].height) == (8.0, (1.0, 1.0), 3.0)


@pytest.mark.parametrize("settings", [ALL, RunSettings(RUNS[0])])
def test_a_setting_that_is_not_there_is_told_with_the_nearest(settings):
    with pytest.raises(AttributeError, match="there is no setting 'sped'; did you mean 'speed'"):
        _ = settings.sped
    assert not hasattr(settings, "__array__")
    assert {"speed", "start"} <= set(dir(settings))


def test_what_a_function_looks_at_is_known_by_the_names_of_whole_settings():
    run = RunSettings(RUNS[0])
    assert settings_seen(run) == frozenset()
    _ = run.start.inner.width, run.speed
    assert settings_seen(run) == {"start", "speed"}
