"""Whatever stands between dollar signs, the answer is MathML or a list of mistakes: no crash, no letter lost."""

import re
import time
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from klsim.content.tags import plain_text
from tests.content.formulas import convert
from tests.content.test_formula_table import TABLE

COMMANDS = sorted({name for line in TABLE for name in re.findall(r"\\[a-zA-Z]+\*?|\\.", line)})
SIGNS = [
    "{",
    "}",
    "[",
    "]",
    "^",
    "_",
    "&",
    "$",
    "#",
    "%",
    "~",
    "'",
    "|",
    "\\\\",
    " ",
    "\n",
    "x",
    "1",
    "+",
    "é",
    "𝒳",
    "\\",
]
DEFINITIONS = [
    "\\def\\a{",
    "\\newcommand{\\a}[1]{",
    "#1",
    "\\a",
    "\\a{x}",
    "\\begin{align}",
    "\\end{align}",
    "\\label{a}",
]
anything = st.lists(st.sampled_from(COMMANDS + SIGNS * 6 + DEFINITIONS * 3), max_size=40).map("".join)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """LaTeX that is right, around other that is."""
    around = [
        "\\sqrt{A}",
        "\\text{b $A$ d}",
        "\\left(A\\right]",
        "\\colorbox{red}{$A$}",
        "\\textcolor{#f00}{\\rlap{A}}",
        "{\\small A}",
        "\\underbrace{A}_{k}",
        "A + B",
        "\\frac{A}{B}",
        "{A}^{B}",
        "\\begin{aligned}A&\\\\[3pt]B&\\end{aligned}",
        "\\begin{cases}A&B\\\\*\\end{cases}",
    ]
    filled = st.tuples(st.sampled_from(around), inner, inner)
    return filled.map(lambda three: re.sub("[AB]", lambda found: three["AB".index(found[0]) + 1], three[0]))


right = st.recursive(st.sampled_from(["p", "4", "\\theta ", "w_2", "\\log y"]), larger, max_leaves=8)


def hidden(latex: str) -> str:
    """The LaTeX without what is for the machine."""
    return re.sub(r"\\(?:begin|end)\{\w+\}|\\\\\[3pt\]|\{red\}|\{#f00\}|\\[a-zA-Z]+", " ", latex).replace("+", "")


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isascii() and character.isalnum())


@settings(deadline=None)
@given(anything, st.booleans())
def test_any_latex_gives_mathml_or_mistakes_and_soon(latex: str, display: bool):
    start = time.process_time()
    converted, told = convert(latex, "\\eqref{a}", display=display)
    assert time.process_time() - start < 5
    page = converted.pages[0].split("<annotation")[0]
    assert not (page and any(line.startswith("a.md:1:") for line in told if "\n" not in latex))
    assert " style=" not in page


@settings(deadline=None)
@given(right, st.booleans())
def test_right_latex_is_taken_and_every_letter_is_shown(latex: str, display: bool):
    converted, told = convert(latex, display=display)
    assert told == []
    assert letters(plain_text(converted.pages[0])) == letters(hidden(latex)) + letters("log" * latex.count("log"))


@settings(deadline=None)
@given(right, st.text("xy", min_size=1, max_size=3))
def test_a_macro_shows_what_its_body_would(latex: str, name: str):
    plain, _ = convert(latex)
    by_macro, told = convert(f"\\newcommand{{\\{name}z}}{{{latex}}}\\{name}z")
    assert told == []
    assert plain_text(plain.pages[0]) == plain_text(by_macro.pages[0])
