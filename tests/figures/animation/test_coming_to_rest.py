"""How a run is told that neither arrives nor moves any more."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from klsim.figures.animation.description import ending, outcome
from klsim.figures.animation.record import Record
from klsim.figures.animation.sweep import Run
from klsim.scene.film import Film
from klsim.scene.marks import Scene
from tests.simulations.own import declaration_of

PACKAGE = Path(__file__).parents[3] / "klsim"
OF_SIMULATIONS = ("beginnings.py", "site_beginnings.py")
"""What writes examples of simulations and figures, for authors."""

GAUSSIAN = declaration_of("gaussian-descent")
SETTINGS = {"objective": "kl_qp", "iterations": 200, "tolerance": 0.001}


def make_record(kl, mean, status="unfinished") -> Record:
    """A record of 200 iterations that never arrived."""
    series = {"iteration": np.arange(201.0), "mean": mean, "variance": np.ones(201), "kl_qp": kl, "kl_pq": kl}
    series["height"] = kl
    return Record(Run((), {}, SETTINGS), series, status, None, Film((0, 200)))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("stuck", "Came to rest at KL(q, p) = 0.6931."),
        ("oscillating", "Goes to and fro for ever; now at KL(q, p) = 0.6931."),
        ("circling", "Goes round and comes no lower; now at KL(q, p) = 0.6931."),
        ("unfinished", "Still on its way after 200 iterations, at KL(q, p) = 0.6931."),
    ],
)
def test_a_run_that_has_not_arrived_is_told_by_what_it_does(status, told):
    record = make_record(np.full(201, 0.69312), np.zeros(201), status)
    assert outcome(GAUSSIAN, record, Scene((), ())) == told
    assert ending(record) == status


@pytest.mark.parametrize(
    ("simulation", "told"),
    [
        ("gaussian-descent", "Variance reached zero at iteration 201."),
        ("mixture-descent", "Variance reached zero at iteration 201."),
        ("terrain-descent", "Left its domain at iteration 201."),
    ],
)
def test_a_run_that_left_its_domain_is_told_in_the_words_of_its_simulation(simulation, told):
    record = replace(make_record(np.zeros(201), mean=np.zeros(201)), status="left_domain")
    assert outcome(declaration_of(simulation), record, Scene((), ())) == told


def test_no_module_that_serves_all_simulations_speaks_of_variance():
    for folder in (".", "engine", "figures", "figures/animation", "formats", "preview"):
        paths = [path for path in (PACKAGE / folder).glob("*.py") if path.name not in OF_SIMULATIONS]
        assert paths
        for path in paths:
            assert "ariance" not in path.read_text(encoding="utf-8"), path


def test_a_doubt_comes_first_and_nothing_then_arrives():
    doubt = "Sampling sees less than 99.9 % of q from iteration 3 on: it reaches out of the domain."
    record = replace(
        make_record(np.zeros(201), mean=np.zeros(201)), status="converged", converged_at=3, doubt=doubt
    )
    told = outcome(GAUSSIAN, record, Scene((), ()))
    assert told == f"{doubt} By such numbers it is within 0.001 of the lowest point from iteration 3 on."
    assert ending(record) == "unfinished"
