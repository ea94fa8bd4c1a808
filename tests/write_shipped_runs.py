"""Writes tests/data/shipped-runs.json: what every run of the shipped articles does.

    .venv/bin/python -m tests.write_shipped_runs

Run it only where numbers of the shipped articles are meant to change, and look at the difference. The file in the
repository was written at commit 55a5510, but for verdicts that hold beyond the record and the runs of `three`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from klsim.articles import read_articles
from klsim.config import Config
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.figures.animation.record import Record
from klsim.figures.animation.sweep import Figure
from klsim.session import Session
from klsim.simulation_faults import is_own
from tests.figures.animation.running import records_of
from tests.site.stores import begin_store

ROOT = Path(__file__).parents[1]
PATH = ROOT / "tests" / "data" / "shipped-runs.json"
ITERATIONS = (0, 1, 10, 60)
"""Beside the last one of each run."""


def shipped_figures() -> dict[str, Figure]:
    """Each animation of content/ by its folder, `article/id`, but for those of the site's own simulations."""
    config = Config.at(ROOT)
    with TemporaryDirectory() as folder, Store(Path(folder) / "store", packages=config.packages) as store:
        begin_store(Path(folder) / "store")
        session = Session(config, store, Serial(), Silent(), store.next_build(0))
        figures = list(read_articles(session, {}).figures)
    animations = {folder: declared.figure for folder, declared in figures if declared.kind == "animation"}
    return {folder: figure for folder, figure in animations.items() if is_own(figure.source)}


def shipped_runs() -> Iterator[dict[str, Any]]:
    """Each run of each figure of content/: its place, its verdict, and its series at a few iterations.

    But for figures with maps: some of their runs hang on their last digits.
    """
    for folder, figure in shipped_figures().items():
        for record in records_of(figure) if figure.map is None else ():
            yield {"figure": folder, "at": list(record.run.at), **_told(record)}


def _told(record: Record) -> dict[str, Any]:
    shown = sorted({*(i for i in ITERATIONS if i < record.last), record.last})
    return {
        "status": record.status,
        "converged_at": record.converged_at,
        "iterations": record.last,
        "series": {name: [float(values[i]) for i in shown] for name, values in record.series.items()},
    }


if __name__ == "__main__":
    lines = (json.dumps(run, separators=(",", ":")) for run in shipped_runs())
    PATH.write_text("[\n" + ",\n".join(lines) + "\n]\n")
