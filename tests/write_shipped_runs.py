"""Writes tests/data/shipped-runs.json: what every run of the shipped articles does.

    .venv/bin/python -m tests.write_shipped_runs

Run it only where numbers of the shipped articles are meant to change, and look at the difference. The file in the
repository was written at commit 55a5510.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from klsim.config import Config
from klsim.content.files import survey_content
from klsim.figures.animation.plan import Code
from klsim.figures.animation.record import Record
from klsim.site.prepare import prepare_article
from klsim.site.work import compute

ROOT = Path(__file__).parents[1]
PATH = ROOT / "tests" / "data" / "shipped-runs.json"
ITERATIONS = (0, 1, 10, 60)
"""Beside the last one of each run."""


def shipped_runs() -> Iterator[dict[str, Any]]:
    """Each run of each figure of content/: its place, its verdict, and its series at a few iterations."""
    config = Config.at(ROOT)
    for article in survey_content(config).articles:
        for plan in prepare_article(config, Code("", "", ""), article).plans:
            for record in compute(plan.figure):
                yield {"figure": f"{article.slug}/{plan.figure.id}", "at": list(record.run.at), **_told(record)}


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
