"""Axes that are given by their ends, and axes of one member of a group."""

from math import log10

import numpy as np
import pytest

from klsim.diagnostics import ContentError
from klsim.figures.animation.links import find_runs, parse_link
from klsim.figures.animation.ranges import short_values
from klsim.figures.animation.sweep import FIGURES, Figure
from tests.figures.animation.blocks import parse

PLAIN = """
id: descent
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
"""
GROUPED = PLAIN.replace("start: {mean: 0, variance: 5}", "start: {variance: 5}\nstep_size: 0.1")


def told(text: str) -> str:
    with pytest.raises(ContentError) as raised:
        parse(text)
    return str(raised.value)


def swept(axis: str) -> Figure:
    return parse(f"{PLAIN}sweep:\n  step_size: {axis}\n")


def test_evenly_spaced_values_are_those_that_an_author_would_write():
    (axis,) = swept("{from: 0.1, to: 0.5, count: 5}").axes
    assert axis.values == (0.1, 0.2, 0.3, 0.4, 0.5)
    assert axis.labels == ("0.1", "0.2", "0.3", "0.4", "0.5")
    assert [run.settings["step_size"] for run in swept("{from: -1, to: 1, count: 3, spacing: linear}").runs] == [
        -1,
        0,
        1,
    ]


def test_values_by_powers_have_equal_ratios_and_exact_ends():
    (axis,) = swept("{from: 0.001, to: 1, count: 7, spacing: log}").axes
    assert axis.values[::2] == (0.001, 0.01, 0.1, 1)
    np.testing.assert_allclose(np.diff([log10(float(value)) for value in axis.values]), 0.5, rtol=1e-12)
    assert axis.labels == ("0.001", "0.00316", "0.01", "0.0316", "0.1", "0.316", "1")


def test_records_have_all_digits_and_addresses_few():
    figure = swept("{from: 0.02, to: 3, count: 560, spacing: log}".replace("560", "56"))
    (axis,) = figure.axes
    exact = np.geomspace(0.02, 3, 56)
    np.testing.assert_allclose(np.array(axis.values), exact, rtol=1e-14)
    assert len(set(axis.words)) == 56
    assert max(len(str(word)) for word in axis.words) <= 6
    for word, value in zip(axis.words, axis.values, strict=True):
        link = parse_link(f"run:descent?step_size={word}", "a", figure.location)
        assert find_runs(link, figure)[0].setting == {"step_size": value}
    assert FIGURES.decode(FIGURES.encode(figure), Figure).axes == figure.axes


def test_short_values_have_as_many_digits_as_tell_them_apart():
    assert short_values((1000.125, 1000.25, 1000.375)) == (1000.1, 1000.25, 1000.4)
    assert short_values((1 / 3, 2 / 3, 1.0)) == (0.333, 0.667, 1.0)
    assert short_values((1 + 1 / 3000, 1 + 2 / 3000)) == (1.0003, 1.0007)
    assert short_values((0.125, 12.5)) == (0.125, 12.5)
    assert short_values((1.0, 1.0 + 1e-12)) == (1.0, 1.0 + 1e-12)


def test_a_range_of_whole_numbers_has_whole_numbers():
    figure = parse(
        f"{PLAIN}step_size: 0.1\nsweep:\n  iterations: {{from: 10, to: 1000, count: 3, spacing: log}}\n"
    )
    assert [run.settings["iterations"] for run in figure.runs] == [10, 100, 1000]
    assert "count: 3 or fewer" in told(
        f"{PLAIN}step_size: 0.1\nsweep:\n  iterations: {{from: 1, to: 3, count: 9}}\n"
    )


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        ("{from: 0.1, count: 5}", "8: the range of step_size has no to; add `to: …`"),
        ("{from: 0.1, to: 1}", "8: the range of step_size has no count; add `count: …`"),
        ("{from: 0.1, to: 1, step: 0.1, count: 3}", "8: unknown key 'step' in the range of step_size"),
        (
            "{from: 0.1, to: 1, cuont: 3}",
            "8: unknown key 'cuont' in the range of step_size; did you mean 'count'?",
        ),
        ("{from: 1, to: 0.1, count: 5}", "8: the range of step_size runs from 1 to 0.1; swap them"),
        ("{from: 1, to: 1, count: 5}", "8: the range of step_size runs from 1 to 1; widen it"),
        ("{from: 0, to: 1, count: 5, spacing: log}", "8: a range with spacing: log begins above 0, not at 0"),
        (
            "{from: 0.1, to: 1, count: 1}",
            "8: count 1 is not a whole number in range; allowed: 2 to 100000; nearest: 2",
        ),
        ("{from: 0.1, to: 1, count: 2.5}", "8: count 2.5 is not a whole number in range"),
        (
            "{from: 0.1, to: 1, count: 3, spacing: logarithmic}",
            "8: unknown spacing 'logarithmic'; spacings: linear, log",
        ),
        (
            "{from: 0.1, to: 5000, count: 3}",
            "8: step_size 5000 is out of range; allowed: from -1000 to 1000; nearest: 1000",
        ),
        ("{from: low, to: 1, count: 3}", "8: step_size must be a number, not 'low'"),
        ("{from: 0, to: 1, count: 1000}", "1000 runs (1000 step_size), more than max_runs 500"),
        (
            "{low: 0, high: 1}",
            "8: step_size is one value, not a group; write a list: […], or {from: …, to: …, count: …}",
        ),
    ],
)
def test_a_bad_range_is_told_with_its_line_and_the_nearest_right_thing(axis: str, expected: str):
    found = told(f"{PLAIN}sweep:\n  step_size: {axis}\n")
    assert expected in found
    assert len(found.splitlines()) == 1


def test_words_have_no_range():
    found = told(f"{PLAIN}step_size: 0.1\nsweep:\n  objective: {{from: 0, to: 1, count: 3}}\n")
    assert "9: objective is no number, and has no range; list its values: […]" in found


def test_a_member_of_a_group_is_an_axis_of_its_own():
    figure = parse(f"{GROUPED}sweep:\n  start.mean: [-1, 0, 1]\ndefault: {{start_mean: 0}}\n")
    (axis,) = figure.axes
    assert (axis.name, axis.label, axis.values, axis.default) == ("start_mean", "start mean", (-1, 0, 1), 1)
    assert [run.settings["start"] for run in figure.runs] == [{"variance": 5, "mean": mean} for mean in (-1, 0, 1)]
    assert figure.runs[2].setting == {"start_mean": 1}


def test_all_members_of_a_group_may_be_swept_and_by_ranges():
    text = GROUPED.replace("start: {variance: 5}\n", "")
    figure = parse(f"{text}sweep:\n  start.mean: {{from: -1, to: 1, count: 3}}\n  start.variance: [1, 4]\n")
    assert len(figure.runs) == 6
    assert figure.runs[-1].settings["start"] == {"mean": 1, "variance": 4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{PLAIN}step_size: 0.1\nsweep:\n  start.mean: [1, 2]\n",
            "6: start.mean is both fixed and swept; keep one of the two",
        ),
        (f"{GROUPED}sweep:\n  start.maen: [1, 2]\n", "9: start has no 'maen'; did you mean 'mean'?"),
        (
            f"{GROUPED}sweep:\n  strat.mean: [1, 2]\n",
            "9: unknown setting 'strat' of gaussian-descent; did you mean 'start'?",
        ),
        (f"{GROUPED}sweep:\n  step_size.x: [1, 2]\n", "9: step_size.x cannot be swept"),
        (f"{GROUPED}sweep:\n  start.mean: [1, 1]\n", "9: start.mean 1 is listed twice"),
        (f"{GROUPED}sweep:\n  start.mean: [big]\n", "9: mean must be a number, not 'big'"),
        (
            f"{GROUPED}sweep:\n  start.mean: [1, 2]\n  start: {{a: {{mean: 1, variance: 1}}, b: {{mean: 2, variance: 1}}}}\n",
            "start_mean and start both sweep start.mean",
        ),
    ],
)
def test_a_bad_member_is_told(text: str, expected: str):
    assert expected in told(text)
