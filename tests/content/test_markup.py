"""Markdown rendered: what each feature becomes, what a page tells of itself, and mistakes."""

from pathlib import Path

import html5lib
import pytest

from klsim.content.headings import Heading
from klsim.content.references import Image, rewrite_links
from klsim.content.slots import Slot, figure_slot, split_slots
from klsim.diagnostics import Location
from tests.content.writing import render, told_of

KITCHEN_SINK = (Path(__file__).parent / "kitchen-sink.md").read_text(encoding="utf-8")


def whole_page(body):
    return f'<!doctype html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'


def test_every_feature_together_is_valid_html():
    page = render(KITCHEN_SINK, taken=["descent", "second"]).html
    html5lib.HTMLParser(strict=True).parse(whole_page(page))


def test_no_script_inline_colour_or_address_on_the_network_is_written():
    page = render(KITCHEN_SINK).html
    assert "<script" not in page
    assert "color:" not in page
    assert 'src="http' not in page


def test_rendering_twice_gives_the_same():
    assert render(KITCHEN_SINK) == render(KITCHEN_SINK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a" it\'s -- x --- y ...', "<p>“a” it’s – x — y …</p>"),
        ('`"a" -- ...`', '<p><code>"a" -- ...</code></p>'),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("| a |\n|---|\n| b |", '<div class="scroll"><table>\n<thead>'),
        ('!!! warning "Mind"\n    x', '<div class="admonition warning">\n<p class="admonition-title">Mind</p>'),
        ("```python\nif\n```", '<div class="highlight scroll"><pre><span></span><code><span class="k">if</span>'),
        ("a[^n]\n\n[^n]: b", '<a class="footnote-ref" href="#fn:n">1</a>'),
        ("1. a\n\nb\n\n2. c", '<ol start="2">'),
        ("*a*{.b}", '<em class="b">a</em>'),
        ("<b>a</b> &amp; <i>b</i>", "<p><b>a</b> &amp; <i>b</i></p>"),
    ],
)
def test_markdown_is_rendered(text, expected):
    assert expected in render(text).html


def test_an_image_alone_with_a_title_is_a_figure_with_a_caption():
    assert render('![A & b](a.png "It\'s \\"c\\" & $x$")').html.startswith(
        '<figure><img alt="A &amp; b" src="a.png" /><figcaption>It’s “c” &amp; <math>'
    )
    assert "<figure" not in render("![A](a.png)").html
    assert "<figure" not in render('See ![A](a.png "b") there').html


def test_headings_have_anchors_that_differ():
    rendered = render(
        "## The *slope* of $f$\n\n### The slope of f\n\n## Descent\n\n## A & b {#own}\n\n## …\n", taken={"descent"}
    )
    assert [(heading.level, heading.anchor, heading.text) for heading in rendered.headings] == [
        (2, "the-slope-of-f", "The slope of f"),
        (3, "the-slope-of-f-2", "The slope of f"),
        (2, "descent-2", "Descent"),
        (2, "own", "A & b"),
        (2, "section", "…"),
    ]
    link = '<a class="anchor" href="#own" aria-label="Link to this section">#</a>'
    assert f'<h2 id="own">A &amp; b {link}</h2>' in rendered.html


def test_the_html_of_a_heading_has_no_links_or_notes():
    (heading,) = render("## See [*this*](x)[^n]\n\n[^n]: y").headings
    assert heading == Heading(2, "see-this", "See this", "See <em>this</em>")


def test_headings_in_comments_and_code_are_none():
    assert render("<!-- <h2>a</h2> -->\n\n`<h2>b</h2>`\n\n    <h2>c</h2>\n").headings == ()


HEADING_HINT = "write `## …` for a section, `\\#` for a number sign"
FIRST_LEVEL = f"a heading of the first level: the title stands in the front matter; {HEADING_HINT}"


@pytest.mark.parametrize(("text", "line"), [("a\n\n# B", 3), ("a\n\nB\n===", 3), ("```\n# a\n```\n\n> # b", 5)])
def test_a_heading_of_the_first_level_is_a_mistake(text, line):
    assert told_of(text) == [f"content/a.md:{line}: {FIRST_LEVEL}"]


@pytest.mark.parametrize("first", ["## A {#x}", '<p id="x">A</p>'])
@pytest.mark.parametrize("second", ["## B {#x}", '<p id="x">B</p>'])
def test_an_id_given_twice_is_a_mistake(first, second):
    message = "content/a.md:3: the id 'x' is already in use; choose another, perhaps 'x-2'"
    assert told_of(f"{first}\n\n{second}\n") == [message]


def test_an_unclosed_code_block_is_a_mistake():
    message = "content/a.md:3: this block is never closed; add a line ````` at its end"
    assert told_of("a\n\n```python\nx = 1\n\n## B\n") == [message]


IMAGES = """\
![one](a.png) and ![two](aa.png)

```
![in code](a.png)
```

![again](a.png)
<img src='sub/b c.png' alt="raw">
![dots](./sub/../d%20e.png "t")
<video src="v.mp4" poster="p.png"></video>
![inline data](data:image/gif;base64,R0lGODlhAQABAAAAACw=)
"""


def test_images_are_listed_with_their_lines():
    expected = [
        Image("a.png", "one", Location("content/a.md", 1)),
        Image("aa.png", "two", Location("content/a.md", 1)),
        Image("a.png", "again", Location("content/a.md", 7)),
        Image("sub/b c.png", "raw", Location("content/a.md", 8)),
        Image("d e.png", "dots", Location("content/a.md", 9)),
        Image("v.mp4", "", Location("content/a.md", 10)),
        Image("p.png", "", Location("content/a.md", 10)),
    ]
    assert list(render(IMAGES).images) == expected


OFFLINE = "save it in the folder of the article, so that the page reads offline"
BAD_IMAGES = {
    "![a](https://x.org/a.png)": f"the image 'https://x.org/a.png' would be fetched from the network; {OFFLINE}",
    "![a](//x.org/a.png)": f"the image '//x.org/a.png' would be fetched from the network; {OFFLINE}",
    "<audio src='http://x.org'></audio>": f"the audio 'http://x.org' would be fetched from the network; {OFFLINE}",
    "![a](../b/a.png)": "the image '../b/a.png' lies outside the folder of the article; copy it there",
    "![a](b/../../a.png)": "the image 'b/../../a.png' lies outside the folder of the article; copy it there",
    "![a](%2e%2e/a.png)": "the image '%2e%2e/a.png' lies outside the folder of the article; copy it there",
    "![a](/etc/a.png)": "the image '/etc/a.png' lies outside the folder of the article; copy it there",
    "![a](file:///a.png)": "the image 'file:///a.png' lies outside the folder of the article; copy it there",
    "![a]()": "this image has no path; write the name of a file in the folder of the article",
}


@pytest.mark.parametrize(("text", "message"), BAD_IMAGES.items())
def test_images_from_elsewhere_are_mistakes_on_their_line(text, message):
    assert told_of(f"Text.\n\n{text}\n") == [f"content/a.md:3: {message}"]


LINKS = """\
## A heading

[momentum 0.9](run:descent?momentum=0.9&step_size=0.02) and
[96](value:descent?momentum=0.9#converged_at), [*it*](run:other/descent?start=almost equal)[^n].

[97](value:descent?momentum=0.9#converged_at) <a href="#a-heading">up</a> [ref][r]

[^n]: <https://example.org/a?b=c&d>

[r]: run:descent?x_y=1 "t"
"""


def test_links_are_listed_with_their_lines():
    assert [(link.href, link.text, link.location.line) for link in render(LINKS).links] == [
        ("run:descent?momentum=0.9&step_size=0.02", "momentum 0.9", 3),
        ("value:descent?momentum=0.9#converged_at", "96", 4),
        ("run:other/descent?start=almost equal", "it", 4),
        ("value:descent?momentum=0.9#converged_at", "97", 6),
        ("#a-heading", "up", 6),
        ("run:descent?x_y=1", "ref", 6),
        ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d", 8),
    ]


def test_links_can_be_rewritten():
    page = """<a class="x" href="run:a?b&amp;c">d</a> <abbr title="y">z</abbr> <a href='e'>f</a> <a id=g></a>"""
    new = {"run:a?b&c": '#a?"', "e": "E"}
    assert rewrite_links(page, new.__getitem__) == (
        '<a class="x" href="#a?&quot;">d</a> <abbr title="y">z</abbr> <a href="E">f</a> <a id=g></a>'
    )


FIGURE = "```animation\nid: descent\n```"


@pytest.mark.parametrize(
    "text",
    [
        f"para\n{FIGURE}\nmore",
        f"para\n\n{FIGURE}\n\nmore",
        f"- a\n{FIGURE}\n- b",
        f"1. a\n\n    b\n\n{FIGURE}\n\n2. c",
        f"> a\n{FIGURE}\n> b",
        f"## a\n{FIGURE}\n## b",
        f"a\n: b\n{FIGURE}\nc",
        f"| a |\n|---|\n| b |\n{FIGURE}\nc",
        f"!!! note\n    a\n{FIGURE}\nb",
        f"$$a$$\n{FIGURE}\n$$b$$",
        f"```\na\n```\n{FIGURE}\n```\nb\n```",
        f"a[^n]\n\n[^n]: b\n{FIGURE}\nc",
        f"{FIGURE}\n{FIGURE}",
    ],
)
def test_a_figure_stands_by_itself_wherever_it_is(text):
    parser = html5lib.HTMLParser(strict=True)
    pieces = split_slots(render(text, taken=["descent", "second"]).html)
    assert Slot("0") in pieces
    for piece in pieces:
        if isinstance(piece, str):
            parser.parse(whole_page(piece))


def test_the_pieces_between_figures_make_the_page():
    first, second = figure_slot("a"), figure_slot("b")
    assert split_slots(f"{first}x{second}\n") == (Slot("a"), "x", Slot("b"))
    assert split_slots("x") == ("x",)


def test_characters_that_are_no_text_are_refused():
    assert told_of("a\n\ufdd00\ufdd1") == ["content/a.md:2: character U+FDD0 is not text; remove it"]


def test_markdown_nested_too_deeply_is_told_or_rendered():
    assert told_of("> " * 3000 + "a") == [
        "content/a.md:1: lists and quotations are nested too deeply; at most 100 levels can be read"
    ]
    assert render("> " * 90 + "a").html.count("<blockquote>") == 90
    assert render("*" * 3000 + "a").html
    assert render("[" * 3000 + "a").html
