"""What is made again when a library or the program changes: what depends on it, and nothing else."""

from pathlib import Path

import pytest

from klsim.config import Config
from klsim.site.build import build
from tests.site.processes import built
from tests.site.sites import copied_program, put, tree

Clean = dict[str, dict[str, bytes]]


def made_again(config: Config, before: dict[str, bytes]) -> set[str]:
    """The kinds of file of the figure whose names, which have the keys of their inputs, are all new."""
    after = tree(config.output)
    folder = "figure/small/"
    names = {
        kind: {path for path in before if path.startswith(f"{folder}0.2.") and path.endswith(kind)}
        for kind in (".gif", ".png", ".json")
    }
    assert all(names.values())
    return {kind for kind, paths in names.items() if not paths & set(after)}


@pytest.mark.parametrize(
    ("library", "kinds"),
    [("pillow", {".gif", ".png"}), ("matplotlib", {".gif", ".png"}), ("numpy", {".gif", ".png", ".json"})],
)
def test_another_version_of_a_library_makes_again_what_it_computes_or_draws(
    site: Config, clean: Clean, tmp_path: Path, library: str, kinds: set[str]
):
    metadata = f"Metadata-Version: 2.1\nName: {library}\nVersion: 99.0\n"
    put(tmp_path / "installed", {f"{library}-99.0.dist-info/METADATA": metadata.encode()})
    code, _, told = built(site, "--jobs", "1", PYTHONPATH=str(tmp_path / "installed"))
    assert code == 0, told
    assert made_again(site, clean["a"]) == kinds


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("simulations/gaussian_descent.py", {".gif", ".png", ".json"}),
        ("painting/film.py", {".gif", ".png"}),
        ("pages/play.py", set()),
    ],
)
def test_a_change_of_the_program_makes_again_what_that_part_of_it_makes(
    site: Config, clean: Clean, tmp_path: Path, source: str, kinds: set[str]
):
    program = copied_program(tmp_path / "program")
    path = program / "klsim" / source
    path.write_text(path.read_text() + "\n# changed\n")
    code, _, told = built(site, "--jobs", "1", program=program)
    assert code == 0, told
    assert made_again(site, clean["a"]) == kinds


def test_a_change_of_a_template_makes_again_only_pages(site: Config, clean: Clean):
    template = site.templates / "article.html"
    template.write_text(template.read_text().replace("<article>", '<article class="new">'))
    assert build(site).drawn == 0
    after = tree(site.output)
    changed = {path for path, data in after.items() if data != clean["a"].get(path)}
    assert changed == {".klsim", ".klsim.memory", "figure/index.html", "game/index.html", "old/index.html"}
    assert set(after) == set(clean["a"])
