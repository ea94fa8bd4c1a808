"""A new site: what is written, where, and what is said."""

import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import UsageError
from klsim.new_site import new_site
from tests.site.sites import ROOT, tree
from tests.site.stores import begin_store

DAY = date(2026, 11, 23)


@pytest.mark.site
def test_a_new_site_builds_at_once_and_has_its_name_for_a_title(tmp_path: Path):
    config = Config.at(tmp_path / "über-my_blog")
    new_site(config.root, DAY)
    begin_store(config.store)
    summary = build(config)
    assert (summary.articles, summary.figures, summary.runs) == (1, 1, 4)
    assert [line.split(": ")[2].split(";")[0] for line in summary.warnings] == [
        "base_url is still https://example.org"
    ]
    page = (config.output / "index.html").read_text()
    assert "<h1>Über my blog</h1>" in page
    assert "date: 2026-11-23\n" in (config.content / "two-bells.md").read_text()


def test_the_command_tells_each_file_and_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "site", "my blog"]) == 0
    said = capsys.readouterr()
    assert set(said.out.splitlines()) == {f"my blog/{path}" for path in tree(tmp_path / "my blog")}
    assert "    cd 'my blog'\n" in said.err
    assert " serve\n" in said.err
    monkeypatch.chdir("my blog")
    assert main(["new", "article", "Another one"]) == 0
    said = capsys.readouterr()
    assert said.out == "content/another-one/index.md\n"
    assert " serve` shows it in the browser after every save" in said.err


def test_what_is_told_to_type_in_the_new_folder_works_there(tmp_path: Path):
    made = [sys.executable, ROOT / "build.py", "new", "site", "blog"]
    said = subprocess.run(made, cwd=tmp_path, capture_output=True, text=True, check=True).stderr
    (line,) = (line.strip() for line in said.splitlines() if line.endswith(" serve"))
    program, script, _ = shlex.split(line)
    assert program == "python"
    subprocess.run([sys.executable, script, "--version"], cwd=tmp_path / "blog", capture_output=True, check=True)


@pytest.mark.parametrize("folder", [".", "new", "new/er", "empty", "versioned"])
def test_a_site_may_begin_in_a_folder_that_is_new_or_empty(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    if folder in ("empty", "versioned"):
        Path(folder).mkdir()
    if folder == "versioned":
        Path(folder, ".git").mkdir()
    new_site(Path(folder), DAY)
    assert (tmp_path / "here" / folder / "content" / "site.yaml").is_file()


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (["notes.txt"], "site is not empty: notes.txt is there; name a folder that is new or empty"),
        (["a", "b", "c", "d"], "site is not empty: a, b, c, … is there; name a folder that is new or empty"),
        ([], "site is not a folder; choose another name"),
    ],
)
def test_nothing_is_written_where_something_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: list[str], told: str
):
    monkeypatch.chdir(tmp_path)
    if there:
        Path("site").mkdir()
        for name in there:
            Path("site", name).write_text("mine")
    else:
        Path("site").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(UsageError) as refused:
        new_site(Path("site"), DAY)
    assert str(refused.value) == told
    assert tree(tmp_path) == before


def test_a_folder_with_a_name_that_yaml_reads_otherwise_gives_its_words(tmp_path: Path):
    for name, title in (("null", '"Null"'), ("a: b", '"A: b"'), ("#1", '"#1"'), ("yes", "Yes")):
        new_site(tmp_path / name, DAY)
        assert f"\ntitle: {title}\n" in (tmp_path / name / "content" / "site.yaml").read_text()
