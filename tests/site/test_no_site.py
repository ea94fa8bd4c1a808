"""A root without a site: nothing is made, and one line says what may have been meant."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import NoSiteError
from tests.site.sites import ROOT, copy_site, put, tree, write_site

BEGINNING = "`klsim new site my-blog` begins one"
TASKS = (
    ("--jobs", "1"),
    ("check",),
    ("serve", "--no-open", "--port", "0"),
    ("new", "article", "A title"),
    ("new", "section", "a-title", "Why"),
)
Told = Callable[[str], str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two sites, and this folder as the current one."""
    monkeypatch.chdir(tmp_path)
    for name in ("my-site", "sites/blog"):
        put(tmp_path / name, {"content/site.yaml": b"title: T\n", "static/a.txt": b"A"})
    put(tmp_path, {"elsewhere/content/walk/index.md": b"---\n---\n", "file": b"mine"})
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.fixture(params=TASKS, ids=lambda task: "-".join(task[:2]))
def told(here: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Told:
    """What a task says of a root."""

    def tell(root: str) -> str:
        before = [sorted(here.rglob("*")), tree(here)]
        output = ["--output", "built"] if request.param[0] == "--jobs" else []
        assert main([*request.param, "--root", root, *output]) == 2
        assert [sorted(here.rglob("*")), tree(here)] == before
        said = capsys.readouterr()
        assert said.out == ""
        (line,) = said.err.splitlines()
        return line

    return tell


@pytest.mark.parametrize(
    ("root", "line"),
    [
        ("nope", f"there is no site in nope: no such folder; {BEGINNING}"),
        ("no/pe", f"there is no site in no/pe: no such folder; {BEGINNING}"),
        ("empty", f"there is no site in empty: no content/site.yaml; {BEGINNING}"),
        ("elsewhere", f"there is no site in elsewhere: no content/site.yaml; {BEGINNING}"),
        ("file", f"there is no site in file: it is not a folder; {BEGINNING}"),
        ("file/below", f"there is no site in file/below: no such folder; {BEGINNING}"),
        ("x" * 300, f"there is no site in {'x' * 300}: no such folder; {BEGINNING}"),
        ("my-sit", "there is no site in my-sit: no such folder; did you mean my-site?"),
        ("My_Site", "there is no site in My_Site: no such folder; did you mean my-site?"),
        ("site/blog", "there is no site in site/blog: no such folder; did you mean sites/blog?"),
        ("sites/blgo", "there is no site in sites/blgo: no such folder; did you mean sites/blog?"),
        ("sites", "there is no site in sites: no content/site.yaml; did you mean sites/blog?"),
        ("my-site/content", "there is no site in my-site/content: no content/site.yaml; did you mean my-site?"),
        ("my-site/content/site.yaml", "there is no site in my-site/content/site.yaml: it is not a folder; did you mean my-site?"),
    ],
)  # fmt: skip
def test_a_root_without_a_site_is_told_and_nothing_is_made(told: Told, root: str, line: str):
    assert told(root) == line


def test_the_current_folder_is_named_in_full(here: Path, told: Told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(here / "my-site" / "content")
    content = here / "my-site" / "content"
    assert told(".") == f"there is no site in {content}: no content/site.yaml; did you mean {here / 'my-site'}?"


def test_the_program_itself_exits_with_two(here: Path):
    ran = subprocess.run([sys.executable, ROOT / "build.py", "--root", "nope"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"there is no site in nope: no such folder; {BEGINNING}\n"
    assert not (here / "nope").exists()


def test_a_build_makes_no_root_that_has_gone_meanwhile(here: Path):
    with pytest.raises(NoSiteError):
        build(Config.at(here / "gone"))
    assert not (here / "gone").exists()


def test_an_output_folder_that_is_not_there_is_still_made(small_site: Config, here: Path, tmp_path: Path):
    root = copy_site(small_site, tmp_path / "site").root
    assert main(["--root", str(root), "--output", "new/built", "--jobs", "1"]) == 0
    assert (here / "new" / "built" / "index.html").is_file()


def test_a_site_yaml_that_is_a_link_to_nothing_is_told_as_such(here: Path, capsys: pytest.CaptureFixture[str]):
    path = write_site(here / "linked").content / "site.yaml"
    path.unlink()
    path.symlink_to("nowhere")
    assert main(["check", "--root", "linked"]) == 1
    assert "content/site.yaml:1: this link leads nowhere; remove it\n" in capsys.readouterr().err
