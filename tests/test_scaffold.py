"""Beginnings that build at once, whatever the title."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.build import build
from klsim.check import check
from klsim.cli import main
from klsim.config import Config
from klsim.content.decoding import NEVER_TEXT
from klsim.content.markdown.rendering import parse_markdown, render_markdown
from klsim.content.moment import Moment
from klsim.content.schema import SLUG
from klsim.content.source import Source
from klsim.diagnostics import Diagnostics, UsageError
from klsim.figures.kinds import KINDS
from klsim.new import LONGEST_SLUG, new_article, new_page, new_section, slug_of
from tests.content.writing import read_articles
from tests.site.sites import ROOT, copy_site
from tests.site.stores import begin_store

DAY = date(2026, 11, 23)
ODD = [
    "Über den Größenwahn",
    "L’été à l'ombre, déjà",
    'She said "no": a #tragedy',
    "*** $$$ `_` [x](y) {#id} <b> & # ###",
    "yes",
    "NULL",
    "2026-01-01",
    "- not a list",
    "{brace: [bracket",
    "% @ ! | > ? & *",
    "'single",
    "title: again",
    "日本語",
    "Assets",
    "C#",
    "a \\ b \\* c",
    "word " * 100,
    "x" * 300,
]
TITLES = st.text(min_size=1, max_size=80).filter(
    lambda title: title.split() and not NEVER_TEXT.search(" ".join(title.split()))
)


@pytest.fixture
def empty(tmp_path: Path) -> Config:
    """A site without articles."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text(
        "title: T\nbase_url: https://klsim.example\nauthor: A\nlanguage: en\n"
    )
    config = Config.at(tmp_path)
    begin_store(config.store)
    return config


@pytest.mark.site
def test_a_new_article_and_its_new_section_build_at_once(empty: Config):
    new_article(empty, "A title", DAY)
    new_section(empty, "a-title", "Why it works")
    summary = build(empty)
    assert (summary.articles, summary.figures) == (1, 2)
    assert not any(check(empty).diagnostics)


def heading_of(text: Source) -> str:
    """The one heading of an article's text, whose blocks are left out."""
    diagnostics = Diagnostics()
    (heading,) = render_markdown(parse_markdown(text, frozenset(KINDS)), diagnostics, taken=["a", "b"]).headings
    diagnostics.raise_errors()
    return heading.text


@pytest.mark.parametrize("title", ODD)
def test_odd_titles_give_valid_files_that_say_the_title(empty: Config, title: str):
    index = new_article(empty, title, DAY)
    section = new_section(empty, index.parent.name, title)
    ((article, text),) = read_articles(empty, None)
    assert article.title == " ".join(title.split())
    assert article.date == Moment(DAY.isoformat())
    assert SLUG.fullmatch(index.parent.name)
    assert SLUG.fullmatch(section.stem)
    assert len(section.name) < LONGEST_SLUG + 10
    assert heading_of(text) == article.title


@given(title=TITLES)
def test_any_title_reads_back(tmp_path_factory: pytest.TempPathFactory, title: str):
    config = Config.at(tmp_path_factory.mktemp("any"))
    index = new_article(config, title, DAY)
    new_section(config, index.parent.name, title)
    ((article, text),) = read_articles(config, None)
    assert article.title == " ".join(title.split())
    assert heading_of(text) == article.title


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Going downhill", "going-downhill"),
        ("Über Größe", "ueber-groesse"),
        ("Ça va? Déjà vu!", "ca-va-deja-vu"),
        ("What's new", "whats-new"),
        ("KL(q, p)", "kl-q-p"),
        ("¿!?", "article"),
        ("Assets", "assets-article"),
    ],
)
def test_a_slug_is_what_a_reader_would_write(title: str, slug: str):
    assert slug_of(title, "article") == slug


@pytest.mark.site
def test_sections_are_numbered_in_steps_of_ten_and_their_figures_differ(empty: Config):
    index = new_article(empty, "A title", DAY)
    (index.parent / "12-own.md").write_text("## Own\n")
    paths = [new_section(empty, "a-title", "Why it works") for _ in range(3)]
    assert [path.name for path in paths] == ["20-why-it-works.md", "30-why-it-works.md", "40-why-it-works.md"]
    texts = [path.read_text() for path in (index, *paths)]
    ids = [next(line for line in text.splitlines() if line.startswith("id: ")) for text in texts]
    assert ids == ["id: example", "id: example-2", "id: example-3", "id: example-4"]
    build(empty)


def test_a_plain_title_is_a_heading_and_any_other_front_matter(empty: Config):
    new_article(empty, "A title", DAY)
    begun = [
        new_section(empty, "a-title", title).read_text().partition("\n\n")[0] for title in ("Why, then?", "C#")
    ]
    assert begun == ["## Why, then?", '---\ntitle: "C#"\n---']


def test_nothing_is_overwritten(empty: Config):
    path = new_article(empty, "A title", DAY)
    path.write_text("mine")
    (empty.content / "single.md").write_text("mine too")
    for title in ("A title", "a   TITLE!", "Single"):
        with pytest.raises(UsageError, match="is there already; choose another title"):
            new_article(empty, title, DAY)
    assert path.read_text() == "mine"
    assert sorted(each.name for each in empty.content.iterdir()) == ["a-title", "single.md", "site.yaml"]


def test_an_unknown_article_names_the_nearest(empty: Config):
    new_article(empty, "Gradient descent", DAY)
    with pytest.raises(UsageError, match="no article 'gradient-decent'; did you mean 'gradient-descent'"):
        new_section(empty, "gradient-decent", "More")


def test_an_article_in_a_single_file_is_told_how_to_have_sections(empty: Config):
    (empty.content / "single.md").write_text("mine")
    with pytest.raises(UsageError, match=r"single\.md is a single file; move it to .*single/index\.md"):
        new_section(empty, "single", "More")


@pytest.mark.parametrize("title", ["", "  \n ", "bell \x07", "lone \udc80"])
def test_what_is_no_title_is_refused(empty: Config, title: str):
    with pytest.raises(UsageError, match="title"):
        new_article(empty, title, DAY)
    assert [path.name for path in empty.content.iterdir()] == ["site.yaml"]


@pytest.mark.parametrize("slug", ["../out", "Up", "a/b", ""])
def test_a_slug_of_ones_own_must_be_one(empty: Config, slug: str):
    with pytest.raises(UsageError, match="slug"):
        new_article(empty, "A title", DAY, slug)


def test_the_command_prints_the_path_and_dates_by_source_date_epoch(empty: Config):
    command = [sys.executable, "build.py", "new", "article", "A title", "--root", str(empty.root)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1500000000"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    path = Path(ran.stdout.strip())
    assert path == empty.content / "a-title" / "index.md"
    assert "date: 2017-07-14\n" in path.read_text()


def test_the_command_says_what_is_wrong_and_exits_with_two(
    small_site: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    config = copy_site(small_site, tmp_path / "site")
    assert main(["new", "section", "shart", "More", "--root", str(config.root)]) == 2
    assert capsys.readouterr().err == "there is no article 'shart'; did you mean 'short'?\n"
    assert main(["--root", str(config.root), "new", "section", "short", "More"]) == 0
    assert capsys.readouterr().out.endswith("content/short/10-more.md\n")


@pytest.mark.site
def test_a_new_page_builds_and_says_how_the_navigation_leads_to_it(
    empty: Config, capsys: pytest.CaptureFixture[str]
):
    assert main(["new", "page", "About me", "--root", str(empty.root)]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("content/about-me.md\n")
    assert "write `navigation: [about-me]` in site.yaml" in said.err
    with (empty.content / "site.yaml").open("a") as site:
        site.write("navigation: [about-me]\n")
    assert build(empty).warnings == ()
    assert not any(check(empty).diagnostics)
    with pytest.raises(UsageError, match="is there already"):
        new_page(empty, "About me")
