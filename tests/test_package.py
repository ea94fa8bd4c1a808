"""klsim as it is installed: from a wheel, an sdist, or where it stands, and used from another folder."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from klsim import __version__
from klsim.template_files import own_templates
from tests.shared import made_once
from tests.site.sites import ROOT, tree

pytestmark = [pytest.mark.slow, pytest.mark.site]

README = (ROOT / "README.md").read_text(encoding="utf-8")
SDIST, WHEEL = f"klsim-{__version__}.tar.gz", f"klsim-{__version__}-py3-none-any.whl"
WAYS = ("wheel", "sdist", "editable")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
ALONE = ("--no-index", "--no-deps", "--no-build-isolation")
"""Nothing is fetched: what klsim needs, and what builds it, is here already."""


def build_sdist(root: Path, folder: Path) -> Path:
    """The sdist of a copy of the repository."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return folder / SDIST


def build_wheel(source: Path, folder: Path) -> Path:
    """The wheel that pip makes of a folder or an sdist."""
    subprocess.run([*PIP, "wheel", *ALONE, "--wheel-dir", str(folder), str(source)], check=True)
    return folder / WHEEL


@pytest.fixture(scope="module")
def sdist() -> Path:
    """An sdist, built once."""
    return made_once("sdist", lambda folder: build_sdist(ROOT, folder)) / SDIST


@pytest.fixture(scope="module")
def wheel() -> Path:
    """A wheel, built once."""
    return made_once("wheel", lambda folder: build_wheel(ROOT, folder)) / WHEEL


def install(folder: Path, *what: str) -> Path:
    """A new environment with klsim, and all else from the one that runs the tests; the folder of its commands."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    subprocess.run([*PIP, "--python", str(folder), "install", "--no-compile", *ALONE, *what], check=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def installed(sdist: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The command of each installation."""
    folder = tmp_path_factory.mktemp("installed")
    what = {"wheel": (str(wheel),), "sdist": (str(sdist),), "editable": ("-e", str(ROOT))}
    return {way: install(folder / way, *what[way]) / "klsim" for way in WAYS}


def run(command: list[str | Path], folder: Path) -> str:
    """What a command prints, in a folder where no klsim is."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_wheel_has_all_that_is_used_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    files = {name for name in names if not name.startswith(f"klsim-{__version__}.dist-info/")}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "klsim").rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    templates = {
        f"klsim/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "templates").rglob("*") if path.is_file()
    }
    assert files == package | templates
    assert {"klsim/py.typed", "klsim/schemas/run-1.json", "klsim/preview/scripts/preview.js"} <= files
    metadata = zipfile.ZipFile(wheel).read(f"klsim-{__version__}.dist-info/METADATA").decode()
    assert re.search(r"^Provides-Extra: cluster$", metadata, re.MULTILINE)
    needs = re.findall(r"^Requires-Dist: ([^;\n]*)$", metadata, re.MULTILINE)
    assert len(needs) >= 20
    assert all(re.search(r">=|==", need) for need in needs)


def test_an_sdist_has_the_same_bytes_whenever_and_wherever_it_is_made(sdist: Path, tmp_path: Path):
    for name in ("klsim", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore"):
        shutil.copyfile(ROOT / name, tmp_path / "copy" / name)
    assert build_sdist(tmp_path / "copy", tmp_path / "built").read_bytes() == sdist.read_bytes()
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert tops == {
        *("klsim", "templates", "CHANGELOG.md", "LICENSE", "README.md"),
        *("pyproject.toml", "PKG-INFO", ".gitignore"),
    }


def test_the_version_stands_in_one_place():
    assert f'__version__ = "{__version__}"' in (ROOT / "klsim" / "__init__.py").read_text()
    assert __version__ not in (ROOT / "pyproject.toml").read_text()


WHERE = "from klsim.template_files import own_templates; print(own_templates())"


@pytest.fixture(scope="module")
def first_site(installed: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that the README begins with, built by klsim from a wheel; not to be changed."""
    commands = [
        line.strip() for line in README.partition("## A site of your own")[2].split("\n\n")[1].splitlines()
    ]
    assert commands == ["pip install klsim", "klsim new site my-blog", "cd my-blog", "klsim serve"]
    folder = tmp_path_factory.mktemp("first")
    written = run([installed["wheel"], *commands[1].split()[1:]], folder).splitlines()
    site = folder / commands[2].split()[1]
    assert {folder / path for path in written} == {path for path in site.rglob("*") if path.is_file()}
    assert "4 drawn, 0 reused" in run([installed["wheel"], "--jobs", "2"], site)
    return site


@pytest.mark.parametrize("way", WAYS)
def test_the_first_site_of_the_readme_builds_wherever_klsim_comes_from(
    installed: Mapping[str, Path], first_site: Path, tmp_path: Path, way: str
):
    klsim, site = installed[way], tmp_path / "my-blog"
    assert run([klsim, "--version"], tmp_path) == f"klsim {__version__}\n"
    run([klsim, "new", "site", "my-blog"], tmp_path)
    shutil.copytree(first_site / ".klsim", site / ".klsim")
    assert "0 drawn, 4 reused" in run([klsim], site)  # the same program in another place computes the same
    assert tree(site / "output") == tree(first_site / "output")
    assert "no mistakes, 1 warning" in run([klsim, "check"], site)
    templates = run([klsim.with_name("python"), "-c", WHERE], tmp_path).strip()
    assert (templates == str(own_templates())) == (way == "editable")


def test_the_workflows_of_a_new_site_build_it_and_keep_the_store(
    installed: Mapping[str, Path], first_site: Path, tmp_path: Path
):
    site = tmp_path / "site"
    shutil.copytree(first_site, site)
    shutil.rmtree(site / "output")
    assert (site / "requirements.txt").read_text() == f"klsim~={'.'.join(__version__.split('.')[:2])}\n"
    github = yaml.safe_load((site / ".github" / "workflows" / "pages.yml").read_text())
    gitlab = yaml.safe_load((site / ".gitlab-ci.yml").read_text())["pages"]
    steps = github["jobs"]["build"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    paths = {step["uses"].split("@")[0]: step["with"].get("path") for step in steps if "with" in step}
    assert (lines[0], gitlab["script"][0]) == ("pip install -r requirements.txt",) * 2
    assert (paths["actions/cache"], gitlab["cache"]["paths"]) == (".klsim", [".klsim"])
    for line in (lines[1], gitlab["script"][1]):
        assert "0 drawn, 4 reused" in run([installed["wheel"], *line.split()[1:]], site)
    assert tree(site / paths["actions/upload-pages-artifact"]) == tree(site / gitlab["artifacts"]["paths"][0])
    assert {"/output/", "/.klsim/"} <= set((site / ".gitignore").read_text().splitlines())


def test_a_simulation_of_a_site_is_computed_by_an_installed_klsim(
    installed: Mapping[str, Path], first_site: Path, tmp_path: Path
):
    klsim, site = installed["wheel"], tmp_path / "site"
    shutil.copytree(first_site, site)
    run([klsim, "new", "simulation", "Spring"], site)
    article = site / "content" / "two-bells.md"
    head = article.read_text().partition("```animation")[0]
    block = "```animation\nid: spring\nsimulation: spring\ncaption: C.\nfriction: 0.2\n```\n"
    article.write_text(head + block)
    assert "1 articles, 1 figures, 1 runs: 1 drawn" in run([klsim], site)
