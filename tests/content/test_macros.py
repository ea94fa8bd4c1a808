"""Macros: those of the site and the article, and those that formulas define."""

from itertools import pairwise
from pathlib import Path

import pytest

from klsim.content.formulas.macro_fields import macros, parse_macros
from klsim.content.source import Source
from klsim.content.tags import plain_text
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import Location
from tests.content.formulas import convert, shown
from tests.content.formulas import told_of as told_of_formulas
from tests.content.writing import HEAD, SITE, content, survey, told

START = Location("a.yaml", 1)


def written(text: str) -> dict[str, tuple[str, int, str | None]]:
    """What some YAML says under `macros`."""
    return macros(parse_yaml(Source.of(text, "a.yaml"), START), "macros")


def test_macros_are_written_as_latex_or_with_a_number_of_parameters_and_a_default():
    text = 'R: \\mathbb{R}\nE: ["\\\\mathbb{E}\\\\left[#1\\\\right]", 1]\nnorm: "\\\\lVert #1\\\\rVert"\n\\pair: ["(#1, #2)", 2, x]\n'
    assert written(text) == {
        "R": (r"\mathbb{R}", 0, None),
        "E": (r"\mathbb{E}\left[#1\right]", 1, None),
        "norm": (r"\lVert #1\rVert", 1, None),
        "pair": ("(#1, #2)", 2, "x"),
    }
    (page,) = convert(r"\R \E{X} \norm{v} \pair{a} \pair[b]{c}", macros=written(text))[0].pages
    letters = "".join(plain_text(page.split("<annotation")[0]).split())
    assert letters == "ℝ𝔼[X]‖v‖(x,a)(b,c)"


MISTAKES = {
    "R2: x": "1: 'R2' cannot be the name of a macro; use letters alone, such as `KL`",
    "R: ''": "1: the macro R is empty",
    "E: []": '1: the macro E wants LaTeX and a number; write `E: ["\\\\mathbb{E}[#1]", 1]`',
    "P: 5% of": "1: in the macro P `%` hides the rest, as a comment; write `\\%`",
    'E: ["#2", 1]': "1: the macro E uses parameters up to #2; it says 1; write a number from 2 to 9",
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.items())
def test_a_macro_that_is_none_is_a_mistake_with_its_line(text, message):
    assert told(lambda: written(text)) == [f"a.yaml:{message}"]


SHOWN = {
    r"\newcommand{\E}{\mathbb{E}} \E[x]": "𝔼[x]",
    r"\newcommand*\v[2][q]{#1#2} \v{a}\v[b]{c}": "qabc",
    r"\renewcommand{\vec}[1]{\mathbf{#1}} \vec{x}": "𝐱",
    r"\providecommand{\R}{r}\providecommand{\S}{s} \R\S": "rs",
    r"\def\add#1#2{#1+#2} \add xy": "x+y",
    r"\let\old\phi \renewcommand{\phi}{\old\old} \phi": "ϕϕ",
    r"\DeclareMathOperator*{\argsup}{arg\,sup} \argsup_x": "argsupx",
    r"\newcommand{\be}{\begin{aligned}}\newcommand{\ee}{\end{aligned}} \be a &= b \\ c \ee": "a=bc",
    r"\newcommand{\when}{\text{if $x > 0$}} \when": "ifx>0",
    r"\let\l\left\let\r\right \l( x \r)": "(x)",
    r"\gdef\R{\mathcal{R}} \R": "ℛ",
    r"\newcommand{\kl}{KL}\kl\text{of}x": "KLofx",
}


@pytest.mark.parametrize(("latex", "expected"), SHOWN.items())
def test_formulas_define_macros(latex, expected):
    assert shown(latex) == expected


def test_a_macro_holds_from_where_it_is_defined_to_the_end_of_the_article():
    converted, told = convert(r"\E", r"\newcommand{\E}{e}", r"\E", r"\renewcommand{\E}{f} \E", r"\E")
    assert told == ["a.md:1: unknown LaTeX command `\\E`; define it under `macros:`, such as `E: …`"]
    assert converted.pages[1] == "", "a formula that only defines shows nothing"
    assert [plain_text(page.split("<annotation")[0]) for page in converted.pages[2:]] == ["e", "f", "f"]


TOLD = {
    r"\def\a{\b}\def\b{\a}x + \a": "the macro `\\a` stands for itself, without end; define it by other commands",
    r"\newcommand{\a}[1]{#1}\a": "the macro `\\a` lacks its argument 1 of 1; write `\\a{…}`",
    r"\newcommand{\a}{#1}": "`\\a` uses `#1`, but has no parameters; write `\\newcommand{\\a}[1]{…}`",
    r"\newcommand{a}{b}": "`\\newcommand` wants the name of a command, such as `\\E`; write `\\newcommand{\\E}{\\mathbb{E}}`",
    r"\newcommand{\a}": "`\\newcommand` does not say what `\\a` stands for; write it in braces",
    r"\def\a#1.{b}": "`\\def\\a` has more than parameters before its braces; use `\\newcommand`, whose parameters stand in braces",
    r"\newcommand{\a}[x]{b}": "`[x]` is not a number of parameters; write 0 to 9",
}  # fmt: skip


@pytest.mark.parametrize(("latex", "message"), TOLD.items())
def test_a_definition_that_cannot_be_read_is_told(latex, message):
    assert told_of_formulas(latex) == [f"1: {message}"]


def test_macros_that_grow_without_measure_are_told():
    names = "abcdefghij"
    growing = "".join(f"\\def\\{a}{{\\{b}\\{b}\\{b}\\{b}}}" for a, b in pairwise(names))
    assert "macros make more than 1000 steps" in told_of_formulas(f"{growing}\\def\\j{{x}}\\a")[0]


def test_the_macros_of_an_article_come_before_those_of_the_site(tmp_path: Path):
    site = SITE + "macros:\n  R: \\mathbb{R}\n  Q: \\mathbb{Q}\n"
    head = HEAD.replace("summary", "macros: {Q: q}\nsummary")
    files = {"site.yaml": site, "a/index.md": f"{head}\n## One\n\n$\\R \\Q \\Z$ and $\\X$\n"}
    config = content(tmp_path, files)
    assert survey(config) == [
        "content/a/index.md:10: unknown LaTeX command `\\X`; define it under `macros:`, such as `X: …`"
    ]


def test_macros_are_tokens_once_they_are_read():
    assert parse_macros({"E": ("e#1", 1, None)})["\\E"].parameters == 1
