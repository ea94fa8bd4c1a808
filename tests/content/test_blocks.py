"""Fenced blocks, found with their lines."""

import pytest

from klsim.content.blocks import Block, Prose, split_blocks
from klsim.content.code_mask import mask_code
from klsim.content.source import Source
from klsim.diagnostics import Location
from tests.content.writing import told_of


def split(text):
    return split_blocks(Source.of(text, "a.md"), frozenset({"animation"}))


def test_a_block_knows_the_lines_of_its_fence_and_body():
    before, block, after = split("Text.\n\n```animation\nid: a\nb: 2\n```\nMore.\n")
    assert isinstance(block, Block)
    assert (block.kind, block.body.text, block.location) == ("animation", "id: a\nb: 2", Location("a.md", 3))
    assert block.body.locations[0] == Location("a.md", 4)
    assert (before.source.text, after.source.text) == ("Text.\n", "More.")


def test_the_pieces_make_the_whole_again():
    text = "a\n```animation\nx: 1\n```\n~~~animation\ny: 2\n~~~\nb\n"
    blocks = [part for part in split(text) if isinstance(part, Block)]
    prose = [part for part in split(text) if isinstance(part, Prose)]
    assert [block.body.text for block in blocks] == ["x: 1", "y: 2"]
    assert [part.source.text for part in prose] == ["a", "", "b"]


@pytest.mark.parametrize(
    "shown",
    [
        "````\n```animation\nid: a\n```\n````",
        "~~~\n```animation\nid: a\n```\n~~~",
        "    ```animation\n    id: a\n    ```",
        "```python title='x'\ncode\n```\n`` ```animation ``",
        "``` {.python}\n```animation\n```",
    ],
)
def test_a_block_shown_within_code_is_prose(shown):
    assert [type(part) for part in split(shown)] == [Prose]


def test_a_longer_fence_may_close_a_shorter():
    assert [type(part) for part in split("```animation\nid: a\n`````\nText.")] == [Prose, Block, Prose]


@pytest.mark.parametrize("kind", ["animation", "python", ""])
def test_a_block_that_is_never_closed_is_refused(kind):
    text = f"Text.\n\n```{kind}\nid: a\n~~~\n"
    assert [type(part) for part in split(text)] == [Prose]
    assert told_of(text) == ["content/a.md:3: this block is never closed; add a line ````` at its end"]


def test_masking_hides_code_and_keeps_every_position():
    text = "a `b` c\n```\nd\n```\n> ```\n> e\n> ```\nf \\`g\\` ``h ` i``\n<!-- j -->k"
    masked = mask_code(Source.of(text, "a.md"))
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]
    assert "".join(masked.split()) == "acf\\`g\\`k"
