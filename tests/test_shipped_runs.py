"""The runs of the shipped articles do what they did when `tests/data/shipped-runs.json` was written."""

import json

import pytest

from tests.write_shipped_runs import PATH, shipped_runs

pytestmark = pytest.mark.slow


VERDICT = ("figure", "at", "status", "converged_at", "iterations")


def test_every_run_of_the_shipped_articles_does_what_it_did():
    found, written = list(shipped_runs()), json.loads(PATH.read_text())
    assert [[run[name] for name in VERDICT] for run in found] == [
        [run[name] for name in VERDICT] for run in written
    ]
    for now, then in zip(found, written, strict=True):
        assert set(now["series"]) == set(then["series"])
        for name, values in then["series"].items():
            where = f"{then['figure']} {then['at']} {name}"
            assert now["series"][name] == pytest.approx(values, rel=1e-9, abs=1e-9, nan_ok=True), where
