"""The command works alike however it is called, and calls itself what it was called."""

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from klsim import __version__
from klsim.arguments import called_by
from klsim.config import Config
from tests.site.sites import ROOT, copy_site, tree

pytestmark = pytest.mark.slow


WAYS = {
    ("build.py",): ("build.py", "python build.py"),
    (str(ROOT / "build.py"),): ("build.py", "python build.py"),
    ("-m", "klsim"): ("python -m klsim", "python -m klsim"),
    ("-m", "klsim.cli"): ("python -m klsim", "python -m klsim"),
}
"""The ways to call the command, and how each is told in usage and examples."""

every_way = pytest.mark.parametrize(("way", "usage", "typed"), [(way, *told) for way, told in WAYS.items()])


def run(way: tuple[str, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *way, *arguments], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.sample(2)
@every_way
def test_it_builds_and_checks(small_site: Config, tmp_path: Path, way: tuple[str, ...], usage: str, typed: str):  # noqa: ARG001
    config = copy_site(small_site, tmp_path / "site")
    article = config.content / "short" / "index.md"
    article.write_text(article.read_text().replace("[-0.5, 0.2, 2]", "[0.3, 0.2, 2]"))  # something to draw
    built = run(way, "--root", str(config.root), "--jobs", "2")
    assert (built.returncode, "2 drawn, 4 reused" in built.stdout) == (0, True)
    assert tree(config.output)["short/index.html"] != tree(small_site.output)["short/index.html"]
    article.write_text(article.read_text().replace("## A section", "# A section"))
    wrong = run(way, "check", "--root", str(config.root))
    assert (wrong.returncode, wrong.stderr.splitlines()[-1]) == (1, "1 mistake")


@every_way
def test_help_and_usage_have_the_name_it_was_called_by(way: tuple[str, ...], usage: str, typed: str):
    for task in ("serve", "new", "check"):
        told = run(way, task, "--help").stdout
        assert told.startswith(f"usage: {usage} {task} ")
        assert f"\nexamples:\n  {typed} {task}" in told
    whole = run(way, "--help").stdout
    assert whole.startswith(f"usage: {usage} ")
    assert f"\n  {typed} check " in whole
    wrong = run(way, "--nonsense")
    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[-1].startswith(f"{usage}: error: ")
    assert run(way, "--version").stdout == f"klsim {__version__}\n"


def test_a_script_is_called_by_its_name():
    assert called_by("/usr/local/bin/klsim", None) == "klsim"
    assert called_by("klsim.exe", None) == "klsim"
    assert called_by("/x/klsim.pyz", ModuleSpec("__main__", None)) == "klsim.pyz"
    assert called_by("", None) == "klsim"
