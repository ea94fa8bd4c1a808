"""Builds over an earlier one: only what an edit touches is read, checked and made again, and nothing is stale."""

import shutil
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import ContentError
from tests.shared import made_once
from tests.site.changing import GAME
from tests.site.sites import SITE, copy_site, edit, tree, write_site
from tests.site.stores import begin_store

LEADING = """\
---
title: {title}
date: 2026-03-0{part}
summary: In short.
series: two
part: {part}
---

The lead.

## A section

{text}
"""
FIGURE = """\
```animation
id: tiny
simulation: gaussian-descent
caption: Two steps.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 3
sweep:
  step_size: [0.1, 0.2]
```"""
TEXTS = {
    "first": f"{FIGURE}\n\nIt is [still](run:tiny?step_size=0.2) far.",
    "second": "The first says [3](value:first/tiny?step_size=0.2#iterations) of [it](run:first/tiny).",
    "third": "Nothing but a picture: ![A line](line.png)",
}


@pytest.fixture(scope="module")
def original() -> Config:
    """A built site of three articles: a figure, one that quotes it, one that does not; not to be changed."""
    return Config.at(made_once("three", build_three))


def build_three(folder: Path) -> None:
    config = write_site(folder, "")
    (config.content / "short" / "index.md").unlink()
    (config.content / "short").rmdir()
    for part, (slug, text) in enumerate(TEXTS.items(), 1):
        (config.content / slug).mkdir()
        page = LEADING.format(title=f"The {slug}", part=part, text=text)
        (config.content / slug / "index.md").write_text(page, encoding="utf-8")
    Image.new("RGB", (4, 4), "red").save(config.content / "third" / "line.png")
    build(config)


@pytest.fixture
def site(original: Config, tmp_path: Path) -> Config:
    """A copy to edit."""
    return copy_site(original, tmp_path / "site")


def remade(config: Config) -> dict[str, str]:
    """Build, and say why each thing was made again, what belongs to no article aside."""
    lines = (line.partition(": ") for line in build(config).why)
    return {thing: why for thing, _, why in lines if "/" in thing}


def clean(config: Config, folder: Path) -> dict[str, bytes]:
    """What a first build of the same content gives."""
    fresh = copy_site(config, folder)
    shutil.rmtree(fresh.output)
    shutil.rmtree(fresh.store)
    begin_store(fresh.store)
    build(fresh)
    return tree(fresh.output)


def test_an_edit_of_prose_renders_its_own_page_only(site: Config, tmp_path: Path):
    edit(site, "The lead.", "Another lead.", "third")
    assert remade(site) == {"third/index.html": "content/third/index.md changed"}
    assert tree(site.output) == clean(site, tmp_path / "clean")


def test_a_new_title_shows_beside_it_too(site: Config, tmp_path: Path):
    edit(site, "title: The second", "title: The very second", "second")
    both = "content/second/index.md changed, and one shows or links the other"
    assert remade(site) == {
        "second/index.html": "content/second/index.md changed",
        "first/index.html": both,
        "third/index.html": both,
    }
    assert tree(site.output) == clean(site, tmp_path / "clean")


def test_a_changed_figure_is_checked_against_what_others_state_of_it(site: Config):
    before = tree(site.output)
    edit(site, "iterations: 3", "iterations: 4", "first")
    with pytest.raises(ContentError) as caught:
        build(site)
    (mistake,) = caught.value.diagnostics
    assert str(mistake).startswith("content/second/index.md:13: the text states 3 for iterations of tiny")
    assert tree(site.output) == before
    edit(site, "[3]", "[4]", "second")
    assert set(remade(site)) == {
        "first/card.png",
        "first/index.html",
        "first/tiny (6 GIFs, 3 data files, 2 files, 7 pictures, 1 script)",
        "second/index.html",
    }


def test_a_figure_that_goes_is_missed_where_others_link_to_it(site: Config):
    edit(site, "id: tiny", "id: other", "first")
    edit(site, "run:tiny", "run:other", "first")
    with pytest.raises(ContentError) as caught:
        build(site)
    told = [str(mistake) for mistake in caught.value.diagnostics]
    assert told == ["content/second/index.md:13: there is no figure 'tiny' in first; figures: other"] * len(told)


class Saves:
    """Somebody who saves an article while the build draws."""

    def __init__(self, config: Config, text: str) -> None:
        self.article, self.text = config.content / "second" / "index.md", text

    def start(self, _: int) -> None:
        self.article.write_text(self.text, encoding="utf-8")

    def advance(self, _: int) -> None:
        pass


@pytest.mark.sample(1)
@pytest.mark.parametrize("text", ["", LEADING.format(title="Another", part=2, text="Nothing stated.")])
def test_what_is_saved_while_a_build_draws_is_the_next_one_s(site: Config, tmp_path: Path, text: str):
    edit(site, "step_size: [0.1, 0.2]", "step_size: [0.1, 0.15, 0.2]", "first")
    expected = clean(site, tmp_path / "clean")
    build(site, progress=Saves(site, text))
    assert tree(site.output) == expected
    if not text:
        with pytest.raises(ContentError):
            build(site)
        return
    assert "second/index.html" in remade(site)
    assert tree(site.output) == clean(site, tmp_path / "later")


def test_an_article_that_goes_is_missed_where_others_link_to_it(site: Config):
    (site.content / "first" / "index.md").unlink()
    (site.content / "first").rmdir()
    with pytest.raises(ContentError, match="there is no article 'first'"):
        build(site)


def test_a_link_to_an_article_that_is_as_it_was_is_checked(site: Config):
    edit(site, "Nothing but", "See [it](run:first/tiny?step_size=0.3), nothing but", "third")
    with pytest.raises(ContentError, match=r"content/third/index.md:13: .*0\.3"):
        build(site)
    edit(site, "step_size=0.3", "step_size=0.1", "third")
    assert "third/index.html" in remade(site)


def test_a_changed_picture_is_copied_again(site: Config):
    Image.new("RGB", (4, 4), "blue").save(site.content / "third" / "line.png")
    assert remade(site) == {"third/line.png": "content/third/line.png changed"}
    copied, original = (folder / "third" / "line.png" for folder in (site.output, site.content))
    assert copied.read_bytes() == original.read_bytes()


def test_a_part_that_is_given_twice_is_told_though_one_of_the_two_is_as_it_was(site: Config):
    edit(site, "part: 3", "part: 1", "third")
    with pytest.raises(ContentError, match="two articles are part 1 of two"):
        build(site)


def when(folder: Path) -> dict[Path, int]:
    """When each file below a folder was written; the lock comes and goes."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.name != ".klsim.lock"}


def scripts(config: Config) -> list[str]:
    """The scripts of the site, without their keys."""
    return sorted(path.name.partition(".")[0] for path in (config.output / "assets").glob("*.js"))


def test_the_site_has_the_scripts_that_its_pages_need(site: Config, tmp_path: Path):
    assert scripts(site) == ["embed", "figures-and-zooms", "first", "klsim-figure"]
    edit(site, "Nothing but", f"{GAME}\n\nNothing but", "third")
    assert set(remade(site)) == {
        "third/by-hand (2 data files, 3 files, 15 pictures)",
        "third/card.png",
        "third/index.html",
        next(f"assets/{path.name}" for path in (site.output / "assets").glob("games.*")),
    }
    assert scripts(site) == ["embed", "figures-and-zooms", "first", "games", "klsim-figure"]
    edit(site, "Nothing but", f"{FIGURE}\n\nNothing but", "third")
    build(site)
    assert scripts(site) == ["embed", "figures-and-zooms", "figures-and-zooms-and-games", "first", "klsim-figure"]
    assert tree(site.output) == clean(site, tmp_path / "clean")


def test_a_draft_leaves_the_site_and_comes_back(site: Config):
    before = tree(site.output)
    edit(site, "part: 3", "part: 3\ndraft: true", "third")
    assert build(site).articles == 2
    assert not (site.output / "third").exists()
    assert build(site).why == ()
    edit(site, "\ndraft: true", "", "third")
    build(site)
    assert tree(site.output) == before


def test_a_template_renders_every_page_and_draws_nothing(site: Config):
    path = site.templates / "article.html"
    path.write_text(path.read_text().replace("<article>", '<article class="new">'))
    again = remade(site)
    assert set(again) == {"first/index.html", "second/index.html", "third/index.html"}
    assert set(again.values()) == {"templates/article.html changed"}


def test_a_value_more_in_a_sweep_draws_only_what_is_new_wherever_it_stands(site: Config, tmp_path: Path):
    edit(site, "step_size: [0.1, 0.2]", "step_size: [0.05, 0.1, 0.15, 0.2]", "first")
    edit(site, "(run:first/tiny)", "(run:first/tiny?step_size=0.2)", "second")
    assert (build(site).drawn, tree(site.output)) == (2, clean(site, tmp_path / "clean"))


def test_another_theme_draws_again_and_keeps_the_numbers(site: Config):
    path = site.templates / "static" / "theme.css"
    path.write_text(path.read_text().replace("#c2410c", "#c2420c"))
    records = {path.name for path in (site.output / "first" / "tiny").glob("0.*.json")}
    summary = build(site)
    assert summary.drawn == 2
    assert {path.name for path in (site.output / "first" / "tiny").glob("0.*.json")} == records
    assert any(line.startswith("first/tiny (") and "theme.css changed" in line for line in summary.why)


def test_site_settings_show_on_every_page(site: Config):
    (site.content / "site.yaml").write_text(SITE.replace("A. Writer", "B. Writer"))
    assert set(remade(site).values()) == {"content/site.yaml changed"}
    assert "B. Writer" in (site.output / "second" / "index.html").read_text()


def test_a_build_that_has_forgotten_the_last_one_ends_the_same_and_writes_nothing(site: Config):
    before, times = tree(site.output), when(site.output)
    shutil.rmtree(site.store)
    summary = build(site)
    assert (summary.drawn, summary.reused) == (2, 0)
    assert tree(site.output) == before
    assert when(site.output) == times


@pytest.mark.sample(3)
@pytest.mark.parametrize("name", ["traces.db", "files.json", "syntax.json", "distributions.json"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-40])])
def test_a_build_that_has_forgotten_some_of_the_last_one_ends_the_same(site: Config, name: str, harm):
    before, times = tree(site.output), when(site.output)
    harm(site.store / name)
    build(site)
    assert tree(site.output) == before
    assert when(site.output) == times


def test_an_output_that_is_lost_is_there_again_and_nothing_is_drawn(site: Config):
    before = tree(site.output)
    shutil.rmtree(site.output)
    summary = build(site)
    assert (summary.drawn, summary.reused) == (0, 2)
    assert "third/index.html: it is new here" in summary.why
    assert tree(site.output) == before


def test_what_was_damaged_is_said_to_have_been(site: Config):
    (site.output / "third" / "index.html").write_text("x")
    assert remade(site) == {"third/index.html": "was missing or damaged"}


def test_the_command_explains_when_asked(site: Config, capsys: pytest.CaptureFixture[str]):
    order = ["--root", str(site.root), "--jobs", "1", "--explain"]
    assert main(order) == 0
    assert capsys.readouterr().out.startswith("nothing was made again: no input has changed\n")
    edit(site, "The lead.", "Another lead.", "third")
    assert main(order) == 0
    assert "third/index.html: content/third/index.md changed\n" in capsys.readouterr().out


def test_any_row_of_edits_ends_where_a_clean_build_does(site: Config, tmp_path: Path):
    random = Random(7)
    edits = [
        ("first", "The lead.", "The lead of the first."),
        ("second", "title: The second", "title: Second"),
        ("third", "A line", "A red line"),
        ("first", "caption: Two steps.", "caption: Three steps."),
        ("second", "run:first/tiny)", "run:first/tiny?step_size=0.1)"),
        ("third", "part: 3", "part: 4"),
        ("second", "summary: In short.", "summary: Shortly."),
        ("first", "step_size: [0.1, 0.2]", "step_size: [0.2, 0.4]"),
        ("second", "?step_size=0.1)", "?step_size=0.4)"),
    ]
    for n, (slug, old, new) in enumerate(edits):
        edit(site, old, new, slug)
        if random.random() < 0.6 and n != len(edits) - 2:
            build(site)
    build(site)
    assert tree(site.output) == clean(site, tmp_path / "clean")
