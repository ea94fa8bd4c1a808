"""Every id of a page is that of one element, whatever an author calls headings and figures."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from klsim.cli import main
from klsim.config import Config
from klsim.figures.ids import page_ids
from tests.site.sites import built_site, copy_site, write_site

HTML = "{http://www.w3.org/1999/xhtml}"
HEAD = """\
---
title: Ids
date: 2026-01-02
summary: What it says.
---

"""
FIGURE = """\
```animation
id: {id}
simulation: gaussian-descent
caption: Watch.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
iterations: 2
step_size: 0.2
sweep:
  {sweep}
```
"""
GAME = """\
```match
id: hand
simulation: mixture-match
caption: Find it.
start: {means: [-4, 4], variances: [2, 2]}
targets: [{mean: 1, variance: 2}]
```
"""
NASTY = f"""\
{HEAD}
See [a state](run:search?momentum=0.9), [another](run:search?momentum=0.9&i=1), a note[^1] and again[^1], and one
more[^content].

## Content

## Search momentum

## Search

## Hand mean 1

## Hand

## Content 2

## Own {{#content-3}}

## Content

## fn:1

## Content ##

<DIV id=box>A box.</DIV>

## Box

{FIGURE.format(id="search", sweep="momentum: [0, 0.9]")}
{FIGURE.format(id="a", sweep="b-c: {x: {momentum: 0}, y: {momentum: 0.9}}")}
{FIGURE.format(id="a-b", sweep="c: {x: {momentum: 0}, y: {momentum: 0.9}}")}
{GAME}
[^1]: One.
[^content]: Two.
"""


@pytest.fixture
def site(tmp_path: Path) -> Config:
    """A site for one article that a test writes."""
    return write_site(tmp_path / "site")


@pytest.fixture(scope="module")
def nasty() -> Config:
    """The site of an article that calls everything by the same names, built; not to be changed."""
    return built_site(NASTY)


def write(site: Config, text: str) -> None:
    (site.content / "short" / "index.md").write_text(text, encoding="utf-8")


def elements(path: Path) -> list[ElementTree.Element]:
    return list(html5lib.parse(path.read_text(encoding="utf-8")).iter())


def test_every_id_of_every_page_is_that_of_one_element(nasty: Config):
    for path in nasty.output.rglob("*.html"):
        ids = Counter(element.get("id") for element in elements(path) if "id" in element.attrib)
        assert [word for word, count in ids.items() if count > 1] == []
    page = elements(nasty.output / "short" / "index.html")
    by_id = {element.get("id"): element for element in page if "id" in element.attrib}
    assert by_id["content"].tag == f"{HTML}main"
    assert by_id["search-momentum"].tag == by_id["hand-mean_1"].tag == f"{HTML}input"
    headings = [element.get("id") for element in page if element.tag == f"{HTML}h2"]
    assert headings == [
        *("content-2", "search-momentum-2", "search-2", "hand-mean-1", "hand-2"),
        *("content-2-2", "content-3", "content-4", "fn-1", "content-5", "box-2"),
    ]


def test_ids_that_were_changed_are_no_mistakes(nasty: Config, tmp_path: Path):
    assert main(["check", "--root", str(copy_site(nasty, tmp_path / "site").root)]) == 0


def test_labels_and_links_within_a_page_lead_to_what_they_name(nasty: Config):
    page = elements(nasty.output / "short" / "index.html")
    by_id = {element.get("id"): element for element in page if "id" in element.attrib}
    labels = [element.get("for") for element in page if element.tag == f"{HTML}label" and "for" in element.attrib]
    assert len(labels) == 1 + 4
    assert {by_id[word].tag for word in labels} == {f"{HTML}input"}
    links = [element.get("href", "") for element in page if element.tag == f"{HTML}a"]
    assert [link for link in links if link.startswith("#") and link[1:] not in by_id] == []


def test_the_choices_of_two_figures_never_make_one_group(nasty: Config):
    page = html5lib.parse((nasty.output / "short" / "index.html").read_text(encoding="utf-8"))
    groups = [
        {radio.get("name") for radio in figure.iterfind(f".//{HTML}input[@type='radio']")}
        for figure in page.iter(f"{HTML}figure")
    ]
    assert len(set().union(*groups)) == sum(map(len, groups)) == 5 + 3  # and the tabs of three figures


Told = Callable[[str], list[str]]


@pytest.fixture
def told(site: Config, capsys: pytest.CaptureFixture[str]) -> Told:
    """What build and check alike say of an article with this text, whose first line is the seventh."""

    def tell(text: str) -> list[str]:
        write(site, HEAD + text)
        said = []
        for task in (["--jobs", "1"], ["check"]):
            assert main([*task, "--root", str(site.root)]) == 1
            lines = capsys.readouterr().err.splitlines()[:-1]
            said.append([line for line in lines if not line.endswith(" tasks")])
        assert said[0] == said[1]
        return [line.removeprefix("content/short/index.md:") for line in said[0]]

    return tell


PAGE = "a part of every page (base.html)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FIGURE.format(id="content", sweep="momentum: [0]"), f"8: the id 'content' belongs to {PAGE}; choose another, perhaps 'content-2'"),
        (GAME.replace("hand", "content"), f"8: the id 'content' belongs to {PAGE}; choose another, perhaps 'content-2'"),
        ("See [it](#content).\n\n## A {#content}", f"9: the id 'content' belongs to {PAGE}; choose another, perhaps 'content-2'"),
        ("<p>A</p>\n\n<p class='b'\n   ID='content'>B</p>", f"9: the id 'content' belongs to {PAGE}; choose another, perhaps 'content-2'"),
        ("## A {#x}\n\n<x-y id=x></x-y>", "9: the id 'x' is already in use; choose another, perhaps 'x-2'"),
        ('A[^1].\n\n<p id="fn:1">B</p>\n\n[^1]: C.', "11: the id 'fn:1' is already in use; choose another, perhaps 'fn:1-2'"),
    ],
)  # fmt: skip
def test_an_id_of_the_page_itself_is_a_mistake(told: Told, text: str, message: str):
    assert told(text) == [message]


SEARCH = FIGURE.format(id="search", sweep="momentum: [0, 0.9]")
CONTROL = "the id 'search-momentum' belongs to the control momentum of figure 'search'"


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FIGURE.format(id="search-momentum", sweep="tolerance: [1, 2]"), f"19: {CONTROL}; choose another, perhaps 'search-momentum-2'"),
        ("## A {#search-momentum}", f"18: {CONTROL}; choose another, perhaps 'search-momentum-2'"),
        ('<p id="search">A</p>', "18: the id 'search' is already in use; choose another, perhaps 'search-2'"),
        ('<i id="search?momentum=0.9">A</i>', "18: the id 'search?momentum=0.9' belongs to a state of figure 'search'; choose another, perhaps 'search-2'"),
    ],
)  # fmt: skip
def test_an_id_of_a_figure_or_its_controls_is_a_mistake(told: Told, text: str, message: str):
    assert told(f"{SEARCH}{text}") == [message]


def test_all_ids_in_use_are_told_at_once(told: Told):
    lines = ["## A {#content}", "", '<p id="search">B</p>', "", "## C {#search-momentum}"]
    assert [line.split(" belongs")[0].split(" is")[0] for line in told(SEARCH + "\n".join(lines))] == [
        "18: the id 'content'",
        "20: the id 'search'",
        "22: the id 'search-momentum'",
    ]


def test_an_id_in_a_template_of_ones_own_is_kept_free(site: Config):
    template = site.templates / "article.html"
    template.write_text(template.read_text().replace("</article>", "<p id='sources'>Mine</p></article>"))
    templates = {path.name: path.read_bytes() for path in site.templates.iterdir() if path.is_file()}
    assert page_ids(templates).keys() == {"content", "sources"}
    write(site, f"{HEAD}## Sources\n")
    assert main(["--root", str(site.root), "--jobs", "1"]) == 0
    assert '<h2 id="sources-2">' in (site.output / "short" / "index.html").read_text()


def test_no_script_gives_an_id_to_anything(site: Config):
    for path in (site.templates / "scripts").glob("*.js"):
        assert not re.search(r"""\.id\s*=[^=]|setAttribute\(["']id|\sid=\\?["']""", path.read_text())
