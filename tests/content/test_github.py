"""The same structure as GitHub's own Markdown, cmark-gfm, makes of any text that both understand."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import cmarkgfm
import html5lib
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.content.writing import read
from tests.examples import examples

ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT / "content").glob("*/*.md"))
EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]
BLOCK = re.compile(r"^```(?:animation|match)\n.*?^```\n", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
BOX = re.compile(r"^!!! .*\n(?:(?:    .*)?\n)*", re.MULTILINE)


def structure(page):
    """How many there are of what: items by depth, tables, rows and cells, code, quotations, headings, links, images."""
    found = Counter()

    def count(element, depth):
        name = element.tag if isinstance(element.tag, str) else ""
        classes = element.get("class", "").split()
        if name == "li":
            found[f"li {depth}"] += 1
        elif name == "a" and "anchor" not in classes and not classes:
            found[f"a {element.get('href')}"] += 1
        elif name in (
            "table",
            "tr",
            "th",
            "td",
            "pre",
            "blockquote",
            "img",
            "del",
            "s",
            "input",
            "ol",
            "ul",
            "em",
            "strong",
        ):
            found["s" if name == "del" else name] += 1
        elif re.fullmatch("h[1-6]", name):
            found[f"{name} {''.join(element.itertext()).removesuffix(' #').strip()}"] += 1
        for child in element:
            count(child, depth + (name in ("ol", "ul")))

    count(html5lib.parseFragment(page, treebuilder="etree", namespaceHTMLElements=False), 0)
    return found


def as_on_github(text):
    return structure(cmarkgfm.markdown_to_html_with_extensions(text, Options.CMARK_OPT_UNSAFE, EXTENSIONS))


def ours(text):
    return structure(read(text)[0].html)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_articles_have_the_structure_that_github_shows(path):
    text = path.read_text(encoding="utf-8").split("---\n", 2)[-1] if path.name == "index.md" else path.read_text()
    text = BOX.sub("", FORMULA.sub("x", BLOCK.sub("", text)))
    assert ours(text) == as_on_github(text)


TEXTS = {
    "lists below text": "The method has:\n- the target\n- the start\n\n1) one\n2) two\n",
    "lists by two and three spaces": "- fruit\n  - apple\n    - conference\n\n1. one\n   - nested\n     1. deep\n2. two\n",
    "a paragraph in a list": "- a\n\n  b\n- c\n\n      code\n",
    "tables below text": "Numbers:\n| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 |\n\nafter\n",
    "a table's escaped bar": "| a |\n|---|\n| `x \\| y` |\n",
    "tasks": "- [ ] to do\n- [x] done\n  - [X] also\n",
    "struck out": "~~gone~~ and a~~b~~c\n",
    "addresses": "See https://example.org/a?b=c, www.example.org, me@example.org (https://e.org/x).\n",
    "addresses behind any sign": '"https://e.org/a" url=https://e.org/b 参见https://e.org/c 链接：https://e.org/d <b>https://e.org/f</b>\n',
    "addresses of other schemes": "ftp://e.org/a HTTP://e.org xhttp://e.org 1http://e.org http:///a http://a_b.c mailto:me@e.org\n",
    "addresses of mail": "first_last@e.org mail：me@e.org *me@e.org* a/b@e.org me@e.o1 a@b@e.org xmpp:me@e.org/home\n",
    "signs behind addresses": "https://e.org/a?b=(c)))., 'https://e.org/d'; https://e.org/e&copy; www.e.org/f_g_!\n",
    "addresses in links": "[https://e.org](https://e.org/b) and [me@e.org](a.html)\n",
    "names of files": "build.py, README.md and v1.2.io\n",
    "code right below text": "Text:\n```python\nx\n```\nmore\n    still text\n",
    "quotations": "> a\nlazy\n\n> b\n> > c\n\n- > d\n",
    "headings": "## C#\n\n## F# and C# #\n\nB\n---\n\n#no heading\n",
    "breaks": "a  \nb\\\nc\n\n***\n",
    "details": "<details>\n<summary>More</summary>\n\n*Inside*\n\n- a list\n\n</details>\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_the_structure_that_github_shows(name):
    assert ours(TEXTS[name]) == as_on_github(TEXTS[name])


def links(counted):
    return {unquote(name): count for name, count in counted.items() if name.startswith("a ")}


PIECES = "http:// https:// 参http:// éftp:// www.a a b.c _ . - e.org / @ me ( ) \" ' = &amp; ; * ~ ? : 1 H <b> , +"
ADDRESSES = st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=9).map(
    lambda pieces: "".join([*pieces, " end"])
)


@examples(200)
@given(ADDRESSES)
def test_any_text_has_the_bare_addresses_that_github_shows(text):
    assert links(ours(text)) == links(as_on_github(text))


def test_a_bare_address_ends_before_the_wide_signs_of_its_sentence():
    page = read("见https://e.org/甲，再看（https://e.org/b）。")[0].html
    assert re.findall('href="([^"]*)"', page) == ["https://e.org/甲", "https://e.org/b"]


def test_a_value_of_an_attribute_list_is_no_bare_address():
    page = read('[a](b.html){data-from="https://e.org/c"}')[0].html
    assert '<a href="b.html" data-from="https://e.org/c">a</a>' in page


WORDS = st.lists(
    st.sampled_from(["word", "*em*", "**strong**", "`code`", "[link](a.html)", "~~gone~~", "a_b_c", "1.5"]),
    min_size=1,
    max_size=5,
)
LINE = WORDS.map(" ".join)


@st.composite
def blocks(draw, depth=0):
    """A block of Markdown as its lines: text, a heading, code, a table, a list or a quotation of blocks."""
    kind = draw(
        st.sampled_from(["text", "text", "heading", "code", "table", "list", "quote"] if depth < 3 else ["text"])
    )
    if kind == "heading":
        return [f"## {draw(LINE)}"]
    if kind == "code":
        return [
            "```text",
            *draw(st.lists(st.sampled_from(["x = 1", "", "- no item", "## none", "| a |"]), max_size=3)),
            "```",
        ]
    if kind == "table":
        rows = draw(st.lists(st.tuples(LINE, LINE), max_size=3))
        return ["| a | b |", "|---|--:|", *(f"| {one} | {two} |" for one, two in rows)]
    if kind == "quote":
        return [
            f"> {line}".rstrip()
            for block in draw(st.lists(blocks(depth + 1), min_size=1, max_size=2))
            for line in (*block, "")
        ]
    if kind == "list":
        mark = draw(st.sampled_from(["- ", "* ", "1. ", "2) "]))
        lines = []
        for item in draw(st.lists(st.lists(blocks(depth + 1), min_size=1, max_size=2), min_size=1, max_size=3)):
            between = [""] if draw(st.booleans()) else []
            inner = [line for block in item for line in (*block, *between)]
            lines += [(mark if number == 0 else " " * len(mark)) + line for number, line in enumerate(inner)]
        return [line.rstrip() for line in lines]
    return draw(st.lists(LINE, min_size=1, max_size=3))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(blocks(), st.booleans()), max_size=6))
def test_any_text_of_blocks_has_the_structure_that_github_shows(parts):
    text = "\n".join(line for block, spaced in parts for line in (*block, *([""] if spaced else [])))
    assert ours(text) == as_on_github(text)
