"""Simulations that a site brings itself: they work as klsim's own do, and what is wrong with them is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from klsim.engine.executor import executor
from tests.content.writing import replaced, told
from tests.site.own_simulations import DRIFT, article, figure
from tests.site.references import views
from tests.site.sites import ARTICLE, built_site, copy_site, edit, strict_json, tree, validator, write_site

SHIPPED = ARTICLE[ARTICLE.index("```animation") : ARTICLE.index("It moves")].replace(
    "iterations: 120", "iterations: 3"
)
SHIPPED = SHIPPED.replace("presets:", "gif: default\npresets:")
"""A figure of klsim's own, with one GIF."""

TWO = article(figure("drift"), figure("other", "second"))
FILES = {"drift.py": DRIFT, "other.py": DRIFT.replace("The path", "Another path")}
WHOLE = """\
def run(settings):
    return {"position": settings.speed * np.arange(settings.iterations + 1.0)}
"""
STEPS = """\
def run(settings):
    for n in range(settings.iterations + 1):
        yield {"position": settings.speed * n}
"""


def one_by_one(run: str) -> str:
    """The walker, computed run by run."""
    start, end = DRIFT.index("def simulate"), DRIFT.index("\n\ndef scene")
    return replaced(DRIFT[:start] + run + DRIFT[end:], ("simulate=simulate", "run=run"))


@pytest.fixture(scope="module")
def built() -> Config:
    """A site with two simulations of its own, built; not to be changed."""
    return built_site(TWO, simulations=FILES)


@pytest.fixture
def site(built: Config, tmp_path: Path) -> Config:
    """A copy of it."""
    return copy_site(built, tmp_path / "site")


def change(config: Config, name: str, *pairs: tuple[str, str]) -> None:
    """Save a simulation with some things in place of others."""
    path = config.simulations / name
    path.write_text(replaced(path.read_text(encoding="utf-8"), *pairs), encoding="utf-8")


def records(config: Config, figure_id: str) -> list[dict]:
    folder = config.output / "short" / figure_id
    return [strict_json(folder / run["data"]) for run in strict_json(folder / "figure.json")["runs"]]


def computed(config: Config) -> set[str]:
    """The figures whose runs, outlines, panels or GIFs a build makes again."""
    lines = (line.partition(" (")[0] for line in build(config).why)
    return {line for line in lines if line.startswith("short/") and not line.startswith("short/index.html")}


def test_a_file_in_the_folder_is_a_simulation_with_records_a_gif_and_controls(built: Config):
    folder = built.output / "short" / "walk"
    index = strict_json(folder / "figure.json")
    validator("figure-1").validate(index)
    assert (index["simulation"], index["state"], index["settings"]) == ("drift", ["position"], {"iterations": 4})
    assert [axis["values"] for axis in index["axes"]] == [[1, 2]]
    for record, speed in zip(records(built, "walk"), (1, 2), strict=True):
        validator("run-1").validate(record)
        assert record["position"] == [speed * n for n in range(5)]
        assert (record["status"], record["converged_at"]) == ("finished", None)
    assert (folder / index["runs"][0]["gif"]).read_bytes().startswith(b"GIF89a")
    assert [run["description"] for run in index["runs"]] == [
        f"speed {speed}: ended after 4 iterations." for speed in (1, 2)
    ]


def test_runs_for_which_the_scene_looks_at_equal_values_share_one(built: Config):
    assert [len(view["scenes"]) for view in views(built.output / "short" / "index.html")] == [1, 1]


def test_a_build_in_other_processes_writes_the_same(built: Config, tmp_path: Path):
    config = write_site(tmp_path, TWO, FILES)
    with executor("processes:1") as workers:
        build(config, workers)
    assert tree(config.output) == tree(built.output)


def test_runs_may_be_computed_one_by_one_as_arrays_or_iteration_by_iteration(tmp_path: Path):
    text = article(figure("drift"), figure("whole", "whole"), figure("step-by-step", "steps"))
    files = {"drift.py": DRIFT, "whole.py": one_by_one(WHOLE), "step_by_step.py": one_by_one(STEPS)}
    config = write_site(tmp_path, text, files)
    build(config)
    assert records(config, "whole") == records(config, "steps") == records(config, "walk")


WRONG = [
    ("def simulate(settings):", "def simulate(settings:", "8: SyntaxError: '(' was never closed"),
    ("simulation = Simulation(", "sim = Simulation(",
     "1: there is no `simulation` in this file; write `simulation = Simulation(…)`"),
    ("import numpy as np", "import numpie as np", "3: ModuleNotFoundError: No module named 'numpie'"),
    ("    simulate=simulate,", "    simulate=simulate,\n    run=scene,",
     "1: a Simulation has either `simulate`, for all runs at once, or `run`, for one"),
    ('state=("position",)', 'state=("speed", "speed")', "1: two are called series 'speed'"),
    ('state=("position",)', 'state=("position",), objective="energy"',
     "1: the objective 'energy' is neither a series nor a setting"),
    ("    ticks = (0,", "    ticks = (1 / 0,", "14: ZeroDivisionError: division by zero"),
    ("    ticks = (0, settings.iterations)", "    ticks = (0, settings.iteration)",
     "14: AttributeError: there is no setting 'iteration'; did you mean 'iterations'?"),
    ('"position", "object")', '"position", "objct")', "13: Curve of panel 'path' has the role 'objct', which is unknown; did you mean 'object'?"),
    ("    iterations = np", "    [1 / (2 - speed) for speed in settings.speed.tolist()]\n    iterations = np",
     "9: ZeroDivisionError: float division by zero; in the run speed=2.0"),
    ("settings.speed[:, np.newaxis] * iterations", "iterations",
     "8: the series 'position' has the shape 5, not 2 runs × iterations + 1"),
    ('Trajectory({"position"', 'Trajectory({"positions"',
     "8: the series 'position' is declared and not given; did you mean 'positions', which is not declared?"),
    ("settings.speed[:, np.newaxis] * iterations", "settings.speed[:, np.newaxis] + np.where(iterations, 1, np.nan)",
     "8: position is NaN at iteration 0; in the run speed=1.0"),
    ("settings.speed[:, np.newaxis] * iterations",
     "np.where((settings.speed[:, np.newaxis] == 2) & (iterations == 2), np.nan, 1)",
     "8: position is NaN at iteration 2; in the run speed=2.0"),
    ("* iterations})", '* iterations}, status=["arived"] * 2)',
     "8: the status 'arived' is not declared; add Status('arived', …) to statuses; in the run speed=1.0"),
    ("    return Trajectory({", "    return ({", "8: simulate gives a dict, not a Trajectory"),
    ("    iterations = np", "    while True:\n        pass\n    iterations = np",
     "TIME: it takes longer than 0.3 seconds"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_what_is_wrong_with_a_file_is_told_on_its_line_and_nothing_is_published(
    tmp_path: Path, old: str, new: str, message: str
):
    text = replaced(DRIFT, (old, new), ("    scene=scene,", "    scene=scene,\n    seconds=0.3,"))
    config = write_site(tmp_path, article(figure("drift")), {"drift.py": text})
    (line,) = told(lambda: build(config))
    if message.startswith("TIME"):  # on either line of the loop
        assert line in [message.replace("TIME", f"simulations/drift.py:{n}") for n in (9, 10)]
    else:
        assert line == f"simulations/drift.py:{message}"
    assert set(tree(config.output)) <= {".klsim"}  # the index of what is published, empty


def test_a_run_that_fails_on_its_own_is_told_with_its_settings(tmp_path: Path):
    run = STEPS.replace("    for n", "    assert settings.speed < 2, 'too fast'\n    for n")
    config = write_site(tmp_path, article(figure("drift")), {"drift.py": one_by_one(run)})
    assert told(lambda: build(config)) == [
        "simulations/drift.py:9: AssertionError: too fast; in the run speed=2.0"
    ]


def test_a_file_that_fails_leaves_the_site_as_it_was_and_the_work_on_other_figures_in_the_store(site: Config):
    before = tree(site.output)
    change(site, "drift.py", ("    iterations = np", "    1 / 0\n    iterations = np"))
    change(site, "other.py", ("Another path", "The other path"))
    assert told(lambda: build(site)) == [
        "simulations/drift.py:9: ZeroDivisionError: division by zero; in the run speed=1.0"
    ]
    assert tree(site.output) == before
    change(site, "drift.py", ("    1 / 0\n", ""))
    assert build(site).drawn == 0  # that of the other is there already


def test_only_figures_of_a_file_that_changed_are_made_again(site: Config):
    edit(site, "caption: Watch it.\n", "caption: Watch it well.\n")
    build(site)
    change(site, "drift.py", ("* iterations})", "* iterations / 2})"))
    assert computed(site) == {"short/walk"}
    assert [record["position"][4] for record in records(site, "walk")] == [2, 4]
    assert [record["position"][4] for record in records(site, "second")] == [4, 8]


def test_a_comment_makes_nothing_again(site: Config):
    before = tree(site.output)
    change(
        site,
        "drift.py",
        ('"""A walker at a constant speed."""', '"""A walker."""  # who walks'),
        ("\n\n\n", "\n\n"),
    )
    assert computed(site) == set()
    assert tree(site.output) == before


def test_helpers_are_found_by_relative_imports_and_count_as_code(tmp_path: Path):
    files = {
        "drift.py": replaced(
            DRIFT, ("from klsim import Curve", "from ._pace import PACE\nfrom klsim import Curve"),
            ("* iterations})", "* iterations * PACE})"),
        ),
        "_pace.py": "from ._deep.twice import TWICE\n\nPACE = 3 * TWICE\n",
        "_deep/twice.py": "TWICE = 2.0\n",
        "other.py": DRIFT,
    }  # fmt: skip
    config = write_site(tmp_path, TWO, files)
    build(config)
    assert [record["position"][1] for record in records(config, "walk")] == [6, 12]
    change(config, "_deep/twice.py", ("2.0", "4.0"))
    assert computed(config) == {"short/walk"}
    assert [record["position"][1] for record in records(config, "walk")] == [12, 24]


def test_a_name_that_is_given_twice_is_told_with_both_places(tmp_path: Path):
    config = write_site(tmp_path, article(SHIPPED), {"gaussian_descent.py": DRIFT})
    assert told(lambda: build(config)) == [
        "simulations/gaussian_descent.py:1: another simulation is called 'gaussian-descent'; the other is "
        "klsim/simulations/gaussian_descent.py; rename one of them"
    ]


def test_a_simulation_that_is_not_there_is_told_with_the_nearest_of_all(tmp_path: Path):
    config = write_site(tmp_path, article(figure("drifft")), {"drift.py": DRIFT})
    (line,) = told(lambda: build(config))
    assert line.endswith("unknown simulation 'drifft'; did you mean 'drift'?")


def test_a_mistake_in_a_file_hides_none_in_articles_nor_in_other_files(tmp_path: Path):
    files = {"drift.py": "import numpie\n", "other.py": "simulation = 7\n"}
    config = write_site(tmp_path, article(figure("drift"), figure("drifft", "third")), files)
    lines = told(lambda: build(config))
    assert [line.partition(":")[0] for line in lines] == [
        "content/short/index.md", "simulations/drift.py", "simulations/other.py",
    ]  # fmt: skip
    assert "`simulation` is a int, not a Simulation" in lines[2]


def install(folder: Path, name: str, files: Mapping[str, str], points: str) -> None:
    """A distribution as pip would leave it in a folder."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[klsim.simulations]\n{points}\n")
    for path, text in files.items():
        (folder / path).write_text(text)


def test_installed_packages_bring_simulations_by_their_entry_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    install(tmp_path / "lib", "walks", {"walks_of_ours.py": DRIFT}, "stroll = walks_of_ours:simulation")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    config = write_site(tmp_path / "site", article(figure("stroll")))
    build(config)
    assert [record["position"][4] for record in records(config, "walk")] == [4, 8]
    (config.root / "simulations").mkdir(exist_ok=True)
    (config.root / "simulations" / "stroll.py").write_text(DRIFT)
    with pytest.raises(ContentError, match=r"simulations/stroll\.py:1: another simulation is called 'stroll'"):
        build(config)
