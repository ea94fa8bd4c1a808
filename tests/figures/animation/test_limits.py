"""How large a figure may be, and what its samples must see: told where the block says so, before anything is computed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.diagnostics import ContentError
from klsim.engine.task import resolve
from klsim.figures.animation.limits import MOST_WORK
from klsim.figures.animation.sweep import Figure
from klsim.settings.limits import MOST_COMPONENTS
from klsim.settings.views import RunSettings
from tests.content.writing import told
from tests.figures.animation.running import plan, planned

MIXTURE = {
    "id": "x",
    "simulation": "mixture-descent",
    "caption": "x",
    "target": {"means": [0], "variances": [1]},
    "start": {"means": [0], "variances": [5]},
    "domain": [-15, 15],
    "step_size": 0.5,
}
GAUSSIAN = {
    "id": "x",
    "simulation": "gaussian-descent",
    "caption": "x",
    "target": {"mean": 0, "variance": 1},
    "start": {"mean": 0, "variance": 5},
}
TERRAIN = {"id": "x", "simulation": "terrain-descent", "caption": "x", "terrain": {"curvature": 1}, "start": 1}


def block(base: dict, **changes: object) -> str:
    """A block with one key on each line; the fence is line 1."""
    return "\n".join(f"{key}: {json.dumps(value)}" for key, value in (base | changes).items())


def mistakes(base: dict, **changes: object) -> list[str]:
    return told(lambda: planned(block(base, **changes)))


def work(figure: Figure) -> int:
    """As the README has it: an iteration counts as 100 more, and each picture as 2.5 million."""
    simulation = resolve(figure.source)
    steps = sum(
        run.settings["iterations"] * (100 + simulation.work(RunSettings(run.settings))) for run in figure.runs
    )
    return steps + 2_500_000 * plan(figure).outline.count


def alike(count: int, variance: float = 2) -> dict[str, list[float]]:
    return {"means": [k / 10 for k in range(count)], "variances": [variance] * count}


def test_a_mixture_has_at_most_so_many_components():
    most = MOST_COMPONENTS
    assert len(planned(block(MIXTURE, target=alike(most), start=alike(most))).runs) == 1
    assert mistakes(MIXTURE, target=alike(120), start=alike(most + 1)) == [
        f"content/a.md:5: target has 120 means, more than {most}; keep {most}",
        f"content/a.md:6: start has {most + 1} means, more than {most}; keep {most}",
    ]


def numbers(count: int) -> list[float]:
    return [n / 1000 for n in range(1, count + 1)]


@pytest.mark.slow
def test_ten_thousand_runs_of_400_iterations_are_allowed():
    figure = planned(block(GAUSSIAN, max_runs=10_000, sweep={"step_size": numbers(100), "momentum": numbers(100)}))
    assert len(figure.runs) == 10_000


def test_one_run_of_each_simulation_may_be_as_long_as_any():
    for base in (GAUSSIAN, TERRAIN, MIXTURE):
        assert planned(
            block(base, step_size=1, iterations=100_000, **({"points": 101} if base is MIXTURE else {}))
        )


TOO_MUCH = [
    (MIXTURE, {"points": 20_001, "iterations": 100_000},
     "content/a.md:10: this figure would take about 2013 million evaluations (1 run of up to 100000 iterations), more "
     "than 500 million; reduce iterations, points, components: it could have 24750 iterations"),
    (GAUSSIAN, {"iterations": 100_000, "sweep": {"step_size": numbers(100)}},
     "content/a.md:7: this figure would take about 1013 million evaluations (100 runs of up to 100000 iterations), more "
     "than 500 million; reduce iterations, runs: it could have 49257 iterations"),
    (GAUSSIAN, {"max_runs": 100_000, "sweep": {"step_size": numbers(200), "momentum": numbers(100)}},
     "content/a.md:8: this figure would take about 811 million evaluations (20000 runs of up to 400 iterations), more "
     "than 500 million; reduce iterations, runs: it could have 246 iterations"),
    (TERRAIN, {"terrain": {"curvature": 1, "bumps": [{"height": 1, "centre": 0, "width": 1}] * 100},
               "iterations": 100_000, "sweep": {"step_size": numbers(30)}},
     "content/a.md:7: this figure would take about 606 million evaluations (30 runs of up to 100000 iterations), more "
     "than 500 million; reduce iterations, bumps, runs: it could have 82504 iterations"),
    (GAUSSIAN, {"step_size": 1, "start": None,
                "sweep": {"start": {f"s{n}": {"mean": n, "variance": 1} for n in range(300)}}},
     "content/a.md:7: this figure would take over 515 million evaluations (300 runs of up to 400 iterations and over "
     "200 pictures), more than 500 million; keep fewer values of what the picture depends on: each combination is one "
     "more picture"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "changes", "message"), TOO_MUCH, ids=[message[:60] for *_, message in TOO_MUCH])
def test_a_figure_that_would_take_too_long_is_told_with_what_would_do(base, changes, message):
    changed = {key: value for key, value in (base | changes).items() if value is not None}
    assert mistakes(changed) == [message]


@pytest.mark.slow
def test_with_as_many_iterations_as_the_message_names_the_figure_is_allowed():
    for base, changes, message in TOO_MUCH[:4]:
        fitting = int(message.split("it could have ")[1].split()[0])
        figure = planned(block(base, **changes | {"iterations": fitting}))
        assert 0.99 * MOST_WORK < work(figure) <= MOST_WORK
        (again,) = mistakes(base, **changes | {"iterations": fitting + 1})
        assert f"it could have {fitting} iterations" in again


UNSEEN = [
    ({"target": {"means": [20], "variances": [1]}}, "content/a.md:5: 401 points from -15 to 15 see less than 99.9 % of "
     "target; it reaches beyond them: write `domain: [-15, 24]`"),
    ({"start": {"means": [40], "variances": [1]}}, "content/a.md:6: 401 points from -15 to 15 see less than 99.9 % of "
     "start; it reaches beyond them: write `domain: [-15, 44]`"),
    ({"target": {"means": [0], "variances": [0.001]}}, "content/a.md:5: 401 points from -15 to 15 see less than 99.9 % "
     "of target; it is too narrow: write `points: 950`"),
    ({"target": {"means": [0], "variances": [1e-8]}}, "content/a.md:5: 401 points from -15 to 15 see less than 99.9 % "
     "of target; it is too narrow: 20001 points in this domain see variances from 2.3e-06 on; widen it, or narrow the "
     "domain"),
    ({"start": {"means": [20], "variances": [0.001]}}, "content/a.md:6: 401 points from -15 to 15 see less than 99.9 % "
     "of start; it reaches beyond them: write `domain: [-15, 20.13]`, and for so narrow a law write `points: 1112`"),
    ({"target": {"means": [1_000_000], "variances": [1]}}, "content/a.md:5: 401 points from -15 to 15 see less than "
     "99.9 % of target; no domain is wide enough: keep it 4 standard deviations within −1000000 to 1000000"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), UNSEEN, ids=[message[60:130] for _, message in UNSEEN])
def test_a_law_that_the_samples_do_not_see_is_told_with_what_would_do(changes, message):
    assert mistakes(MIXTURE, **changes) == [message]


def test_a_needle_on_a_sample_is_not_taken_for_a_law_that_is_seen():
    spacing = 30 / 400
    lucky = (spacing * 0.3) ** 2  # a quarter of a spacing off a sample, the sum is 1 to a thousandth
    (message,) = mistakes(MIXTURE, target={"means": [spacing / 4], "variances": [lucky]})
    assert "of target; it is too narrow" in message
    exact = (spacing / (2 * 3.141592653589793) ** 0.5) ** 2  # on a sample, that sample alone adds 1
    (message,) = mistakes(MIXTURE, target={"means": [0], "variances": [exact]})
    assert "of target; it is too narrow" in message


def test_both_laws_are_told_at_once_and_each_where_the_sweep_names_it():
    sweep = {"start": {"near": {"means": [0], "variances": [1]}, "far": {"means": [40], "variances": [1]}}}
    body = block(
        {key: value for key, value in MIXTURE.items() if key != "start"}, target={"means": [30], "variances": [1]}
    )
    body += "\nsweep:\n  start:\n" + "".join(
        f"    {name}: {json.dumps(law)}\n" for name, law in sweep["start"].items()
    )
    found = told(lambda: planned(body))
    assert [line.split(";")[0] for line in found] == [
        "content/a.md:5: 401 points from -15 to 15 see less than 99.9 % of target",
        "content/a.md:11: 401 points from -15 to 15 see less than 99.9 % of start",
    ]


def test_samplings_may_be_compared_as_long_as_one_of_them_sees():
    coarse = block(MIXTURE, sweep={"points": [11, 21, 401]})
    assert len(planned(coarse).runs) == 3
    (message,) = mistakes(MIXTURE, sweep={"points": [11, 12]})
    assert "11 points from -15 to 15 see less than 99.9 % of target" in message


@given(
    st.floats(-1e5, 1e5), st.floats(-7, 9), st.floats(-1e5, 1e5), st.floats(-7, 9), st.sampled_from((11, 401, 20_001))
)  # fmt: skip
def test_a_block_changed_as_its_mistakes_say_has_none(mean, log_variance, centre, log_breadth, points):
    breadth = 10.0 ** (log_breadth / 2)
    changes = {
        "target": {"means": [mean], "variances": [10.0 ** (log_variance / 2)]},
        "start": {"means": [mean], "variances": [10.0 ** (log_variance / 2)]},
        "domain": [centre - breadth, centre + breadth],
        "points": points,
        "iterations": 1,
    }
    for message in told_or_nothing(changes):
        if "`domain" in message:
            changes["domain"] = json.loads(message.split("`domain: ")[1].split("`")[0])
        if "`points" in message:
            changes["points"] = int(message.split("`points: ")[1].split("`")[0])
        if "`" in message and "see variances" not in message:
            assert told_or_nothing(changes) == []


def told_or_nothing(changes: dict) -> list[str]:
    try:
        planned(block(MIXTURE, **changes))
    except ContentError as error:
        return [str(mistake) for mistake in error.diagnostics][:1]
    return []
