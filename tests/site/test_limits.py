"""Figures at the limit are built whole; what is beyond is told by `check` and by a build, in the same words."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.settings.limits import MOST_COMPONENTS
from tests.browser.pages import view_of, watch
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import plan
from tests.site.sites import ARTICLE, built_site, strict_json, tree, validator, write_site

HEAD = ARTICLE[: ARTICLE.index("```animation")]
LAW = ", ".join(str(k - 9.5) for k in range(MOST_COMPONENTS))
ONES = ", ".join(["1"] * MOST_COMPONENTS)
LARGEST = f"""\
id: small
simulation: mixture-descent
caption: As many as there may be.
target: {{means: [{LAW}], variances: [{ONES}]}}
start: {{means: [{LAW.replace("9.5", "8")}], variances: [{ONES.replace("1", "2")}]}}
domain: [-16, 16]
step_size: 0.5
iterations: 8
"""


def article(block: str) -> str:
    return f"{HEAD}```animation\n{block}```\n"


def page_of(config: Config) -> str:
    """The text of the article's page."""
    return (config.output / "short" / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def largest() -> Config:
    """A site with a mixture of as many components as there may be, built; not to be changed."""
    return built_site(article(LARGEST))


def test_a_mixture_of_as_many_components_as_there_may_be_is_built_whole(largest: Config):
    folder = largest.output / "short" / "small"
    figure, view = strict_json(folder / "figure.json"), view_of(page_of(largest), "small")
    validator("figure-1").validate(figure)
    (run,) = figure["runs"]
    record = strict_json(folder / run["data"])
    validator("run-1").validate(record)
    assert len(figure["state"]) == 2 * MOST_COMPONENTS
    assert [readout["series"] for readout in view["readouts"]][-1] == f"variance_{MOST_COMPONENTS}"
    assert all(len(record[name]) == 9 for name in figure["state"])
    gif = (folder / run["gif"]).read_bytes()
    width, height = (int.from_bytes(gif[n : n + 2], "little") for n in (6, 8))
    assert [width, height] == view["film"] == [1008, 40 + 320 + 4 * 56]  # 43 readouts in four rows


@pytest.mark.browser
def test_the_page_plays_a_mixture_of_as_many_components_as_there_may_be(browser: Browser, largest: Config):
    folder = largest.output / "short" / "small"
    (run,) = view_of(page_of(largest), "small")["runs"]
    final = strict_json(folder / run["data"])[f"mean_{MOST_COMPONENTS}"][run["end"]]
    address = f"{largest.output.as_uri()}/short/index.html"
    with watch(browser, address, figure="small", reduced_motion="reduce") as watched:
        watched.reaches("iteration", str(run["end"]))
        watched.reaches(f"mean_{MOST_COMPONENTS}", f"{final:.3f}".replace("-", "−"))
        assert watched.said == []


HOSTILE = {
    "a target outside of the domain": ("domain: [-16, 16]", "domain: [-6, 6]"),
    "more components than there may be": (f"{LAW}], variances: [{ONES}]", f"{LAW}, 0], variances: [{ONES}, 1]"),
    "more than can be computed": ("iterations: 8", "iterations: 100000"),
    "a needle": ("iterations: 8", "iterations: 8\npoints: 11"),
}


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_beyond_the_limits_is_told_alike_by_check_and_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
):
    config = write_site(tmp_path, article(LARGEST.replace(*HOSTILE[name])))
    told = []
    for command in (["check"], []):
        assert main(["--root", str(config.root), *([] if command else ["--jobs", "1"]), *command]) == 1
        captured = capsys.readouterr()
        told.append(
            [
                line
                for line in (captured.out + captured.err).splitlines()
                if line.startswith("content/") and ": note: " not in line
            ]
        )
        assert "Traceback" not in captured.out + captured.err
    assert told[0] == told[1]
    assert all(line.startswith("content/short/index.md:") and "; " in line for line in told[0])
    assert told[0]


def test_long_runs_are_simulated_a_few_at_a_time_and_short_ones_many():
    def lengths(**changes: object) -> list[int]:
        body = {"iterations": 400, "points": 401, "runs": 200} | changes
        steps = [n / 1000 for n in range(1, body.pop("runs") + 1)]
        block = "\n".join(
            line for line in LARGEST.splitlines() if not line.startswith(("iterations", "step_size"))
        )
        rest = "\n".join(f"{key}: {value}" for key, value in body.items())
        return [
            len(part)
            for part in plan(parse(f"{block}\n{rest}\nsweep: {{step_size: {steps}}}\n")).stages.runs.slices
        ]

    assert lengths(iterations=600, runs=100) == [50, 50]
    assert lengths(iterations=2000, runs=25) == [13, 12]
    assert lengths(iterations=8) == [50, 50, 50, 50]
    assert lengths(iterations=5000, runs=10) == [5, 5]
    assert lengths(points=20_001, iterations=1, runs=12) == [4, 4, 4]


def test_a_long_figure_is_the_same_whatever_is_simulated_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sweep = LARGEST.replace("step_size: 0.5\n", "") + "gif: default\nsweep: {step_size: [0.1, 0.2, 0.3]}\n"
    one, other = write_site(tmp_path / "one", article(sweep)), write_site(tmp_path / "other", article(sweep))
    build(one)
    monkeypatch.setattr("klsim.figures.animation.limits.MOST_HELD", 1)
    build(other)
    first, second = tree(one.output), tree(other.output)
    records = [path for path in first if path.endswith(".json") and "small/0" in path]
    assert len(records) == 3
    assert all(first[path] == second[path] for path in records)
