"""Small sites whose records are packed: the same articles as others, each run in one file with many more."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from klsim.config import Config
from tests.site.sites import ARTICLE, built_site, strict_json

STEPS = [round(0.01 * k, 2) for k in range(1, 61)]
FILES = ARTICLE.replace("[-0.5, 0.2, 2]", str(STEPS)).replace(
    "presets:\n  Too far: {step_size: 2}", "gif: default\nrecords: files"
)
FILES = FILES[: FILES.index("It moves")] + (
    "See [a slow one](run:small?objective=kl_qp&step_size=0.01) and [the last](run:small?objective=kl_pq&step_size=0.6),\n"
    "which is there after [71](value:small?objective=kl_pq&step_size=0.6#converged_at).\n"
)
PACKED = FILES.replace("records: files", "records: packed")


def packed_site() -> Config:
    """A site with 120 runs in two packs, built; not to be changed."""
    return built_site(PACKED)


def runs_of(folder: Path) -> Iterator[tuple[Mapping, Mapping]]:
    """Of each recorded run of a figure what its index says, and its record."""
    for run in strict_json(folder / "figure.json")["runs"]:
        if "data" in run:
            record = strict_json(folder / run["data"])
            yield run, record["runs"][run["index"]] if "index" in run else record
