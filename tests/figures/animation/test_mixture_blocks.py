"""Blocks of `mixture-descent`: lists of numbers, and every way of getting them wrong."""

import json

import pytest

from klsim.diagnostics import Diagnostics
from klsim.engine.task import encode
from klsim.scene.stylesheet import parse_themes
from klsim.simulations.mixture_descent import simulation
from tests.content.writing import replaced, told
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import FOLDER, KIND, plan
from tests.site.sites import ROOT

THEMES = parse_themes((ROOT / "templates" / "static" / "theme.css").read_text(encoding="utf-8"), Diagnostics())

GOOD = """
id: three
simulation: mixture-descent
caption: Three bells look for p.
target: {means: [-5, 0, 5], variances: [2, 2, 2]}
domain: [-15, 15]
points: 401
step_size: 2
sweep:
  start:
    spread: {means: [-3, 0, 3], variances: [2, 2, 2]}
    almost equal: {means: [-0.01, 0, 0.01], variances: [2, 2, 2]}
  objective: [kl_qp, kl_pq]
default: {start: almost equal}
"""


def changed(old: str, new: str) -> str:
    return replaced(GOOD, (old, new))


def mistakes(body: str) -> list[str]:
    return told(lambda: parse(body))


def test_lists_are_read_and_weights_default_to_equal_ones():
    settings = parse(GOOD).default.settings
    assert settings["target"] == {"means": (-5, 0, 5), "variances": (2, 2, 2), "weights": (1, 1, 1)}
    assert settings["start"] == {"means": (-0.01, 0, 0.01), "variances": (2, 2, 2)}
    assert settings["domain"] == (-15, 15)
    assert settings["points"] == 401


def test_weights_may_be_given_in_any_ratio():
    figure = parse(changed("variances: [2, 2, 2]}\ndomain", "variances: [2, 2, 2], weights: [1, 2, 1]}\ndomain"))
    assert figure.settings["target"]["weights"] == (1, 2, 1)


def test_coordinates_are_counted_by_the_start():
    assert simulation.coordinates(parse(GOOD).default.settings) == (
        "mean_1", "mean_2", "mean_3", "variance_1", "variance_2", "variance_3",
    )  # fmt: skip
    one = {"start": {"means": (0.0,), "variances": (1.0,)}}
    assert simulation.coordinates(one) == ("mean_1", "variance_1")


def test_q_may_have_another_number_of_components_than_p():
    body = changed("[-3, 0, 3], variances: [2, 2, 2]", "[-3], variances: [2]").replace(
        "[-0.01, 0, 0.01], variances: [2, 2, 2]", "[0], variances: [2]"
    )
    assert len(parse(body).runs) == 4


def test_domains_and_targets_may_be_swept_by_name():
    body = changed("domain: [-15, 15]\n", "").replace(
        "sweep:\n", "sweep:\n  domain:\n    narrow: [-5, 5]\n    wide: [-20, 20]\n"
    )
    figure = parse(body)
    assert figure.axes[0].values == ("narrow", "wide")
    assert figure.runs[0].settings["domain"] == (-5, 5)


def test_what_makes_such_figures_differs_where_numbers_do():
    def values_of(body: str) -> dict[str, str]:
        figure = parse(body)
        tasks = (*KIND.outline(figure, FOLDER, THEMES), *plan(figure).records, *plan(figure).essentials(THEMES))
        return {task.name: encode(task.values) for task in tasks}

    given = [
        values_of(body)
        for body in (GOOD, changed("domain: [-15, 15]", "domain: [-15, 16]"), changed("[-5, 0, 5]", "[-5, 1, 5]"))
    ]
    for task in (f"{FOLDER}/runs/0", f"{FOLDER}/outline"):
        assert len({values[task] for values in given}) == 3
    json.dumps(parse(GOOD).default.settings)


MISTAKES = [
    ("domain: [-15, 15]", "domain: [15, -15]",
     "content/a.md:6: domain runs from 15 to -15; the lower end comes first; perhaps [-15, 15]"),
    ("domain: [-15, 15]", "domain: [5, 5]", "content/a.md:6: domain runs from 5 to 5; the lower end comes first"),
    ("domain: [-15, 15]", "domain: [-15, 0, 15]",
     "content/a.md:6: domain has 3 numbers, not 2; write `domain: [lowest, highest]`"),
    ("domain: [-15, 15]", "domain: 15", "content/a.md:6: domain must be a list of numbers; write `domain: [1, 2]`"),
    ("domain: [-15, 15]\n", "", "content/a.md:1: mixture-descent needs domain; add `domain: …` or sweep it"),
    ("domain: [-15, 15]", "domain: [-15, x]", "content/a.md:6: domain must be a number, not 'x'"),
    ("points: 401", "points: 10",
     "content/a.md:7: points 10 is not a whole number in range; allowed: 11 to 20001; nearest: 11"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: [-5, 0, 5], variances: [2, 2]}",
     "content/a.md:5: target has 2 variances for 3 means; list 3 variances"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: [-5, 0, 5], variances: [2, 2, 2], weights: [1, 1]}",
     "content/a.md:5: target has 2 weights for 3 means; list 3 weights"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: [-5, 0, 5], variances: [2, 2, 2], weights: [1, 0, 1]}",
     "content/a.md:5: weight 0 is out of range; allowed: above 0 to 1000000"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: [-5, 0, 5], variances: [2, -2, 2]}",
     "content/a.md:5: variance -2 is out of range; allowed: above 0 to 1000000"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: [-5, 0, 5]}",
     "content/a.md:5: target has no variances; add `variances: […]`"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: [], variances: []}",
     "content/a.md:5: means is empty; list at least one number\ncontent/a.md:5: variances is empty; list at least one number"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {means: -5, variances: [2]}",
     "content/a.md:5: means must be a list of numbers; write `means: [1, 2]`"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: [-5, 0, 5]",
     "content/a.md:5: target must be a group of lists; write {means: […], variances: […]}"),
    ("target: {means: [-5, 0, 5], variances: [2, 2, 2]}", "target: {mean: [-5, 0, 5], variances: [2, 2, 2]}",
     "content/a.md:5: unknown key 'mean' in target; did you mean 'means'?"),
    ("almost equal: {means: [-0.01, 0, 0.01], variances: [2, 2, 2]}", "almost equal: {means: [-0.01, 0.01], variances: [2, 2]}",
     "content/a.md:12: start of 'almost equal' has 2 means, that of 'spread' 3; all runs of a figure have the same coordinates: list 3"),
    ("almost equal: {means: [-0.01, 0, 0.01], variances: [2, 2, 2]}", "almost equal: {means: [-0.01, 0, 0.01], variances: [2, 2]}",
     "content/a.md:12: start has 2 variances for 3 means; list 3 variances"),
    ("almost equal: {means: [-0.01, 0, 0.01], variances: [2, 2, 2]}", "almost equal: {means: [-0.01, 0, 0.01], variances: [2, 2, 2], weights: [1, 1, 1]}",
     "content/a.md:12: unknown key 'weights' in start; keys: means, variances"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[message[:70] for _, _, message in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_thing(old, new, message):
    assert mistakes(changed(old, new)) == message.splitlines()


def test_starts_within_larger_named_groups_must_agree_too():
    body = GOOD[: GOOD.index("step_size")] + (
        "sweep:\n  who:\n"
        "    ant: {step_size: 0.01, start: {means: [1], variances: [1]}}\n"
        "    giant: {step_size: 2, start: {means: [1, 2], variances: [1, 1]}}\n"
    )
    assert mistakes(body) == [
        "content/a.md:11: start of 'giant' has 2 means, that of 'ant' 1; "
        "all runs of a figure have the same coordinates: list 1"
    ]
