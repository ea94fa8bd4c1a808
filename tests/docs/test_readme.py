"""What the README and the guide say of texts and formulas is so: each of their examples is taken."""

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from klsim.check import check
from klsim.config import Config
from klsim.content.text_options import LEFTOVERS
from klsim.diagnostics import Code
from klsim.figures.animation.overview import FEWEST_RUNS, MOST_MAPS, MOST_RUNS
from klsim.new_site import new_site
from tests.content.formulas import convert
from tests.content.writing import read
from tests.site.stores import begin_store

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = ROOT / "docs" / "content"
PART = (GUIDE / "formulas.md").read_text(encoding="utf-8").partition("\n## ")[0]
EXAMPLES = re.findall(r"`([^`]+)`", "\n".join(re.findall(r"^\| .*$", PART, re.MULTILINE)))
NAMES = re.compile(r"\\?[a-z]+\*?")
FILLED = {
    r"\bigl\{": r"\bigl\{ x",
    r"\begin{array}{c\|cc} … \hline": r"\begin{array}{c|cc} a & b & c \\ \hline d & e & f \end{array}",
    r"\left( … \middle\| … \right)": r"\left( a \middle| b \right)",
    r"\\[6pt]": r"\begin{matrix} a \\[6pt] b \end{matrix}",
    r"\\": r"a \\ b",
    "[r]": r"\begin{bmatrix*}[r] a \end{bmatrix*}",
}
ARGUMENTS = {"alignat": "{2}"}
"""Examples that are parts of formulas, as wholes; a name alone is that of an environment."""


def whole(example: str) -> str:
    """A formula with an example in it."""
    if NAMES.fullmatch(example):
        return rf"\begin{{{example}}}{ARGUMENTS.get(example, '')} a & b \\ c & d \end{{{example}}}"
    return FILLED.get(example, example.replace("…", "x"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_a_formula_is_taken(example):
    latex = whole(example)
    if example in ("gather", "multline"):
        latex = latex.replace("&", "")
    assert convert(latex)[1] == []


@pytest.mark.site
def test_the_article_of_the_first_five_minutes_is_taken_beside_that_of_a_new_site(tmp_path):
    new_site(tmp_path / "site", date(2026, 11, 23))
    config = Config.at(tmp_path / "site")
    begin_store(config.store)
    article = README.partition("   ````markdown\n")[2].partition("   ````\n")[0]
    assert article in (GUIDE / "first-site.md").read_text(encoding="utf-8")
    (config.content / "my-first.md").write_text(textwrap.dedent(article))
    report = check(config)
    assert [one.code for one in report.diagnostics] == [Code.PLACEHOLDER_ADDRESS]


def test_the_guide_says_which_figures_have_a_map():
    figures = (GUIDE / "figures.md").read_text(encoding="utf-8")
    assert (FEWEST_RUNS, MOST_RUNS, MOST_MAPS) == (6, 1000, 8)
    assert "for a figure of 6 to 1,000: a map of how each ends" in figures
    assert "More than eight maps" in figures


REFUSED = re.findall(r"`(\\[a-zA-Z]+)`", PART.partition("Not taken")[2].partition("levels of nesting")[0])


@pytest.mark.parametrize("command", REFUSED)
def test_every_command_that_is_not_taken_is_told_with_what_to_write(command):
    (told,) = convert(f"{command}{{x}}{{y}}{{z}}")[1]
    assert f"`{command}` is not known in formulas; " in told
    assert "write `" in told or "write the" in told or "write cells" in told or "write code" in told


def test_the_kinds_of_leftovers_are_those_that_there_are():
    writing = (GUIDE / "writing.md").read_text(encoding="utf-8")
    kinds = re.search(r"^Kinds are `([^`]+)`", writing, re.MULTILINE)
    assert kinds
    assert set(kinds[1].split()) == LEFTOVERS


TEXTS = {
    "tables, struck-out words": ("~~gone~~", "<s>gone</s>"),
    "tasks": ("- [x] done", 'type="checkbox"'),
    "addresses": ("https://example.org", '<a href="https://example.org">'),
    "alerts": ("> [!tip] Own title\n> a", "Own title</p>"),
    "boxes that open": ("??? note\n    a", "<details"),
    "boxes of colons": ("::: warning Title\na\n:::", "Title</p>"),
    "directives": ("```{prf:lemma} Title\na\n```", "Title</p>"),
    "footnotes": ("Text.[^a]\n\n[^a]: The note.", "The note."),
    "definitions": ("Word\n: What it means.", "<dt>Word</dt>"),
    "formulas in HTML": ("<p>\\(x^2\\)</p>", "<p><math>"),
    "captions": ('![what it shows](file.png "The caption")', "<figcaption>The caption"),
    "widths": ("![a](a.png){width=50%}", 'width="50%"'),
    "attributes of tables": ("| a |\n|---|\n| b |\n{: #id}", '<table id="id">'),
    "references": ("$$x$$ (eq-one)\n\n[](#eq-one) and \\eqref{eq-one}", "equation (1)</a> and"),
    "own elements": ("<my-own_element>a</my-own_element>", "<my-own_element>a"),
    "quotes and dashes": ("\"a\" -- 'b'...", "“a” – ‘b’…"),
    "straight quotes": ('\\"a\\"', "<p>&quot;a&quot;</p>"),
    "addresses with spaces": ("[spread](run:descent?start=almost equal)", 'href="run:descent?start=almost equal"'),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_may_hold_what_the_guide_says(name):
    text, expected = TEXTS[name]
    page, found = read(text)
    assert not list(found)
    assert expected in page.html
