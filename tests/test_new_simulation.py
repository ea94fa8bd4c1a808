"""`new simulation`: a file that builds at once, whatever it is about."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from klsim.build import build
from klsim.check import check
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import UsageError
from klsim.new import new_simulation
from tests.docs.simulating import load, simulated
from tests.site.sites import ROOT, SITE, strict_json
from tests.site.stores import begin_store

ARTICLE = "---\ntitle: New\ndate: 2026-11-23\nsummary: What it says.\n---\n\nText.\n\n{}"


@pytest.fixture
def empty(tmp_path: Path) -> Config:
    """A site without articles or simulations."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text(SITE, encoding="utf-8")
    return Config.at(tmp_path)


@pytest.mark.site
def test_the_file_builds_at_once_with_the_figure_that_is_printed(
    empty: Config, capsys: pytest.CaptureFixture[str]
):
    assert main(["new", "simulation", "A weight on a spring", "--root", str(empty.root)]) == 0
    told = capsys.readouterr()
    assert told.out == f"{empty.simulations / 'a_weight_on_a_spring.py'}\n"
    figure = re.search("```animation\n.*?```\n", told.err, re.DOTALL)
    assert figure
    (empty.content / "new.md").write_text(ARTICLE.format(figure[0]), encoding="utf-8")
    shutil.copytree(ROOT / "templates", empty.templates)
    begin_store(empty.store)
    summary = build(empty)
    assert (summary.figures, summary.runs) == (1, 4)
    index = strict_json(empty.output / "new" / "example" / "figure.json")
    assert index["simulation"] == "a-weight-on-a-spring"
    assert [run["status"] for run in index["runs"]] == ["circling", "unfinished", "converged", "converged"]
    found = check(empty).diagnostics
    assert [str(one).partition(": note: ")[2] for one in found] == ["no link in the prose drives figure 'example'"]


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Pendulum", "pendulum"),
        ("Über den Größenwahn", "ueber_den_groessenwahn"),
        ("L’été à l'ombre", "lete_a_lombre"),
        ("日本語", "simulation"),
        ("3 bodies", "simulation_3_bodies"),
        ("***", "simulation"),
        ('She said """no""" \\N{BULLET} \\', "she_said_no_n_bullet"),
        ("{title} {0} %s", "title_0_s"),
        ("class", "class"),
        ("import os; os.exit", "import_os_os_exit"),
        ("word " * 100, "_".join(["word"] * 12)),
    ],
)
def test_any_title_gives_a_file_that_runs(empty: Config, title: str, stem: str):
    path = new_simulation(empty, title)
    assert path == empty.simulations / f"{stem}.py"
    words = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition(": a weight")[0]
    plain = str.maketrans({"\\": "/", '"': "'"})
    assert words == " ".join(title.split()).translate(plain)
    found = simulated(load(path), [{"friction": 0.0, "iterations": 1}])
    assert found.series["position"][0] == pytest.approx([1, 0.99])


def test_the_energy_of_the_spring_stays_without_friction_and_goes_with_it(empty: Config):
    runs = [{"friction": 0.0, "step": 0.01}, {"friction": 1.0, "step": 0.01}]
    free, braked = simulated(load(new_simulation(empty, "Spring")), runs).series["energy"]
    assert free == pytest.approx(0.5, rel=0.01)
    assert braked[-1] < 0.2 * braked[0]


def test_nothing_is_overwritten_and_names_are_taken_once(empty: Config):
    path = new_simulation(empty, "Pendulum")
    path.write_text("mine", encoding="utf-8")
    for title in ("Pendulum", "  PENDULUM! "):
        with pytest.raises(
            UsageError, match=r"a simulation 'pendulum' is there already, simulations/pendulum\.py"
        ):
            new_simulation(empty, title)
    with pytest.raises(
        UsageError, match=r"'gaussian-descent' is there already, klsim/simulations/gaussian_descent\.py"
    ):
        new_simulation(empty, "Gaussian descent")
    assert path.read_text(encoding="utf-8") == "mine"
    assert [one.name for one in empty.simulations.iterdir()] == ["pendulum.py"]


@pytest.mark.parametrize("title", ["", " \n ", "bell \x07", "lone \udc80"])
def test_what_is_no_title_is_refused(empty: Config, title: str):
    with pytest.raises(UsageError, match="title"):
        new_simulation(empty, title)
    assert not empty.simulations.exists()


def test_the_command_says_what_is_taken_and_exits_with_two(empty: Config):
    command = [sys.executable, "build.py", "new", "simulation", "Terrain descent", "--root", str(empty.root)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "a simulation 'terrain-descent' is there already, klsim/simulations/terrain_descent.py; choose another name\n"
    )
