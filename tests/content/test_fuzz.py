"""Whatever an author writes, the answer is a page or a list of mistakes, never a crash."""

import contextlib
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from klsim.content.article import File, parse_article
from klsim.content.decoding import decode
from klsim.content.markdown.rendering import parse_markdown
from klsim.content.site import parse_site
from klsim.content.source import Source
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import ContentError, Diagnostics, Location
from tests.content.test_markup import KITCHEN_SINK
from tests.content.writing import HEAD, SITE, render

START = Location("content/a.md", 1)
LATEX = [
    "\\left(",
    "\\right)",
    "\\begin{cases}",
    "\\end{cases}",
    "\\text{",
    "\\limits",
    "\\sqrt",
    "\\not",
    "^",
    "_",
]
HTML = ["<div>", "</p>", "<!--", "<![", "<?", "&#x;", "<h1>", "<a href='x'>"]
BLOCKS = ["$$", "```", "~~~", "\n\n    ", "\n> ", "\n- ", "\n# ", "\n===", "\n|", "[^n]: ", "\t", "\u2028"]
YAML = ["---\n", "title: ", "date: ", "? ", "- ", "|\n", "&a ", "*a ", "!!str ", "%YAML 1.1\n", '"\\x']
PIECES = [*sorted(set(re.findall(r"\\\w+|[^\w\s]|\s+|\w+", KITCHEN_SINK))), *LATEX, *HTML, *BLOCKS, *YAML]
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
anything = st.text(max_size=200) | pieces


@st.composite
def mutated(draw, text):
    """A good text with a few stretches replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(anything) + text[start + draw(st.integers(0, 30)) :]
    return text


def survives(work):
    with contextlib.suppress(ContentError):
        work()


@given(anything | mutated(KITCHEN_SINK))
def test_markdown_never_crashes(text):
    survives(lambda: render(text))


@given(st.text(alphabet="\\{}^_&abfrcsqtlehing()[]12 ", min_size=1, max_size=60) | pieces)
def test_formulas_never_crash(text):
    survives(lambda: render(f"${text}$"))


@given(anything | mutated(SITE))
def test_yaml_never_crashes(text):
    survives(lambda: parse_yaml(Source.of(text, "a.yaml"), START))
    survives(lambda: parse_site(Source.of(text, "a.yaml"), "a.yaml", Diagnostics()))


@given(anything | mutated(HEAD + KITCHEN_SINK), anything)
def test_articles_never_crash(text, section):
    files = [File(Source.of(part, "content/a.md"), START) for part in (text, section)]
    survives(lambda: parse_article("a", Path("content"), files[0], files[1:], ["kl"], Diagnostics()))
    survives(lambda: parse_markdown(files[0].source, frozenset({"animation"})))


@given(st.binary(max_size=200))
def test_bytes_never_crash(data):
    survives(lambda: decode(data, "content/a.md"))


@given(st.text(max_size=200))
def test_every_line_of_a_text_has_its_origin(text):
    source = Source.of(text, "a.md")
    assert [location.line for location in source.locations] == list(range(1, len(source.lines) + 1))
    assert source.text == text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
