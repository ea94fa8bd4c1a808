"""`best` and `over` in blocks and links: axes by which readers do not choose, and how these are reduced."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.content.source import Source
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import ContentError, Location
from klsim.figures.animation.choosing import choose
from klsim.figures.animation.links import parse_link
from klsim.figures.animation.record import Record
from klsim.figures.animation.reduction import grid_figure, shown_figure
from klsim.figures.animation.sharing import read_together
from klsim.figures.animation.summing import sum_records
from klsim.figures.animation.sweep import Run
from klsim.figures.animation.targets import find_target
from klsim.scene.film import Film
from klsim.scene.marks import Band, Bars, Box, Curve, Density, Panel, Point, Profile, Readout, Scale, Scene, Trail
from klsim.scene.spread import scene_alone, spread_scene
from klsim.simulations.gaussian_descent import simulation
from tests.examples import examples
from tests.figures.animation.blocks import GOOD, parse

DECLARATION = simulation.declare("gaussian-descent")
SIDE = Scale("", 0, 1, ())
FAIR = GOOD.replace("default: {objective: kl_qp, step_size: 0.02, momentum: 0}\n", "")
FAIR = FAIR[: FAIR.index("presets:")] + "together: {axis: objective, best: step_size}\n"
SEEDS = """
id: descent
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.02, 0.2]
  start: {a: {mean: 0, variance: 5}, b: {mean: 1, variance: 5}, c: {mean: 2, variance: 5}}
"""


def told(text: str) -> str:
    with pytest.raises(ContentError) as raised:
        parse(text)
    (line,) = str(raised.value).splitlines()
    return line.removeprefix("content/a.md:")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "together: {axis: objective, bets: step_size}",
            "11: unknown key 'bets' in together; did you mean 'best'?",
        ),
        ("together: {best: step_size}", "11: together has no axis; add `axis: …`"),
        (
            "together: {axis: objective, best: step}",
            "11: best: there is no axis 'step'; did you mean 'step_size'?",
        ),
        ("together: {axis: objective, best: objective}", "11: best: objective is the axis whose values race"),
        ("together: {axis: momentum, best: objective}", "11: best: objective has words"),
        ("over: sede", "11: over: there is no axis 'sede'; axes: step_size"),
        ("over: momentum", "11: over: momentum has 2 values, and a median needs 3; add 1 at least"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_thing(line: str, expected: str):
    text = FAIR.replace("together: {axis: objective, best: step_size}", line)
    assert told(text).startswith(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "default: {step_size: 0.2}",
            "default: step_size is not for choosing, since `best` names it; leave it out",
        ),
        ("presets: {Far: {step_size: 0.2}}", "preset: step_size is not for choosing, since `best` names it"),
        ("over: step_size", "over: step_size is named by `best` already; leave it out"),
        ("over: objective", "over: objective is named by `together` already"),
    ],
)
def test_nobody_chooses_by_such_an_axis(line: str, expected: str):
    assert expected in told(f"{FAIR}{line}\n")


def test_a_median_needs_three_runs_that_are_not_excluded():
    text = f"{SEEDS}over: start\nexclude: {{objective: kl_pq, step_size: 0.2, start: c}}\n"
    assert "over: KL(p, q) · step size 0.2 has 2 values of start left, and a median needs 3" in told(text)


def test_without_an_objective_nothing_is_best():
    figure = parse(FAIR)
    node = parse_yaml(Source.of("{axis: objective, best: step_size}", "a.md"), Location("a.md", 1))
    with pytest.raises(ContentError, match="best: gaussian-descent has no objective"):
        read_together(node, figure.axes, replace(DECLARATION, objective=""))


def test_what_is_shown_has_neither_axis():
    figure = parse(f"{SEEDS}together: {{axis: objective, best: step_size}}\nover: start\n")
    grid, shown = grid_figure(figure), shown_figure(figure)
    assert [axis.name for axis in grid.axes] == ["objective", "step_size"]
    assert [axis.name for axis in shown.axes] == ["objective"]
    assert (len(figure.runs), len(grid.runs), len(shown.runs)) == (12, 4, 2)
    assert shown.pictures == ((0, 1),)
    assert [run.slug for run in grid.runs] == ["kl_qp_0.02", "kl_qp_0.2", "kl_pq_0.02", "kl_pq_0.2"]


@pytest.mark.parametrize(
    ("query", "stage", "number"),
    [
        ("objective=kl_pq", "shown", 1),
        ("objective=kl_pq&step_size=0.2", "grid", 3),
        ("objective=kl_pq&step_size=0.2&start=b", "run", 10),
    ],
)
def test_a_number_may_be_stated_of_any_run_and_of_what_they_come_to(query: str, stage: str, number: int):
    figure = parse(f"{SEEDS}together: {{axis: objective, best: step_size}}\nover: start\n")
    link = parse_link(f"value:descent?{query}#kl_qp", "a", Location("content/a.md", 3))
    found = find_target(link, figure)
    assert (found.stage, found.number) == (stage, number)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("run:descent?step_size=0.2", "nobody chooses step_size in figure 'descent'"),
        ("run:descent?pin.start=a", "nobody chooses start in figure 'descent': all are shown as one, summed up"),
        ("value:descent?start=a#kl_qp", "the link names start, but not step_size"),
        ("value:descent?step_size=0.3#kl_qp", "step_size 0.3 is not in the sweep; nearest: 0.2"),
    ],
)
def test_a_link_to_what_is_not_shown_is_told(href: str, expected: str):
    figure = parse(f"{SEEDS}together: {{axis: objective, best: step_size}}\nover: start\n")
    with pytest.raises(ContentError) as raised:
        find_target(parse_link(href, "a", Location("content/a.md", 3)), figure)
    assert expected in str(raised.value)


def record(converged_at: int | None, heights: list[float], status: str = "unfinished") -> Record:
    series = {"iteration": np.arange(float(len(heights))), "kl_qp": np.array(heights)}
    status = status if converged_at is None else "converged"
    run = Run((), {}, {"objective": "kl_qp"})
    return Record(run, series, status, converged_at, Film((0, len(heights) - 1)), settled_at=converged_at)


AT = st.one_of(st.none(), st.integers(0, 40))


@given(st.lists(st.tuples(AT, st.integers(0, 3)), min_size=1, max_size=9), st.randoms())
@examples(60)
def test_the_best_converges_first_else_comes_lowest_else_is_the_smaller(runs, random):
    values = [float(n - 2) for n in range(len(runs))]
    random.shuffle(values)
    records = {str(n): record(at, [9.0, float(height)]) for n, (at, height) in enumerate(runs)}
    candidates = [(n + 100, str(n), n) for n in range(len(runs))]
    best = choose("step_size", values, list(map(str, values)), candidates, records, DECLARATION)
    in_order = sorted(
        range(len(runs)),
        key=lambda n: (runs[n][0] is None, runs[n][0] if runs[n][0] is not None else runs[n][1], values[n]),
    )
    assert best.number == 100 + in_order[0]
    assert best.value == values[in_order[0]]

    first = runs[in_order[0]][0]
    by_value = sorted(range(len(runs)), key=lambda n: values[n])
    good = "".join(
        "1" if first is not None and runs[n][0] is not None and runs[n][0] <= 2 * first else "0" for n in by_value
    )
    middle = by_value.index(in_order[0])
    left = len(good[:middle]) - len(good[:middle].rstrip("1"))
    right = len(good[middle + 1 :]) - len(good[middle + 1 :].lstrip("1"))
    assert best.width == left + right == len(best.near)


def test_a_value_that_is_not_there_ends_the_row_of_good_ones():
    records = {str(n): record(10, [9.0, 0.0]) for n in range(5)}
    candidates = [(n, str(n), n) for n in (0, 1, 2, 4)]
    best = choose("step_size", [0.1, 0.2, 0.3, 0.4, 0.5], list("abcde"), candidates, records, DECLARATION)
    assert (best.value, best.width, best.near) == (0.1, 2, (1, 2))


EMPTY = Scene((Panel("one", "", SIDE, SIDE),), ())


def summed(records: list[Record]) -> Record:
    return sum_records("seed", Run((), {}, {"objective": "kl_qp"}), records, EMPTY, 30)


@given(st.lists(st.lists(st.floats(-5, 5), min_size=1, max_size=6), min_size=3, max_size=8))
@examples(40)
def test_a_run_that_ends_early_counts_with_its_last_value_from_then_on(lists):
    found = summed([record(None, heights) for heights in lists]).series
    last = max(map(len, lists)) - 1
    for n in range(last + 1):
        now = [heights[min(n, len(heights) - 1)] for heights in lists]
        assert found["kl_qp"][n] == pytest.approx(np.median(now))
        for percentage in (10, 25, 75, 90):
            expected = np.percentile(now, percentage)
            assert found[f"kl_qp~{percentage}"][n] == pytest.approx(expected)
        assert found["running~"][n] == sum(len(heights) > n for heights in lists)


@pytest.mark.parametrize(
    ("arrived", "median", "status"),
    [
        ([10, 20, 30], 20, "converged"),
        ([10, 20, 30, 40], 25, "converged"),
        ([10, 20, 31, None], 25.5, "converged"),
        ([10, 20, None, None], None, "unfinished"),  # half of them: the middle lies between 20 and never
        ([None, None, None], None, "unfinished"),
    ],
)
def test_runs_that_do_not_converge_count_as_never(arrived: list[int | None], median: float | None, status: str):
    found = summed([record(at, [1.0] * 50) for at in arrived])
    assert found.summary is not None
    assert (found.summary.converged_at, found.status) == (median, status)
    assert found.summary.converged_share == sum(at is not None for at in arrived) / len(arrived)
    assert found.converged_at == (None if median is None else int(np.ceil(median)))


def test_values_beyond_all_bounds_are_higher_than_all_others():
    runs = [record(None, [0.0, value]) for value in (1.0, 2.0, np.inf, np.inf)]
    assert summed(runs).series["kl_qp"].tolist() == [0, np.inf]
    assert summed(runs).series["kl_qp~10"][1] == pytest.approx(1.3)


def test_each_mark_has_its_tints_and_a_run_alone_has_none():
    marks = (
        Curve("kl_qp", "object"),
        Trail("mean", "variance", "object"),
        Point("mean", "variance", "object"),
        Profile("row", "object", (0.0, 1.0)),
        Bars("row", "object"),
        Density(("mean",), ("variance",), "object"),
    )
    scene = Scene((Panel("one", "", SIDE, SIDE, moving=marks),), (Readout("mean", "mean", 1, "object"),))
    spread = spread_scene(scene)
    kinds = [type(mark) for mark in spread.panels[0].moving]
    assert kinds == [*[Band] * 2, *[Box] * 2, *[Band] * 2, *[Box] * 2, *map(type, marks), Bars]
    assert spread.panels[0].moving[0] == Band("kl_qp~10", "kl_qp~90", "object", "iteration")
    assert spread.panels[0].moving[-1] == Bars("row~75", "ink", foot="row~25")
    assert [readout.series for readout in spread.readouts] == ["mean", "running~"]
    assert scene_alone(spread, None) == scene
    many = spread_scene(scene, company=5)
    assert sum(isinstance(mark, Band | Box) for mark in many.panels[0].moving) == 4
