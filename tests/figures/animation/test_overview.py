"""The map of a sweep: which runs lie where, which classes their iterations fall into, and what HTML comes of it."""

from bisect import bisect_left
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.figures.animation.maps import lay_out
from klsim.figures.animation.outcome import Outcome
from klsim.figures.animation.overview import MOST_MAPS, MOST_STEPS, Mark, Overview, make_overview, make_steps
from klsim.figures.animation.sweep import Figure
from klsim.formats.renderer import make_environment
from tests.figures.animation.blocks import parse
from tests.site.sites import ROOT

HEAD = """
id: descent
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
"""
STEPS = [0.02 * n for n in range(1, 7)]
MOMENTA = [0, 0.5, 0.9, 0.99]


def figure_of(sweep: str, rest: str = "") -> Figure:
    start = "" if "start:" in sweep else "start: {mean: 0, variance: 5}\n"
    step = "" if "step_size:" in sweep else "step_size: 0.1\n"
    return parse(f"{HEAD}{start}{step}sweep:\n{sweep}\n{rest}")


def told(figure: Figure, endings: dict[tuple[int, ...], int | str]) -> list[Outcome]:
    """How runs ended: an ending for some positions, a count of iterations for one that arrives."""
    ends = [endings.get(run.at, "unfinished") for run in figure.runs]
    return [
        Outcome(
            status="converged" if isinstance(end, int) else end,
            ending="converged" if isinstance(end, int) else end,
            converged_at=end if isinstance(end, int) else None,
            last=400,
            end=400,
            leaps=(),
            title=f"run {run.at}",
            outcome="It <ends>.",
        )
        for run, end in zip(figure.runs, ends, strict=True)
    ]


def overview_of(figure: Figure, endings: dict[tuple[int, ...], int | str]) -> Overview:
    overview = make_overview(figure, told(figure, endings))
    assert overview is not None
    return overview


def render(overview: Overview) -> Element:
    templates = {f"klsim/templates/{path.name}": path.read_bytes() for path in (ROOT / "templates").glob("*.html")}
    html = make_environment(templates).get_template("overview.html").render(overview=overview)
    return html5lib.parse(html, namespaceHTMLElements=False)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


GOOD = figure_of(
    "  objective: [kl_qp, kl_pq]\n  momentum: [0, 0.9]\n  step_size: [0.1, 0.2, 0.4]",
    "exclude: [{objective: kl_pq, step_size: 0.4, momentum: 0}]",
)


def test_the_longest_axis_makes_the_columns_and_the_next_the_rows():
    layout = lay_out(
        figure_of("  objective: [kl_qp, kl_pq]\n  momentum: [0, 0.5, 0.9]\n  step_size: [1, 2, 3, 4]")
    )
    assert (layout.columns.name, layout.rows.name) == ("step_size", "momentum")
    assert [grid.caption for grid in layout.grids] == ["KL(q, p)", "KL(p, q)"]
    assert layout.grids[1].rows[2] == ((1, 2, 0), (1, 2, 1), (1, 2, 2), (1, 2, 3))


def test_of_equally_long_axes_the_numeric_ones_are_mapped():
    layout = lay_out(figure_of("  objective: [kl_qp, kl_pq]\n  momentum: [0, 0.9]\n  step_size: [1, 2]"))
    assert (layout.columns.name, layout.rows.name) == ("momentum", "step_size")


def test_a_single_axis_makes_one_row():
    layout = lay_out(figure_of("  step_size: [1, 2, 3]\n  momentum: [0.9]"))
    assert layout.rows is None
    assert [grid.rows for grid in layout.grids] == [(((0, 0), (1, 0), (2, 0)),)]
    assert layout.grids[0].caption == ""


def test_captions_name_numbers_with_what_they_are():
    sweep = "  momentum: [0, 0.9]\n  step_size: [1, 2, 3]\n  iterations: [5, 6, 7]"
    captions = [grid.caption for grid in lay_out(figure_of(sweep)).grids]
    assert captions == ["momentum 0", "momentum 0.9"]


def test_a_map_without_runs_is_left_out():
    sweep = "  objective: [kl_qp, kl_pq]\n  momentum: [0, 0.5, 0.9]\n  step_size: [1, 2, 3]"
    layout = lay_out(figure_of(sweep, "exclude: [{objective: kl_pq}]"))
    assert [grid.caption for grid in layout.grids] == ["KL(q, p)"]


@given(
    objectives=st.integers(1, 2),
    steps=st.integers(2, 6),
    momenta=st.integers(1, 4),
    left_out=st.lists(st.tuples(st.sampled_from(STEPS[1:]), st.sampled_from(MOMENTA)), max_size=4),
)
def test_every_run_lies_in_exactly_one_cell(objectives, steps, momenta, left_out):
    sweep = (
        f"  objective: {['kl_qp', 'kl_pq'][:objectives]}\n  step_size: {STEPS[:steps]}\n"
        f"  momentum: {MOMENTA[:momenta]}"
    ).replace("'", "")
    rules = [{"step_size": s, "momentum": m} for s, m in left_out if s in STEPS[:steps] and m in MOMENTA[:momenta]]
    figure = figure_of(sweep, f"exclude: {rules}".replace("'", "") if rules else "")
    layout = lay_out(figure)
    cells = Counter(at for grid in layout.grids for row in grid.rows for at in row if at)
    assert cells == Counter(run.at for run in figure.runs)
    assert {len(row) for grid in layout.grids for row in grid.rows} == {len(layout.columns.values)}


counts = st.lists(st.integers(0, 100_000), min_size=1)


@given(counts)
def test_steps_are_few_rising_and_round(found):
    steps = make_steps(found)
    assert 1 <= len(steps) <= MOST_STEPS
    assert list(steps) == sorted(set(steps))
    assert all(str(step).strip("0") in ("1", "2", "3", "5") for step in steps)


@given(counts)
def test_every_count_has_a_step_and_no_step_is_without_counts(found):
    steps = make_steps(found)
    assert {bisect_left(steps, count) for count in found} == set(range(len(steps)))


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=MOST_STEPS))
def test_a_step_is_at_most_two_and_a_half_times_a_count_of_its_class(found):
    steps = make_steps(found)
    assert all(steps[bisect_left(steps, count)] <= max(2.5 * count, 1) for count in found)


@pytest.mark.parametrize(
    ("found", "steps"),
    [
        ([], ()),
        ([0], (1,)),
        ([13, 38, 96, 160, 400], (20, 50, 100, 200, 500)),
        ([1, 2, 5, 10, 20, 50], (1, 3, 10, 30, 100)),
        ([1, 2, 6, 15, 70, 200, 700], (1, 10, 100, 1000)),
        ([1, 10, 100, 1000, 10_000, 100_000], (10, 100, 1000, 10_000, 100_000)),
    ],
)
def test_steps_are_the_finest_round_numbers_that_are_few_enough(found, steps):
    assert make_steps(found) == steps


def test_a_run_that_arrives_shows_its_iteration_the_sooner_the_stronger():
    ends = {(0, 0, 0): 300, (0, 0, 1): 40, (0, 0, 2): 7, (0, 1, 0): "diverged"}
    overview = overview_of(GOOD, ends)
    first, second = overview.maps[0].rows
    assert [(cell.mark.kind, cell.mark.text) for cell in first] == [
        ("speed-5", "300"),
        ("speed-3", "40"),
        ("speed-1", "7"),
    ]
    assert [(cell.mark.kind, cell.mark.text) for cell in second[:2]] == [("diverged", ""), ("unfinished", "")]


def test_the_legend_has_what_occurs_in_words_that_read_on():
    overview = overview_of(GOOD, {(0, 0, 0): 300, (0, 0, 1): 40, (0, 0, 2): 7, (0, 1, 0): "diverged"})
    assert [(mark.kind, words) for mark, words in overview.legend] == [
        ("speed-1", "arrives within 10"),
        ("speed-3", "50"),
        ("speed-5", "400 iterations"),  # which is as long as runs are
        ("unfinished", "still on the way"),
        ("diverged", "runs away"),
    ]
    assert overview_of(GOOD, {(0, 0, 0): 9}).legend[0] == (Mark("speed-1", ""), "arrives within 10 iterations")


def test_the_legend_says_of_a_domain_what_the_simulation_does():
    ends = {(0, 0, 0): 9, (0, 0, 1): "left_domain"}
    assert overview_of(GOOD, ends).legend[-1] == (Mark("left_domain", ""), "variance reaches zero")
    steps = ", ".join(f"{n}: {{step_size: {n}}}" for n in range(1, 7))
    mountain = parse(
        "id: m\nsimulation: terrain-descent\ncaption: Down.\nterrain: {curvature: 1}\nstart: 1\n"
        f"sweep: {{walker: {{{steps}}}}}"
    )
    ends = {(0,): 9, (1,): "left_domain"}
    assert overview_of(mountain, ends).legend[-1] == (Mark("left_domain", ""), "leaves its domain")


def test_a_figure_of_few_runs_has_no_map():
    figure = figure_of("  step_size: [1, 2, 3, 4, 5]")
    assert make_overview(figure, told(figure, {(0,): 3})) is None


def test_a_figure_of_very_many_runs_has_no_map():
    figure = figure_of(f"  step_size: {[n / 1000 for n in range(1, 1002)]}", "max_runs: 2000")
    assert make_overview(figure, told(figure, {(0,): 3})) is None


def test_runs_that_all_look_alike_need_no_map():
    assert make_overview(GOOD, told(GOOD, {})) is None


def test_many_maps_follow_the_controls():
    starts = "{" + ", ".join(f"s{n}: {{mean: {n}, variance: 5}}" for n in range(3)) + "}"
    sweep = f"  start: {starts}\n  momentum: [0, 0.5, 0.9]\n  step_size: [1, 2, 3]\n  iterations: [5, 6, 7]"
    figure = figure_of(sweep, "default: {start: s1, momentum: 0.9}")
    overview = overview_of(figure, {(0, 0, 0, 0): 3})
    assert len(overview.maps) == 9 > MOST_MAPS
    shown = [map for map in overview.maps if map.is_shown]
    assert [cell.is_start for map in shown for row in map.rows for cell in row].count(True) == 1
    assert len(shown) == 1
    assert overview.title == "All 81 runs, and the iteration at which each arrives; the map follows the controls"
    hidden = [
        map
        for map in render(overview).iter("div")
        if "map" in map.get("class", "").split() and "hidden" in map.attrib
    ]
    assert len(hidden) == 8


def test_the_table_says_what_rows_and_columns_are():
    tables = list(render(overview_of(GOOD, {(0, 0, 0): 9})).iter("table"))
    assert [words(table.find("caption")) for table in tables] == ["KL(q, p)", "KL(p, q)"]
    for table in tables:
        assert [words(th) for th in table.iter("th") if th.get("scope") == "colgroup"] == ["step size"]
        assert [words(th) for th in table.iter("th") if th.get("scope") == "col"] == [
            "momentum",
            "0.1",
            "0.2",
            "0.4",
        ]
        assert [words(th) for th in table.iter("th") if th.get("scope") == "row"] == ["0", "0.9"]
        assert {len(list(row)) for row in table.find("tbody")} == {4}


def test_every_run_is_a_button_with_its_words_and_what_was_left_out_says_so():
    page = render(overview_of(GOOD, {(0, 0, 0): 9}))
    buttons = list(page.iter("button"))
    assert [button.get("data-at") for button in buttons] == [",".join(map(str, run.at)) for run in GOOD.runs]
    assert buttons[0].get("aria-label") == "run (0, 0, 0): It <ends>."
    empty = [cell for cell in page.iter("td") if cell.find("span") is not None]
    assert [words(cell) for cell in empty] == ["no such run"]


def test_only_the_run_that_the_figure_starts_with_is_a_tab_stop_and_marked():
    figure = figure_of(
        "  momentum: [0, 0.9]\n  step_size: [0.1, 0.2, 0.4]", "default: {step_size: 0.2, momentum: 0.9}"
    )
    buttons = list(render(overview_of(figure, {(0, 0): 9})).iter("button"))
    assert [button.get("data-at") for button in buttons if button.get("tabindex") == "0"] == ["1,1"]
    assert [button.get("data-at") for button in buttons if button.get("aria-pressed")] == ["1,1"]
