"""`klsim figures`: what it makes of the Markdown of another generator, and what it says of what is wrong there."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.fences import FIGURES
from klsim.figures.kinds import KINDS
from klsim.hosts.pages import page_name
from tests.hosts.projects import BLOCK, DOCS, INDEX, PAGE, built_project, copy_project, edit, klsim, write_project
from tests.site.own_simulations import DRIFT, figure
from tests.site.sites import put, strict_json, tree, validator

pytestmark = [pytest.mark.slow, pytest.mark.site]


def manifest(root: Path) -> dict:
    return strict_json(root / "docs" / "klsim" / "manifest.json")


def times(folder: Path) -> Mapping[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def test_the_words_behind_fences_are_those_of_all_kinds_of_figures():
    assert set(FIGURES) == set(KINDS)


def test_files_have_names_that_stay_and_all_that_pages_name_is_there():
    folder = built_project() / "docs" / "klsim"
    files = tree(folder)
    assert {"manifest.json", "guide-descent/descent/embed.html", "assets/klsim-figure.js"} <= set(files)
    assert not [path for path in files if re.search(r"[0-9a-f]{12}", path)]
    for path in (path for path in files if path.endswith((".html", ".css"))):
        text = files[path].decode()
        assert not re.search(r"\.[0-9a-f]{12}\.", text), path
        for address in re.findall(r'(?:src|href)="([^"#]+)"|url\(([^)"]+)\)', text):
            target = (folder / path).parent / "".join(address)
            assert target.exists(), f"{path} names {target}"
    index = strict_json(folder / "guide-descent" / "descent" / "figure.json")
    assert all((folder / "guide-descent" / "descent" / one["data"]).is_file() for one in index["runs"])


def test_the_manifest_says_by_page_what_stands_where():
    told = manifest(built_project())
    validator("manifest-1").validate(told)
    assert set(told["sources"]) == set(DOCS)
    page = told["sources"]["guide/descent.md"]
    assert [one["figure"] for one in page["blocks"].values()] == ["guide-descent/descent"]
    (number,) = page["values"].values()
    assert number["numbers"] == ["80"]
    leads = "guide-descent/descent/embed.html#descent?momentum=0.5"
    assert list(page["runs"].values()) == list(told["sources"]["index.md"]["runs"].values()) == [leads]


def test_figures_alone_lead_to_no_page_that_klsim_does_not_make():
    page = (built_project() / "docs" / "klsim" / "guide-descent" / "descent" / "embed.html").read_text()
    assert "canonical" not in page
    assert "oembed" not in page
    assert 'class="home"' not in page


def test_where_nothing_has_changed_nothing_is_written(tmp_path: Path):
    root = copy_project(tmp_path / "project")
    before = times(root / "docs")
    assert klsim(root, "figures", "docs").returncode == 0
    assert times(root / "docs") == before
    edit(root / "docs" / "index.md", "# Hello", "# Good morning")
    assert klsim(root, "figures", "docs", "--jobs", "1").returncode == 0
    after = times(root / "docs")
    assert [path for path in after if after[path] != before.get(path)] == [str(root / "docs" / "index.md")]


def test_a_figure_that_goes_takes_its_files_with_it_and_strange_files_stay(tmp_path: Path):
    root = copy_project(tmp_path / "project")
    strange = root / "docs" / "klsim" / "mine.txt"
    strange.write_text("mine")
    (root / "docs" / "guide" / "descent.md").unlink()
    (root / "docs" / "index.md").write_text("# Hello\n")
    assert klsim(root, "figures", "docs", "--jobs", "1").returncode == 0
    assert not (root / "docs" / "klsim" / "guide-descent").exists()
    assert strange.read_text() == "mine"
    assert manifest(root)["sources"] == {}


MISTAKES = [
    ("[80](value", "[81](value", "docs/guide/descent.md:17: the text states 81 for converged_at of descent", "80"),
    ("momentum=0.5)", "momentum=0.6)", "docs/guide/descent.md:16: ", "0.5"),
    ("gaussian-descent", "gausian-descent", "docs/guide/descent.md:5: ", "gaussian-descent"),
    ("iterations: 120", "iteration: 120", "docs/guide/descent.md:9: ", "iterations"),
    (
        "default: {step_size: 0.2, momentum: 0}\n```",
        "default: {step_size: 0.2, momentum: 0}",
        "docs/guide/descent.md:3: ",
        "never closed",
    ),
    ("run:descent?", "run:descend?", "docs/guide/descent.md:16: ", "descent"),
]


@pytest.mark.sample(2)
@pytest.mark.parametrize(("old", "new", "place", "nearest"), MISTAKES)
def test_mistakes_are_told_with_file_line_and_the_nearest_right_thing(
    tmp_path: Path, old: str, new: str, place: str, nearest: str
):
    root = copy_project(tmp_path / "project")
    before = tree(root / "docs" / "klsim")
    edit(root / "docs" / "guide" / "descent.md", old, new)
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 1
    (line,) = [line for line in ran.stderr.splitlines() if line.startswith(place)]
    assert nearest in line
    assert tree(root / "docs" / "klsim") == before


STRANGE = f"""\
Title: What others write
Tags: a, b

::: module.name
    options: {{}}

{{{{ macro }}}} [[wiki]] {{% if x %}} `[80](value:nothing#at_all)` $x [a](nowhere.md) ![b](missing.png)

=== "Tab"
    It [swings](run:descent?momentum=0.5).

````markdown
```animation
id: example
```
````

{BLOCK}
"""


def test_what_is_not_ours_is_left_to_the_generator(tmp_path: Path):
    root = tmp_path / "project"
    write_project(root, {"Über uns.md": STRANGE})
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 0, ran.stderr
    assert "warning" not in ran.stderr
    (page,) = manifest(root)["sources"].values()
    assert len(page["blocks"]) == 1
    assert list(page["runs"]) == ["run:descent?momentum=0.5"]
    assert page["values"] == {}


def test_a_block_that_is_not_at_the_left_edge_is_told(tmp_path: Path):
    root = tmp_path / "project"
    write_project(root, {"index.md": '=== "Tab"\n    ' + BLOCK.replace("\n", "\n    ")})
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 0
    assert "docs/index.md:2: warning: this `animation` block does not begin at the left edge" in ran.stderr


def test_two_pages_whose_figures_would_be_in_one_folder_are_told(tmp_path: Path):
    root = tmp_path / "project"
    write_project(root, {"a-b.md": PAGE, "a/b.md": PAGE})
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 1
    assert "the figures of two pages would be in klsim/a-b/" in ran.stderr


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("index.md", "index"),
        ("guide/First steps.md", "guide-first-steps"),
        ("assets.md", "assets-page"),
        ("été.md", "ete"),
        ("_.md", "page-page"),
    ],
)
def test_folders_of_figures_are_called_as_their_pages(path: str, name: str):
    assert page_name(Path(path)) == name


def test_letters_that_addresses_do_not_have_still_tell_pages_apart():
    assert page_name(Path("図.md")) != page_name(Path("表.md"))


def test_simulations_lie_beside_the_sources(tmp_path: Path):
    root = tmp_path / "project"
    write_project(root, {"index.md": figure("drift")})
    put(root / "simulations", {"drift.py": DRIFT.encode()})
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 0, ran.stderr
    (block,) = manifest(root)["sources"]["index.md"]["blocks"].values()
    record = root / "docs" / "klsim" / block["figure"] / "figure.json"
    assert strict_json(record)["simulation"] == "drift"


GAME = """\
```match
id: by-hand
simulation: gaussian-match
caption: Find p.
targets: [{mean: 1, variance: 2}]
```
"""


def test_games_are_built_too(tmp_path: Path):
    root = tmp_path / "project"
    write_project(root, {"index.md": GAME})
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 0, ran.stderr
    (block,) = manifest(root)["sources"]["index.md"]["blocks"].values()
    assert block["figure"] == "index/by-hand"
    assert strict_json(root / "docs" / "klsim" / "index" / "by-hand" / "game.json")
    assert (root / "docs" / "klsim" / "index" / "by-hand" / "embed.html").is_file()


def test_data_files_lie_beside_their_page(tmp_path: Path):
    root = tmp_path / "project"
    text = "```animation\nid: curves\nsimulation: recorded\ncaption: Losses.\ndata: runs.csv\naxes: [lr]\n```\n"
    write_project(root, {"guide/runs.md": text})
    put(root / "docs" / "guide", {"runs.csv": b"lr,iteration,loss\n1,0,4\n1,1,2\n2,0,4\n2,1,3\n"})
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 0, ran.stderr
    folder = root / "docs" / "klsim" / "guide-runs"
    page = (folder / "curves" / "embed.html").read_text()
    for address in re.findall(r'(?:src|href)="(?!#)([^"#]+)"', page):
        assert (folder / "curves" / address).exists(), address


def test_settings_are_few_and_told_by_line(tmp_path: Path):
    root = tmp_path / "project"
    write_project(root, {"index.md": INDEX.replace("guide-descent/", "descent/")})
    (root / "klsim.yaml").write_text("title: Mine\nnavigation: [a]\nbase_url: here\n")
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 1
    assert "klsim.yaml:2: unknown key 'navigation' in klsim.yaml; keys: " in ran.stderr
    assert "klsim.yaml:3: base_url 'here' is not the address of a site" in ran.stderr


def test_a_folder_that_is_not_there_and_an_output_folder_are_wrong_usage(tmp_path: Path):
    ran = klsim(tmp_path, "figures", "docs")
    assert (ran.returncode, ran.stderr) == (
        2,
        "there are no sources in docs: no such folder; name the folder with your Markdown files\n",
    )
    (tmp_path / "docs").mkdir()
    assert klsim(tmp_path, "figures", "docs", "--output", "x").returncode == 2


def test_the_folder_of_figures_must_be_klsims_own(tmp_path: Path):
    root = tmp_path / "project"
    docs = write_project(root, DOCS)
    (docs / "klsim").mkdir()
    (docs / "klsim" / "notes.txt").write_text("mine")
    ran = klsim(root, "figures", "docs", "--jobs", "1")
    assert ran.returncode == 3
    assert "is not empty and was not made by klsim" in ran.stderr


def test_the_same_sources_give_the_same_bytes(tmp_path: Path):
    root = tmp_path / "elsewhere" / "project"
    write_project(root, DOCS)
    assert klsim(root, "figures", "docs", "--jobs", "1").returncode == 0
    assert tree(root / "docs" / "klsim") == tree(built_project() / "docs" / "klsim")
