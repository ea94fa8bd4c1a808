"""Simulations that a site brings itself: they work as klsim's own do, and what is wrong with them is told."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.build import build
from klsim.check import check
from klsim.config import Config
from klsim.diagnostics import ContentError, Severity
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
    """The figures whose runs, outlines, panels or GIFs a build makes again, and so the page and its card."""
    lines = (line.partition(" (")[0] for line in build(config).why)
    return {
        line
        for line in lines
        if line.startswith("short/") and not line.startswith(("short/index.", "short/card."))
    }


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
     "26: there is no `simulation` in this file; did you mean `sim`? Call it so"),
    ("simulation = Simulation(", "simulaton = dict(", "26: there is no `simulation` in this file; did you mean `simulaton`? Call it so"),
    ("simulation = Simulation(", "dict(", "1: there is no `simulation` in this file; write `simulation = Simulation(…)`"),
    ("import numpy as np", "import numpie as np", "3: ModuleNotFoundError: No module named 'numpie'"),
    ("    simulate=simulate,", "    simulate=simulate,\n    run=scene,",
     "26: a Simulation has either `simulate`, for all runs at once, or `run`, for one"),
    ('state=("position",)', 'state=("there", "there")', "26: two are called series 'there'"),
    ('state=("position",)', 'state=("position",), objective="energy"',
     "26: the objective 'energy' is neither a series nor a setting; "
     "series and settings: iteration, iterations, position, speed"),
    ("    ticks = (0,", "    ticks = (1 / 0,", "14: ZeroDivisionError: division by zero; in the run speed 1"),
    ("    ticks = (0, settings.iterations)", "    ticks = (0, settings.iteration)",
     "14: AttributeError: there is no setting 'iteration'; did you mean 'iterations'?; in the run speed 1"),
    ("    simulate=simulate,", "    simulate=simulate,\n    secnds=3,", "26: Simulation has no 'secnds'; did you mean 'seconds'?"),
    ('"position", "object")', '"position", "objct")', "21: Curve of panel 'path' has the role 'objct', which is unknown; did you mean 'object'?"),
    ("    iterations = np", "    [1 / (2 - speed) for speed in settings.speed.tolist()]\n    iterations = np",
     "9: ZeroDivisionError: float division by zero; in the run speed 2"),
    ("settings.speed[:, np.newaxis] * iterations", "iterations",
     "8: the series 'position' has the shape 5, not 2 runs × iterations + 1"),
    ('Trajectory({"position"', 'Trajectory({"positions"',
     "8: the series 'position' is declared and not given; did you mean 'positions', which is not declared?"),
    ("settings.speed[:, np.newaxis] * iterations", "settings.speed[:, np.newaxis] + np.where(iterations, 1, np.nan)",
     "8: position is NaN at iteration 0; in the run speed 1"),
    ("settings.speed[:, np.newaxis] * iterations",
     "np.where((settings.speed[:, np.newaxis] == 2) & (iterations == 2), np.nan, 1)",
     "8: position is NaN at iteration 2; in the run speed 2"),
    ("* iterations})", '* iterations}, status=["arived"] * 2)',
     "8: the status 'arived' is not declared; add Status('arived', …) to statuses; in the run speed 1"),
    ("    return Trajectory({", "    return ({", "8: simulate gives a dict, not a Trajectory"),
    ("    iterations = np", "    while True:\n        pass\n    iterations = np",
     "TIME: it takes longer than 0.3 seconds"),
]  # fmt: skip


def check_told(root: Path, text: str, message: str, *, loop: int) -> Config:
    """Build a site with this simulation: one mistake is told, on its line, or for TIME on either line of a loop."""
    config = write_site(root, article(figure("drift")), {"drift.py": text})
    (line,) = told(lambda: build(config))
    if message.startswith("TIME"):
        assert line in [message.replace("TIME", f"simulations/drift.py:{n}") for n in (loop, loop + 1)]
    else:
        assert line == f"simulations/drift.py:{message}"
    return config


@pytest.mark.sample(6)
@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_what_is_wrong_with_a_file_is_told_on_its_line_and_nothing_is_published(
    tmp_path: Path, old: str, new: str, message: str
):
    text = replaced(DRIFT, (old, new), ("    scene=scene,", "    scene=scene,\n    seconds=0.3,"))
    config = check_told(tmp_path, text, message, loop=9)
    assert set(tree(config.output)) <= {".klsim"}  # the index of what is published, empty


def test_a_run_that_fails_on_its_own_is_told_with_its_settings(tmp_path: Path):
    run = STEPS.replace("    for n", "    assert settings.speed < 2, 'too fast'\n    for n")
    config = write_site(tmp_path, article(figure("drift")), {"drift.py": one_by_one(run)})
    assert told(lambda: build(config)) == ["simulations/drift.py:9: AssertionError: too fast; in the run speed 2"]


def test_a_file_that_fails_leaves_the_site_as_it_was_and_the_work_on_other_figures_in_the_store(site: Config):
    before = tree(site.output)
    change(site, "drift.py", ("    iterations = np", "    1 / 0\n    iterations = np"))
    change(site, "other.py", ("Another path", "The other path"))
    assert told(lambda: build(site)) == [
        "simulations/drift.py:9: ZeroDivisionError: division by zero; in the run speed 1"
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


CROWD = '''\
"""Many who walk, and where they are."""

import numpy as np

from klsim import Bars, Integer, Panel, Readout, Scale, Scene, Simulation


def run(settings):
    share = np.full((settings.iterations + 1, 5), 0.2)
    return {"share": share, "mean": share.mean(axis=1)}


def scene(settings):
    place, up = Scale("place", 0, 6, (0, 5)), Scale("share", 0, 1, (0, 1))
    marks = (
        Bars("share", "object"),
    )
    panel = Panel("crowd", "The crowd", place, up, moving=marks)
    return Scene((panel,), (Readout("mean", "mean", 2, "object"),))


simulation = Simulation(
    settings=(Integer("speed", 1, 9), Integer("iterations", 1, 9, default=3)),
    state=("share",),
    measures=("mean",),
    run=run,
    scene=scene,
)
'''
ROW = "follows 'share', which has 5 numbers at each iteration; record one of them, or their mean, as a measure and follow that"
UNFIT = [
    (("Bars(\"share\", \"object\"),", "Curve(\"share\", \"object\"),"), ("Bars, ", "Curve, "),
     f"16: Curve of panel 'crowd' {ROW}"),
    (("\"mean\", 2", "\"share\", 2"), f"19: readout 'mean' {ROW}"),
    (("\"share\", \"object\"),\n", "\"mean\", \"object\"),\n"),
     "16: Bars of panel 'crowd' follows 'mean', which is one number at each iteration; "
     "follow a series of the shape (runs, iterations + 1, size), or draw a Curve"),
    (("\"object\"),\n    )", "\"object\", x=(1, 2)),\n    )"), "16: Bars of panel 'crowd' has 2 places x for the 5 numbers of 'share'"),
    (("place\", 0, 6", "place\", 0, 4"),
     "16: Bars of panel 'crowd' stand from 0 to 5, and the scale runs from 0 to 4; "
     "give the middle of each bar, `Bars(…, x=(…))`, or let the scale hold them"),
    (("    run=run,", "    run=run,\n    objective=\"share\","),
     "8: the objective 'share' has 5 numbers at each iteration; it has to be one: record a measure, and name that"),
    (("iterations + 1, 5)", "iterations + 1, 4 + settings.speed)"),
     "8: share has 6 numbers at each iteration, and 5 numbers in the run speed 1; in the run speed 2"),
]  # fmt: skip


@pytest.mark.parametrize("case", UNFIT, ids=[message for *_, message in UNFIT])
def test_marks_that_do_not_fit_the_sizes_of_series_are_told_on_their_line(tmp_path: Path, case: tuple):
    *changes, message = case
    config = write_site(tmp_path, article(figure("crowd")), {"crowd.py": replaced(CROWD, *changes)})
    (line,) = told(lambda: build(config))
    assert line == f"simulations/crowd.py:{message}"
    assert set(tree(config.output)) <= {".klsim"}


def test_check_tells_of_marks_that_do_not_fit_too(tmp_path: Path):
    text = replaced(CROWD, ('"mean", 2', '"share", 2'))
    config = write_site(tmp_path, article(figure("crowd")), {"crowd.py": text})
    found = check(config).diagnostics.of(Severity.ERROR)
    assert list(map(str, found)) == [f"simulations/crowd.py:19: readout 'mean' {ROW}"]


def test_a_component_that_differs_when_it_is_computed_again_is_told(tmp_path: Path):
    text = replaced(CROWD, ("    return {", "    share[1, 3] = np.random.default_rng().random()\n    return {"))
    config = write_site(tmp_path, article(figure("crowd")), {"crowd.py": text})
    (found,) = map(str, check(config).diagnostics.of(Severity.ERROR))
    assert re.search(r"computed once more: share\[3\] at iteration 1 is (0\.\d+) and (?!\1;)0\.\d+;", found)


def test_a_number_stated_of_a_series_of_many_is_told_with_what_may_be_stated(tmp_path: Path):
    text = article(figure("crowd"), "It is [0.2](value:walk?speed=1#share).\n")
    config = write_site(tmp_path, text, {"crowd.py": CROWD})
    (line,) = told(lambda: build(config))
    assert line.endswith(
        ": share has 5 numbers at each iteration, and one can be stated; state a series of one number: mean; "
        "a simulation may record one as a measure"
    )
    assert line.startswith("content/short/index.md:")


STEPPED = [
    ("def scene(settings):", "def scene(settings):\n    while settings.speed > 1:\n        pass",
     "TIME: it takes longer than 0.3 seconds; in the run speed 2"),
    ("def scene(settings):", "def scene(settings):\n    1 / (settings.speed - 2)",
     "14: ZeroDivisionError: float division by zero; in the run speed 2"),
    ("def scene(settings):", "def scene(settings):\n    raise SystemExit(3)", "14: SystemExit: 3; in the run speed 1"),
    ("def simulate(settings):", "def simulate(settings):\n    import sys; sys.exit(3)", "9: SystemExit: 3; in the run speed 1"),
    ("import numpy as np", "import numpy as np; raise SystemExit('no')", "3: SystemExit: no"),
    ("    return Scene((path,)", "    return Scene(path",
     "23: `panels` of the Scene is a Panel, not a tuple; write `(…,)` around it, with the comma"),
    ("Scale(\"position\", 0, 20, (0, 20))", "Scale(\"position\", 0, 20, (1, 20), \"log\")",
     "19: the scale 'position' of panel 'path' is logarithmic and begins at 0; begin above 0, such as at 0.01"),
    ("Number(\"speed\", -10, 10)", "Number(\"speed\", 10, -10)",
     "27: Number 'speed' runs from 10 to -10; the lower end comes first"),
    ("max() + 1.0", "max() + 6.0",
     "8: it goes on to iteration 9, and `iterations` is 4; give iterations + 1 values, 5, and NaN after them; "
     "in the run speed 1"),
    ("    scene=scene,", "    scene=scene,\n    object=lambda settings: None,",
     "32: object gives None, not a list of Objection; [] where all is well"),
    ("    scene=scene,", "    scene=scene,\n    work=lambda settings: None,",
     "32: work gives None, not how many evaluations an iteration takes"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), STEPPED, ids=[message for *_, message in STEPPED])
def test_slips_in_scenes_and_declarations_are_told_with_line_and_run(
    tmp_path: Path, old: str, new: str, message: str
):
    text = replaced(DRIFT, (old, new), ("    simulate=simulate,", "    simulate=simulate,\n    seconds=0.3,"))
    check_told(tmp_path, text, message, loop=14)


def test_a_status_is_told_on_its_line(tmp_path: Path):
    status = 'Status(\n            "over", "Ends at {positoin}.")'
    text = replaced(
        DRIFT, ("Simulation, T", "Simulation, Status, T"),
        ("    scene=scene,", f"    statuses=(\n        {status},\n    ),\n    scene=scene,"),
    )  # fmt: skip
    config = write_site(tmp_path, article(figure("drift")), {"drift.py": text})
    assert told(lambda: build(config)) == [
        "simulations/drift.py:31: the sentence of status 'over' has {positoin}, which is unknown; "
        "did you mean 'position'?"
    ]


@pytest.mark.sample(1)
@pytest.mark.slow
@pytest.mark.parametrize(
    ("leave", "message"),
    [
        ("raise SystemExit(3)", "9: SystemExit: 3; in the run speed 1"),
        ("raise KeyboardInterrupt", "9: KeyboardInterrupt; in the run speed 1"),
        ("import os; os._exit(3)",
         "1: short/walk/runs/0: it ends its process with exit code 3; "
         "raise an exception in place of it, which is told with its line"),
    ],
)  # fmt: skip
def test_an_exit_in_another_process_is_a_mistake_of_the_file(
    tmp_path: Path, leave: str, message: str, capsys: pytest.CaptureFixture[str]
):
    text = replaced(DRIFT, ("def simulate(settings):", f"def simulate(settings):\n    {leave}"))
    config = write_site(tmp_path, article(figure("drift")), {"drift.py": text})
    with executor("processes:2") as workers:
        assert told(lambda: build(config, workers)) == [f"simulations/drift.py:{message}"]
    assert capsys.readouterr().err == ""
