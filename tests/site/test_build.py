"""Whole builds of a small site: what is written, what is left alone, what is refused."""

import os
from collections.abc import Callable
from pathlib import Path

import html5lib
import numpy as np
import pytest
from PIL import Image

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import BuildError, ContentError
from klsim.engine.executor import executor
from klsim.statuses import FIRST_FIVE
from tests.site.sites import (
    ARTICLE,
    FIRST_SCHEMAS,
    SCHEMAS,
    copy_site,
    edit,
    strict_json,
    tree,
    validator,
    write_site,
)


def test_figure_json_names_every_run_and_its_files(small_site: Config):
    folder = small_site.output / "short" / "small"
    figure = strict_json(folder / "figure.json")
    validator("figure-1", SCHEMAS).validate(figure)
    assert figure["statuses"] == {
        "oscillating": {"label": "goes to and fro for ever", "sign": "↔", "role": "series-3"}
    }
    usual = [run for run in figure["runs"] if run["status"] in FIRST_FIVE]
    assert len(usual) == len(figure["runs"]) - 1  # with the giant among them it uses something new
    first = {name: value for name, value in figure.items() if name != "statuses"} | {"runs": usual}
    validator("figure-1", FIRST_SCHEMAS).validate(first)
    assert [run["at"] for run in figure["runs"]] == [[o, s] for o in range(2) for s in range(3)]
    assert figure["axes"][1]["values"] == [-0.5, 0.2, 2.0]
    assert figure["axes"][1]["default"] == 1
    assert figure["settings"]["iterations"] == 120
    for run in figure["runs"]:
        assert all((folder / run[kind]).is_file() for kind in ("data", "gif", "still"))


def test_run_json_is_strict_and_round_trips_floats(small_site: Config):
    folder = small_site.output / "short" / "small"
    for run in strict_json(folder / "figure.json")["runs"]:
        record = strict_json(folder / run["data"])
        for schemas in (SCHEMAS, FIRST_SCHEMAS) if run["status"] in FIRST_FIVE else (SCHEMAS,):
            validator("run-1", schemas).validate(record)
        assert record["status"] == run["status"]
        assert len(record["mean"]) == len(record["iteration"]) == run["iterations"] + 1
        step, setting = record["setting"]["step_size"], record["setting"]
        slope = 0 - 2 if setting["objective"] == "kl_qp" else (0 - 2) / 5
        if len(record["mean"]) > 1:
            assert record["mean"][1] == -step * slope  # to the last bit


def test_every_gif_has_a_frame_for_each_iteration_it_claims(small_site: Config):
    folder = small_site.output / "short" / "small"
    for run in strict_json(folder / "figure.json")["runs"]:
        frames = strict_json(folder / run["data"])["frames"]
        with Image.open(folder / run["gif"]) as gif, Image.open(folder / run["still"]) as still:
            assert gif.n_frames == len(frames)
            gif.seek(gif.n_frames - 1)
            np.testing.assert_array_equal(np.asarray(gif.convert("RGB")), np.asarray(still.convert("RGB")))


def test_pages_are_valid_html_and_feeds_are_there(small_site: Config):
    for name in ("index.html", "404.html", "short/index.html"):
        html5lib.HTMLParser(strict=True).parse((small_site.output / name).read_bytes())
    assert "<title>A short one</title>" in (small_site.output / "feed.xml").read_text()
    assert "https://klsim.example/sub/short/" in (small_site.output / "sitemap.xml").read_text()


def test_links_to_runs_become_addresses_of_the_figure(small_site: Config):
    page = (small_site.output / "short" / "index.html").read_text()
    assert '<a href="#small?step_size=2">a giant</a>' in page
    assert '<a href="#small?step_size=0.2">80</a>' in page
    assert 'href="run:' not in page
    assert 'href="value:' not in page


A, B = "far: {mean: 0, variance: 5}", "near: {mean: 1, variance: 2}"


@pytest.fixture
def built(small_site: Config, tmp_path: Path) -> Config:
    """A built site that a test may change."""
    return copy_site(small_site, tmp_path / "site")


def test_a_second_build_writes_nothing(built: Config):
    config = built
    before = {path: path.stat().st_mtime_ns for path in config.output.rglob("*") if path.name != ".klsim.lock"}
    summary = build(config)
    after = {path: path.stat().st_mtime_ns for path in config.output.rglob("*") if path.name != ".klsim.lock"}
    assert after == before
    assert (summary.drawn, summary.reused, summary.pruned) == (0, 6, 0)


def test_all_that_a_page_shows_is_on_the_disk_before_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    config = write_site(tmp_path)
    page, settled = config.output / "short" / "index.html", set()

    def flush(file: int) -> None:
        if not page.exists():
            settled.add(os.fstat(file).st_ino)

    monkeypatch.setattr(os, "fsync", flush)
    build(config)
    shown = [path for path in config.output.rglob("*.*") if path.suffix in (".gif", ".png", ".js", ".woff2")]
    assert len(shown) > 12
    assert {path.stat().st_ino for path in shown} <= settled


def test_two_builds_and_any_number_of_processes_give_the_same_bytes(tmp_path: Path, small_site: Config):
    config = write_site(tmp_path / "elsewhere")
    with executor("processes:2") as workers:
        build(config, workers)
    assert tree(config.output) == tree(small_site.output)


def test_a_changed_sweep_draws_only_the_new_runs_and_prunes_the_old(built: Config, tmp_path: Path):
    edit(built, "[-0.5, 0.2, 2]", "[0.1, 0.2, 2]")
    summary = build(built)
    assert (summary.drawn, summary.reused) == (2, 4)
    assert not list(built.output.rglob("*_-0.5.*"))
    fresh = write_site(tmp_path / "fresh", (built.content / "short" / "index.md").read_text())
    build(fresh)
    assert tree(fresh.output) == tree(built.output)


def test_a_picture_more_in_a_figure_redraws_the_others_which_share_its_palette(built: Config, tmp_path: Path):
    article = ARTICLE.replace("start: {mean: 0, variance: 5}\n", "").replace("2]", "2]\n  start: {A, B}")
    one, two = (article.replace("{A, B}", groups) for groups in (f"{{{A}}}", f"{{{A}, {B}}}"))
    for text in (one, two):
        (built.content / "short" / "index.md").write_text(text)
        assert build(built).reused == 0
    fresh = write_site(tmp_path / "fresh", two)
    build(fresh)
    assert tree(fresh.output) == tree(built.output)


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-9])])
@pytest.mark.parametrize("pattern", ["*.gif", "*.json", "*.png", "*.js", "index.html"])
def test_a_damaged_or_missing_file_is_noticed_and_made_again(
    built: Config, pattern: str, harm: Callable[[Path], object]
):
    before = tree(built.output)
    harm(sorted((built.output / "short").rglob(pattern))[0])
    build(built)
    assert tree(built.output) == before


def test_mistakes_of_all_files_come_together_and_leave_the_output_as_it_was(built: Config):
    before = tree(built.output)
    (built.content / "second.md").write_text("---\ntitle: Second\ndate: soon\nsummary: x\n---\nText.\n")
    edit(built, "[-0.5, 0.2, 2]", "[-0.5, 0.2, 2000]")
    edit(built, "$\\mathrm{KL}(q, p)$", "$\\mathrn{KL}(q, p)$")
    with pytest.raises(ContentError) as caught:
        build(built)
    assert [str(mistake).split(";")[0] for mistake in caught.value.diagnostics] == [
        "content/second.md:3: date 'soon' is not a date",
        "content/short/index.md:9: unknown LaTeX command `\\mathrn`",
        "content/short/index.md:22: step_size 2000 is out of range",
    ]
    assert tree(built.output) == before


def test_a_number_in_the_prose_that_drifts_stops_the_build(tmp_path: Path):
    config = write_site(
        tmp_path, ARTICLE.replace("[80](value:small?step_size=0.2#converged_at)", "[0.1](value:small#mean)")
    )
    with pytest.raises(ContentError) as caught:
        build(config)
    (mistake,) = caught.value.diagnostics
    assert str(mistake).startswith("content/short/index.md:28: the text states 0.1 for mean of small")


def test_an_output_folder_that_is_not_klsims_is_refused(tmp_path: Path):
    config = write_site(tmp_path)
    config.output.mkdir()
    (config.output / "precious.txt").write_text("mine")
    with pytest.raises(BuildError, match="was not made by klsim"):
        build(config)
    assert [path.name for path in config.output.iterdir()] == ["precious.txt"]


def test_files_in_the_output_that_klsim_did_not_write_are_left_alone(built: Config):
    (built.output / "CNAME").write_text("example.org")
    build(built)
    assert (built.output / "CNAME").read_text() == "example.org"


def test_the_command_prints_every_mistake_and_exits_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = write_site(
        tmp_path, ARTICLE.replace("id: small", "id: Small").replace("iterations: 120", "iterations: x")
    )
    assert main(["--root", str(config.root), "--jobs", "1"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if not line.endswith(" tasks")]
    assert told[0].startswith("content/short/index.md:14: id 'Small'")
    assert told[1].startswith("content/short/index.md:19: iterations must be a number")
    assert told[-1].startswith("2 mistakes; ")


def test_the_command_says_what_it_did_and_where_to_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = write_site(tmp_path)
    assert main(["--root", str(config.root), "--jobs", "1"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("1 articles, 1 figures, 6 runs: 6 drawn, 0 reused, 0 files pruned; ")
    assert told[1] == f"Open {config.output / 'index.html'}"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{{ artcle.title }}", "UndefinedError: 'artcle' is undefined"),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ("{% for %}", "TemplateSyntaxError: "),
    ],
)
def test_a_template_that_is_wrong_is_told_with_its_line(
    built: Config, capsys: pytest.CaptureFixture[str], wrong: str, told: str
):
    before = (built.output / "short" / "index.html").read_bytes()
    template = built.templates / "article.html"
    template.write_text(template.read_text().replace("<article>", f"<article>\n{wrong}"))
    line = template.read_text().splitlines().index(wrong) + 1
    assert main(["--root", str(built.root), "--jobs", "1"]) == 1
    printed = capsys.readouterr().err
    assert f"templates/article.html:{line}: {told}" in printed
    assert "Traceback" not in printed
    assert (built.output / "short" / "index.html").read_bytes() == before
