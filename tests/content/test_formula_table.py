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


@pytest.mark.parametrize(
    ("latex", "display"), [(one, True) for one in TABLE] + [(one, False) for one in TABLE if "label" not in one]
)
def test_nothing_is_refused_or_lost(latex: str, display: bool):
    converted, told = convert(latex, display=display)
    assert told == []
    page = converted.pages[0]
    if DEFINITION.search(latex):
        return  # what macros come to is for test_macros
    written = letters(COMMAND.sub(" ", UNSEEN.sub(" ", latex)))
    seen = letters(plain_text(page))
    assert written - seen == Counter()
    of_commands = letters("".join(COMMAND.findall(latex))) + Counter("()123456789")
    assert set(seen - written) <= set(of_commands) | set("argmxinsupliKTXey")


@pytest.mark.parametrize("latex", TABLE)
def test_pages_can_be_read_and_need_no_style(latex: str):
    page = convert(latex)[0].pages[0]
    assert " style=" not in page.split("<annotation")[0]
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(f"<!doctype html><title>a</title><p>{page}")


@pytest.mark.parametrize("latex", [line for line in TABLE if re.fullmatch(r"(\\[a-zA-Z]+\s*)+", line)])
def test_every_sign_of_the_table_has_its_place(latex: str):
    leaves = re.findall(r"<(?:mi|mo|mn|mtext|mspace|mover|munder|mtable|mpadded)\b", mathml(latex))
    assert len(leaves) >= len(re.findall(r"\\[a-zA-Z]+", latex))


def test_every_class_has_its_rule():
    sheet = (Path(__file__).parents[2] / "templates" / "static" / "style.css").read_text(encoding="utf-8")
    used = {name for line in TABLE for name in re.findall(r'class="([^"]+)"', convert(line)[0].pages[0])}
    classes = {*CLASSES.values(), *(name for names in used for name in names.split())} - {""}
    plain = {"menclose-updiagonalstrike", "menclose-downdiagonalstrike", "menclose-phasorangle", "serif"}
    assert {name for name in classes - plain if f".{name}" not in sheet} == set()
