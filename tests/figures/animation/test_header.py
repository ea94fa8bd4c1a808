"""What the headers of GIFs may have to show is known before anything is computed, and is what runs then say."""

import re

import pytest

from klsim.figures.animation.header import CANDIDATES, longest_values, usual_endings
from klsim.figures.animation.outcome import describe_outcome
from klsim.statuses import Status
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import plan, records_of, scenes_of
from tests.simulations.own import CATALOGUE, declaration_of

PLACES = re.compile(r"[−\d.]*\d")


def test_what_runs_say_that_arrive_is_expected_but_for_its_numbers():
    figure = parse()
    scenes, scene_of_run = scenes_of(figure), plan(figure).outline.scene_of_run
    outcomes = {
        PLACES.sub("0", describe_outcome(figure.declaration, "", record, scenes[scene_of_run[n]]).outcome)
        for n, record in enumerate(records_of(figure))
        if record.status == "converged"
    }
    assert outcomes
    assert outcomes <= {PLACES.sub("0", ending) for ending in usual_endings(figure.declaration)}


def test_sentences_of_a_simulation_are_measured_with_numbers_in_them():
    declaration = declaration_of("gaussian-descent")
    statuses = (Status("steady", "Settles at {kl_qp} after {last}."), Status("converged", "There."))
    assert usual_endings(type(declaration)(**{**vars(declaration), "statuses": statuses})) == [
        "There.",
        "Settles at −0.0000 after −0.0000.",
    ]


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_simulation_has_usual_endings_without_places_to_fill(name):
    assert all(ending and "{" not in ending for ending in usual_endings(declaration_of(name)))


def test_of_a_long_axis_only_the_longest_words_are_measured():
    steps = [n / 1000 for n in range(1, 101)]
    body = f"""
id: x
simulation: gaussian-descent
caption: c
target: {{mean: 0, variance: 1}}
start: {{mean: 1, variance: 1}}
sweep: {{step_size: {steps}, objective: [kl_qp, kl_pq]}}
"""
    steps_told, objectives = longest_values(parse(body))
    assert len(steps_told) == CANDIDATES
    assert {len(words) for words in steps_told} == {len("step size 0.001")}
    assert sorted(objectives) == ["KL(p, q)", "KL(q, p)"]
