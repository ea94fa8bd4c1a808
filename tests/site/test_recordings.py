"""Figures of recorded runs: what is published of them, what makes them anew, and what is told of mistakes."""

import io
import json
from pathlib import Path

import numpy as np
import pytest

from klsim.build import build
from klsim.check import check
from klsim.diagnostics import ContentError, Severity
from tests.content.writing import replaced
from tests.site.recordings import ARTICLE, BLOCK, HEAD, RUNS, built_recordings, table, write_recordings
from tests.site.sites import strict_json, validator


@pytest.fixture(scope="module")
def output() -> Path:
    """What is published."""
    return built_recordings("plain").output / "short"


def test_records_are_the_numbers_of_the_table_and_say_how_runs_ended(output: Path):
    figure = strict_json(output / "rates" / "figure.json")
    assert list(validator("figure-1").iter_errors(figure)) == []
    assert [(axis["name"], axis["values"]) for axis in figure["axes"]] == [("lr", [0.1, 0.5]), ("seed", [1, 2])]
    assert figure["sources"] == ["runs.csv"]
    found = {tuple(run["at"]): run for run in figure["runs"]}
    assert found[1, 1] == {"at": [1, 1], "missing": True}
    words = {at: (run["status"], run["converged_at"]) for at, run in found.items() if at != (1, 1)}
    assert words == {(0, 0): ("converged", 2), (0, 1): ("unfinished", None), (1, 0): ("diverged", None)}
    for (lr, seed), losses in RUNS.items():
        at = ([0.1, 0.5].index(lr), seed - 1)
        record = strict_json(output / "rates" / found[at]["data"])
        assert list(validator("run-1").iter_errors(record)) == []
        assert record["setting"] == {"lr": lr, "seed": seed}
        assert record["loss"] == list(losses)
        assert record["iteration"] == list(range(len(losses)))
        assert record["accuracy"][1] is None


def test_readers_may_have_the_file(output: Path):
    assert (output / "runs.csv").read_text() == table()
    assert '<a href="runs.csv" download>runs.csv</a>' in (output / "index.html").read_text()


def test_the_page_shows_what_is_missing_without_script_and_in_its_words(output: Path):
    page = (output / "index.html").read_text()
    assert '"missing":true' in page
    assert "This run was not recorded." in page


def test_where_all_are_drawn_the_missing_one_is_told_without_script(tmp_path: Path):
    article = replaced(ARTICLE, ("gif: default\n", ""))
    config = write_recordings(tmp_path / "site", article)
    build(config)
    page = (config.output / "short" / "index.html").read_text()
    assert '<p class="a0-1 a1-1">This run was not recorded; change a setting.</p>' in page
    assert not [one for one in check(config).diagnostics if one.severity == Severity.ERROR]


def test_an_edited_table_makes_only_the_runs_anew_that_changed(tmp_path: Path):
    config = write_recordings(tmp_path / "site")
    build(config)
    before = {path.name for path in (config.output / "short" / "rates").glob("*.json")}
    (config.content / "short" / "runs.csv").write_text(table(RUNS | {(0.5, 1): (1, 2, 4, 7, 16)}))
    summary = build(config)
    after = {path.name for path in (config.output / "short" / "rates").glob("*.json")}
    assert [name.partition(".")[0] for name in sorted(before - after)] == ["0"]
    assert {name[:5] for name in before - after} == {"0.5_1"}
    assert summary.drawn == 0, "the run that is drawn is as it was"


def test_a_run_whose_loss_ends_in_no_numbers_ran_away(tmp_path: Path):
    losses = {
        1: "1 0.3 0.2 nan nan",
        2: "1 0.3 0.2 0.1 0.1",
        3: "1 nan 0.3 nan 0.2 nan",
        4: "nan nan 1 0.2 nan nan",
    }
    rows = [f"{10 * n},{seed},{loss}" for seed, told in losses.items() for n, loss in enumerate(told.split())]
    block = replaced(BLOCK, ("axes: [lr, seed]", "axes: seed"), ("default: {lr: 0.1}", "default: {seed: 2}"))
    csv = "\n".join(["step,seed,loss {}", *rows, ""])
    block = replaced(block, ("until: loss < 0.5", 'until: "loss {} < 0.5"'), ("curve: loss,", 'curve: "loss {}",'))
    config = write_recordings(tmp_path / "site", HEAD + block, {"runs.csv": csv.encode()})
    build(config)
    runs = strict_json(config.output / "short" / "rates" / "figure.json")["runs"]
    assert [run["status"] for run in runs] == ["diverged", "converged", "converged", "converged"]
    assert (
        "Ran away: loss {} is no number from step 30 on." in (config.output / "short" / "index.html").read_text()
    )


def test_steps_that_are_not_counted_in_ones_are_told_as_the_file_has_them(tmp_path: Path):
    rows = "".join(f"{100 * n + 100},{loss}\n" for n, loss in enumerate((4, 2, 1, 0.5)))
    block = replaced(BLOCK, ("axes: [lr, seed]\n", ""), ("default: {lr: 0.1}\n", ""), ("0.5", "1.5"))
    text = "\nFrom [300](value:rates#converged_at) on; [2](value:rates?i=200#loss), to [400](value:rates#iterations).\n"
    config = write_recordings(tmp_path / "site", HEAD + block + text, {"runs.csv": f"step,loss\n{rows}".encode()})
    build(config)
    folder = config.output / "short" / "rates"
    (run,) = strict_json(folder / "figure.json")["runs"]
    assert (run["iterations"], run["converged_at"]) == (400, 300)
    assert run["description"] == "Arrived: loss < 1.5 from step 300 on."
    record = strict_json(folder / run["data"])
    assert (record["iteration"], record["frames"]) == ([100, 200, 300, 400], [100, 200, 300, 400])


def test_runs_share_pictures_profiles_and_paths_over_landscapes(tmp_path: Path):
    files = {}
    for name, data in (
        ("runs.npz", {"lr": np.array([1.0, 2.0]), "x": np.array([[0, 1, 2.0], [2, 1, 0]]),
                      "y": np.array([[0, 1, 4.0], [4, 1, 0]]), "w": np.arange(18.0).reshape(2, 3, 3)}),
        ("grid.npz", {"x": np.linspace(-1, 3, 5), "y": np.linspace(-1, 5, 7), "z": np.arange(35.0).reshape(7, 5)}),
    ):  # fmt: skip
        file = io.BytesIO()
        np.savez(file, **data)
        files[name] = file.getvalue()
    article = HEAD + (
        "```animation\nid: rates\nsimulation: recorded\ncaption: A path.\ndata: runs.npz\naxes: lr\ntogether: lr\n"
        "panels: [{path: [x, y], contours: grid.npz}, {profile: w}, {curve: [x, y]}]\nobjective: y\n```\n"
    )
    config = write_recordings(tmp_path / "site", article, files)
    build(config)
    figure = strict_json(config.output / "short" / "rates" / "figure.json")
    assert figure["together"] == "lr"
    assert [run["status"] for run in figure["runs"]] == ["diverged", "unfinished"]
    record = strict_json(config.output / "short" / "rates" / figure["runs"][0]["data"])
    assert record["w"] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert not (config.output / "short" / "grid.npz").exists()


@pytest.mark.sample(8)
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("runs.csv", "run.csv", "13: there is no file 'run.csv' beside the article; did you mean 'runs.csv'?"),
        ("runs.csv", "r/*.csv", "13: no file fits 'r/*.csv' beside the article; did you mean 'runs.csv'?"),
        ("[lr, seed]", "[rate, seed]", "14: axes: there is no 'rate' in runs.csv; there: accuracy, loss, lr, seed, step"),
        ("[lr, seed]", "[lr, sed]", "14: axes: there is no 'sed' in runs.csv; did you mean 'seed'?"),
        ("iteration: step", "iteration: steps", "15: iteration: there is no 'steps' in runs.csv; did you mean 'step'?"),
        ("loss < 0.5", "los < 0.5", "16: until: there is no 'los' in runs.csv; did you mean 'loss'?"),
        ("loss < 0.5", "loss is low", "16: until: 'loss is low' compares nothing; write `until: loss < 0.05`"),
        ("loss < 0.5", "lr < 0.5", "16: until: 'lr' is an axis, the same in all of a run"),
        ("curve: loss", "curve: lss", "17: curve: there is no 'lss' in runs.csv; did you mean 'loss'?"),
        ("curve: loss", "curv: loss", "17: no panel shows a 'curv'; did you mean 'curve'?"),
        ("scale: log", "scale: lag", "17: unknown scale 'lag'; did you mean 'log'?"),
        ("{curve: loss, scale: log}", "{path: [loss, accuracy], contours: g.npz}",
         "17: there is no landscape 'g.npz' beside the article"),
        ("{curve: loss, scale: log}", "{profile: loss}", "17: profile: loss is one number at each iteration"),
        ("default: {lr: 0.1}", "default: {lr: 0.5, seed: 2}", "18: the default run is not recorded"),
        ("gif: default", "presets: {Last: {lr: 0.5, seed: 2}}", "19: the run of preset 'Last' is not recorded"),
        ("axes: [lr", "axis: [lr", "14: unknown key 'axis' in this figure; did you mean 'axes'?"),
        ("gif: default", "over: seed", "19: `over` is for runs that klsim computes, and these are recorded"),
        ("gif: default", "together: {axis: lr, best: seed}", "19: `best` is for runs that klsim computes"),
        ("gif: default", "map: {x: {lr: [1, 2]}, y: {seed: [1, 2]}}", "19: `map` is for runs that klsim computes"),
        ("run:rates?lr=0.5", "run:rates?lr=0.5&seed=2",
         "22: the run that this link points to was not recorded for figure 'rates'"),
        ("i=2#loss", "i=9#loss", "22: this run has no iteration 9; nearest: 3"),
        ("[0.25]", "[0.26]", "22: the text states 0.26 for loss of rates (lr 0.1) at iteration 2; the run gives 0.25"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_block_is_told_with_the_nearest_name(tmp_path: Path, old: str, new: str, told: str):
    config = write_recordings(tmp_path / "site", replaced(ARTICLE, (old, new)))
    with pytest.raises(ContentError) as caught:
        build(config)
    lines = [str(one) for one in caught.value.diagnostics if one.location.file.endswith(".md")]
    assert len(lines) == 1
    assert lines[0].startswith(f"content/short/index.md:{told}"), lines


def test_keys_for_runs_that_are_computed_are_told_all_at_once_each_at_its_line(tmp_path: Path):
    keys = (
        "together: {axis: lr, best: seed}\nover: seed\nmap: {x: {lr: [1, 2]}, y: {seed: [1, 2]}}\n"
        "lattice: [2, 2]\nsweep: {lr: [0.1]}"
    )
    config = write_recordings(tmp_path / "site", replaced(ARTICLE, ("gif: default", keys)))
    with pytest.raises(ContentError) as caught:
        build(config)
    assert [str(one) for one in caught.value.diagnostics] == [
        f"content/short/index.md:{line}: `{key}` is for runs that klsim computes, and these are recorded; {hint}"
        for line, key, hint in (
            (19, "best", "leave it out"),
            (20, "over", "leave it out, or sum up the runs before they are saved"),
            (21, "map", "leave it out"),
            (22, "lattice", "leave it out"),
            (23, "sweep", "write `axes: …`"),
        )
    ]


def test_what_is_wrong_with_the_table_is_told_with_its_line_and_with_what_else_is_wrong(tmp_path: Path):
    article = ARTICLE.replace("The lead.", "The lead. [x](run:nowhere)")
    config = write_recordings(tmp_path / "site", article, {"runs.csv": table().replace("16", "many").encode()})
    with pytest.raises(ContentError) as caught:
        build(config)
    assert "content/short/runs.csv:13: loss is 'many', not a number" in str(caught.value)


def test_runs_that_klsim_has_published_can_be_read_back(output: Path, tmp_path: Path):
    article = (
        HEAD
        + "```animation\nid: again\nsimulation: recorded\ncaption: Again.\ndata: r/*.json\ngif: default\n```\n"
    )
    files = {f"r/{path.name}": path.read_bytes() for path in (output / "rates").glob("*_*.json")}
    config = write_recordings(tmp_path / "site", article, files)
    build(config)
    figure = strict_json(config.output / "short" / "again" / "figure.json")
    words = [run.get("status", "missing") for run in figure["runs"]]
    assert words == ["converged", "unfinished", "diverged", "missing"]
    assert len(figure["sources"]) == 3
    assert json.dumps(figure).count("r/0.1_1") == 1
