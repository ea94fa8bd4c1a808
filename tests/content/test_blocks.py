"""Fenced blocks that declare figures, found with their lines."""

import pytest

from klsim.content.markdown.rendering import parse_markdown
from klsim.content.source import Source
from klsim.diagnostics import Location
from tests.content.writing import read, told_of


def blocks(text):
    return parse_markdown(Source.of(text, "a.md"), frozenset({"animation"})).blocks


def test_a_block_knows_the_lines_of_its_fence_and_body():
    (block,) = blocks("Text.\n\n```animation\nid: a\nb: 2\n```\nMore.\n")
    assert (block.kind, block.body.text, block.location) == ("animation", "id: a\nb: 2", Location("a.md", 3))
    assert block.body.locations[0] == Location("a.md", 4)


def test_blocks_are_found_in_their_order_and_the_text_around_them_stays():
    text = "a\n```animation\nx: 1\n```\n~~~animation\ny: 2\n~~~\nb\n"
    assert [block.body.text for block in blocks(text)] == ["x: 1", "y: 2"]
    page = read(text, taken=["x", "y"])[0].html
    slots = "".join(f'<klsim-figure id="{number}"></klsim-figure>\n' for number in range(2))
    assert page == f"<p>a</p>\n{slots}<p>b</p>\n"


@pytest.mark.parametrize(
    "shown",
    [
        "````\n```animation\nid: a\n```\n````",
        "~~~\n```animation\nid: a\n```\n~~~",
        "    ```animation\n    id: a\n    ```",
        "```python title='x'\ncode\n```\n`` ```animation ``",
        "``` {.python}\n```animation\n```",
        "<!--\n```animation\n```\n-->",
        "- a\n\n  ````\n  ```animation\n  ```\n  ````",
    ],
)
def test_a_block_shown_within_code_is_none(shown):
    assert blocks(shown) == ()


@pytest.mark.parametrize(
    "held", ["- a\n\n  {}", "> {}", " {}", "1. {}", "a[^n]\n\n[^n]:\n    {}", "!!! note\n    {}"]
)
def test_a_block_that_does_not_begin_at_the_left_edge_is_told(held):
    fence = "```animation\nid: a\n```"
    indent = held.partition("{")[0].rpartition("\n")[2]
    below = indent.translate({ord(sign): " " for sign in "-1."})
    told = told_of(held.format(fence.replace("\n", "\n" + below)))
    assert [line.partition(": ")[2] for line in told] == [
        "this `animation` block does not begin at the left edge; move it there, out of lists and quotations"
    ]


def test_a_longer_fence_may_close_a_shorter():
    assert [block.body.text for block in blocks("```animation\nid: a\n`````\nText.")] == ["id: a"]


@pytest.mark.parametrize("kind", ["animation", "python", ""])
def test_a_block_that_is_never_closed_is_refused(kind):
    text = f"Text.\n\n```{kind}\nid: a\n~~~\n"
    assert blocks(text) == ()
    assert told_of(text) == ["content/a.md:3: this block is never closed; add a line ````` at its end"]
