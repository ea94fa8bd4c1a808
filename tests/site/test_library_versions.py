"""What is made again when a library or the program changes: what depends on it, and nothing else."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.engine.store import Store
from tests.site.processes import built
from tests.site.sites import copied_program, put, tree

Clean = dict[str, dict[str, bytes]]
KINDS = {".json": "figure/small/runs/", ".gif": "figure/small/animations/", ".html": "figure/index.html"}
"""How the tasks begin that make files of the figure."""


def made_from(config: Config) -> Mapping[str, str]:
    """What each task was last made from."""
    with Store(config.store) as store:
        found = {name: store.traces.get(name) for name in store.traces.names()}
        return {name: trace.inputs for name, trace in found.items() if trace}


def made_again(config: Config, before: Mapping[str, str]) -> set[str]:
    """The kinds of file of the figure that were made from something else than before, all of them."""
    after = made_from(config)
    tasks = {kind: {name for name in before if name.startswith(start)} for kind, start in KINDS.items()}
    assert all(tasks.values())
    again = {kind: {before[name] != after[name] for name in names} for kind, names in tasks.items()}
    assert all(len(found) == 1 for found in again.values())
    return {kind for kind, found in again.items() if found == {True}}


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("library", "kinds"),
    [
        ("pillow", {".gif", ".html"}),  # pages are laid out by the same code
        ("matplotlib", {".gif", ".html"}),
        ("numpy", {".gif", ".json", ".html"}),
        ("jinja2", {".html"}),
        ("pytest", set()),
    ],
)
def test_another_version_of_a_library_makes_again_what_it_computes_or_draws(
    site: Config, clean: Clean, tmp_path: Path, library: str, kinds: set[str]
):
    metadata = f"Metadata-Version: 2.1\nName: {library}\nVersion: 99.0\n"
    put(tmp_path / "site-packages", {f"{library}-99.0.dist-info/METADATA": metadata.encode()})
    before = made_from(site)
    code, printed, told = built(site, "--jobs", "1", PYTHONPATH=str(tmp_path / "site-packages"))
    assert code == 0, told
    assert made_again(site, before) == kinds
    assert ("2 drawn, 0 reused" if ".gif" in kinds else "0 drawn, 2 reused") in printed
    assert tree(site.output) == clean["a"]


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("simulations/gaussian_descent.py", {".json"}),  # which are the same, so GIFs of them are too
        ("render/animation.py", {".gif"}),
        ("figures/animation/page.py", {".html"}),
        ("preview/serve.py", set()),
    ],
)
@pytest.mark.parametrize("change", ["\nCHANGED = 1\n", "\n# changed\n"], ids=["code", "comment"])
def test_a_change_of_the_program_makes_again_what_that_part_of_it_makes(
    site: Config, clean: Clean, tmp_path: Path, source: str, kinds: set[str], change: str
):
    program = copied_program(tmp_path / "program")
    path = program / "klsim" / source
    path.write_text(path.read_text() + change)
    before = made_from(site)
    code, printed, told = built(site, "--jobs", "1", program=program)
    assert code == 0, told
    counted = kinds if "CHANGED" in change else set()  # a comment decides nothing
    assert made_again(site, before) == counted
    assert ("2 drawn, 0 reused" if ".gif" in counted else "0 drawn, 2 reused") in printed
    assert tree(site.output) == clean["a"]


HALF = """
_whole = simulate


def _half(settings):
    runs = [{**run, "step_size": run["step_size"] / 2} for run in settings._runs]
    return _whole(RunColumns(simulation.settings, runs))


simulation = Simulation(**{**vars(simulation), "simulate": _half})
"""


def test_other_numbers_are_drawn_again(site: Config, clean: Clean, tmp_path: Path):
    program = copied_program(tmp_path / "program")
    path = program / "klsim" / "simulations" / "gaussian_descent.py"
    path.write_text(path.read_text() + HALF)
    before = made_from(site)
    code, printed, told = built(site, "--jobs", "1", program=program)
    assert code == 0, told
    assert made_again(site, before) == {".gif", ".json", ".html"}
    assert "2 drawn, 0 reused" in printed
    ended = built(site, "--jobs", "1")
    assert ended[0] == 0, ended
    assert tree(site.output) == clean["a"]


def test_a_change_of_a_template_makes_again_only_pages(site: Config, clean: Clean):
    template = site.templates / "article.html"
    template.write_text(template.read_text().replace("<article>", '<article class="new">'))
    assert build(site).drawn == 0
    after = tree(site.output)
    changed = {path for path, data in after.items() if data != clean["a"].get(path)}
    assert changed == {".klsim", "figure/index.html", "game/index.html", "old/index.html"}
    assert set(after) == set(clean["a"])
