"""A table of LaTeX that authors write: all of it is taken, and nothing of it is lost on the way.

The oracle is a reader of LaTeX of its own: it knows which braces hold words for the machine, such as names of
environments, and takes every other letter and digit for one that a reader of the page must see.
"""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from klsim.content.formulas.mathml import CLASSES
from klsim.content.tags import plain_text
from tests.content.formulas import convert, mathml

TABLE = [
    line
    for line in (Path(__file__).parents[1] / "data" / "latex.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
UNSEEN = re.compile(
    r"\\(?:begin|end)\s*\{(?:darray|array|subarray)\}(?:\[\w\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})?"
    r"|\\(?:begin|end)\s*\{align(?:ed)?at\*?\}(?:\{\d\})?|\\(?:begin|end)\s*\{\w+\*?\}(?:\[\w\])?"
    r"|\\(?:color|textcolor|colorbox)\s*(?:\[\w+\])?\{[^{}]*\}|\\(?:label|rule(?:\[[^]]*\])?\{[^{}]*\})\{[^{}]*\}"
    r"|\\[hm]space\*?\{[^{}]*\}|\\(?:[hm]?kern|[hm]skip)-?\s*[\d.]+\s*\w\w|\\\\(?:\*|\[[^]]*\])|\\genfrac.{11}|\\smash\[\w\]"
)
COMMAND = re.compile(r"\\([a-zA-Z]+)|\\.")
DEFINITION = re.compile(r"\\(?:newcommand|renewcommand|def|let|DeclareMathOperator)")


def letters(text: str) -> Counter[str]:
    """The letters and digits of a text, those of mathematical alphabets as plain ones."""
    return Counter(c for c in unicodedata.normalize("NFKD", text) if c.isascii() and c.isalnum())


def test_the_table_is_large_enough():
    assert len(TABLE) > 250
    assert len({name for line in TABLE for name in COMMAND.findall(line)}) > 900


def lost(latex: str, *, display: bool) -> str:
    """What is wrong with how one line of the table is shown; empty if nothing is."""
    converted, told = convert(latex, display=display)
    if told or DEFINITION.search(latex):
        return "; ".join(told)  # what macros come to is for test_macros
    written = letters(COMMAND.sub(" ", UNSEEN.sub(" ", latex)))
    seen = letters(plain_text(converted.pages[0]))
    of_commands = letters("".join(COMMAND.findall(latex))) + Counter("()123456789")
    more = {*(seen - written)} - {*of_commands, *"argmxinsupliKTXey"}
    return " ".join([*(f"lacks {one}" for one in written - seen), *(f"has {one}" for one in more)])


@pytest.mark.parametrize("display", [True, False])
def test_nothing_is_refused_or_lost(display: bool):
    lines = [line for line in TABLE if display or "label" not in line]
    assert {line: wrong for line in lines if (wrong := lost(line, display=display))} == {}


def test_pages_can_be_read_and_need_no_style():
    pages = {line: convert(line)[0].pages[0] for line in TABLE}
    assert [line for line, page in pages.items() if " style=" in page.split("<annotation")[0]] == []
    for line, page in pages.items():
        try:
            html5lib.HTMLParser(strict=True).parse(f"<!doctype html><title>a</title><p>{page}")
        except html5lib.html5parser.ParseError as error:
            raise AssertionError(line) from error


def test_every_sign_of_the_table_has_its_place():
    leaf = re.compile(r"<(?:mi|mo|mn|mtext|mspace|mover|munder|mtable|mpadded)\b")
    signs = {line: re.findall(r"\\[a-zA-Z]+", line) for line in TABLE if re.fullmatch(r"(\\[a-zA-Z]+\s*)+", line)}
    assert len(signs) > 100
    assert [line for line, names in signs.items() if len(leaf.findall(mathml(line))) < len(names)] == []


def test_every_class_has_its_rule():
    sheet = (Path(__file__).parents[2] / "templates" / "static" / "formulas.css").read_text(encoding="utf-8")
    used = {name for line in TABLE for name in re.findall(r'class="([^"]+)"', convert(line)[0].pages[0])}
    classes = {*CLASSES.values(), *(name for names in used for name in names.split())} - {""}
    plain = {"menclose-updiagonalstrike", "menclose-downdiagonalstrike", "menclose-phasorangle", "serif"}
    assert {name for name in classes - plain if f".{name}" not in sheet} == set()
