"""Text that no inline pattern can match is passed over, and the HTML stays the same to the letter."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from klsim.content import markdown as markup
from klsim.content.plain import spare_plain_text

PIECES = (
    *(
        "word",
        " ",
        "  \n",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "\\",
        "\\*",
        "[",
        "]",
        "(",
        ")",
        "![",
        "<b>",
        "</b>",
    ),
    *(
        "&amp;",
        "&",
        "'",
        '"',
        "--",
        "---",
        "...",
        "…",
        "[^1]",
        "\n[^1]: note\n",
        "\n\n- ",
        "\n\n1. ",
        "\n\n## ",
        "\n\n> ",
    ),
    *("| a | b |\n|---|---|\n| c's | d |\n", "<https://a.b>", "http://a.b", "{: #id}", "\n: ", "1/2", "é", "$"),
    *(
        '!!! note "A"\n    ',
        "\n    ",
        "\n===\n",
        "\n---\n",
        "\n***\n",
        "\n\n    ",
        "\n[a]: b\n",
        "[x][a]",
        "''",
        "90s",
    ),
)


def plainly(text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The HTML with every pattern tried on every piece of text."""
    with monkeypatch.context() as patch:
        patch.setattr(markup, "spare_plain_text", lambda _: None)
        return markup.markdown().convert(text)


TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(TEXTS)
def test_sparing_plain_text_changes_no_letter(text: str):
    with pytest.MonkeyPatch.context() as patch:
        expected = plainly(text, patch)
    assert markup.markdown().convert(text) == expected


def test_the_kitchen_sink_comes_out_the_same(monkeypatch: pytest.MonkeyPatch):
    text = (Path(__file__).parent / "kitchen-sink.md").read_text()
    assert markup.markdown().convert(text) == plainly(text, monkeypatch)


@given(TEXTS, TEXTS)
def test_a_converter_forgets_the_text_before(before: str, text: str):
    converter = markup.markdown()
    converter.convert(before)
    assert converter.reset().convert(text) == markup.markdown().convert(text)


def test_most_text_is_spared():
    converter = Markdown(extensions=["smarty"])
    spare_plain_text(converter)
    tried = []
    for pattern in converter.treeprocessors["inline"].inlinePatterns:
        searched = pattern.getCompiledRegExp
        pattern.getCompiledRegExp = lambda searched=searched: tried.append(1) or searched()
    converter.convert("A plain paragraph, of words.\n\n" * 10)
    assert tried == []
    converter.convert("A *word*.")
    assert tried
