"""The guide is built by klsim itself: without a mistake, with every example in it."""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from klsim.build import build
from klsim.check import check
from klsim.config import Config
from klsim.diagnostics import Code
from tests.shared import made_once
from tests.site.sites import ROOT, strict_json, validator
from tests.site.stores import begin_store

DOCS = ROOT / "docs"
GALLERY = sorted((DOCS / "content" / "gallery").glob("[0-9]*.md"))
LEAST_EXAMPLES = 20
MOST_RUNS = 20
_BLOCK = re.compile(r"^```(?:animation|match)\n.*?^```\n", re.MULTILINE | re.DOTALL)
_COPY = re.compile(r"<summary>The block</summary>\n\n````markdown\n(.*?)````\n\n</details>\n\Z", re.DOTALL)


@pytest.fixture(scope="module")
def guide() -> Config:
    """The guide, built once; not to be changed."""

    def make(folder: Path) -> None:
        shutil.copytree(DOCS, folder, ignore=shutil.ignore_patterns("output", ".klsim"), dirs_exist_ok=True)
        begin_store(Config.at(folder).store)
        build(Config.at(folder))

    return Config.at(made_once("guide", make))


@pytest.mark.site
@pytest.mark.slow
def test_the_guide_has_no_mistakes(guide: Config):
    report = check(guide)
    assert {one.code for one in report.diagnostics} == {Code.UNDRIVEN_FIGURE}


@pytest.mark.site
@pytest.mark.slow
def test_every_example_of_the_gallery_is_a_figure_that_plays(guide: Config):
    folder = guide.output / "gallery"
    ids = [re.findall(r"^id: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[0] for path in GALLERY]
    assert len(set(ids)) == len(GALLERY) >= LEAST_EXAMPLES
    assert {path.parent.name for path in folder.glob("*/*.json")} == set(ids)
    for path in folder.glob("*/*.json"):
        index = strict_json(path)
        schema = index["schema"].removeprefix("klsim/").replace("/", "-")
        assert list(validator(schema).iter_errors(index)) == [], path
        assert len(index.get("runs", ())) <= MOST_RUNS, path


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_what_readers_copy_is_what_makes_the_figure(path: Path):
    text = path.read_text(encoding="utf-8")
    copied = _COPY.search(text)
    assert copied
    (block,) = _BLOCK.findall(text[: copied.start()])
    shown = text[text.index(block) : text.index("<details>")]
    assert copied[1].strip() == shown.strip()


@pytest.mark.site
@pytest.mark.slow
def test_the_simulations_of_the_guide_end_as_its_pages_say(guide: Config):
    for slug in ("pendulum", "heat"):
        for path in (guide.output / slug).glob("*/*.json"):
            name = "figure-1" if path.name == "figure.json" else "run-1"
            assert list(validator(name).iter_errors(strict_json(path))) == [], path
    swing = strict_json(guide.output / "pendulum" / "swing" / "figure.json")
    words = ["swings", "swings", "rests"] * 2 + ["turns_over", "turns_over", "rests"] + ["turns_over"] * 3
    assert [run["status"] for run in swing["runs"]] == words
    assert set(swing["statuses"]) == set(words)
    rod = strict_json(guide.output / "heat" / "rod" / "figure.json")
    assert {tuple(run["at"]): run["status"] for run in rod["runs"]} == {
        (start, step): "unstable" if step == 2 and start > 0 else "evens_out"
        for start, step in product(range(3), range(3))
    }


def test_links_between_pages_are_those_that_github_follows():
    for path in (DOCS / "content").rglob("*.md"):
        text = re.sub(
            r"^(`{3,}).*?^\1$|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        for href in re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", text):
            assert (path.parent / href).is_file(), f"{path.name}: {href}"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for href in re.findall(r"\]\((docs/[^)]+)\)", readme):
        assert (ROOT / href).exists(), href
