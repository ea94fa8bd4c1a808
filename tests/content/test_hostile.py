"""Texts that are made to be slow: twice the text takes no more than about twice the steps."""

import sys

import pytest

from klsim.diagnostics import ContentError
from tests.content.writing import read

SIZE = 1200
MOST = 2.8
"""So many times the steps of half the text, where quadratic work would need nearly four."""
REPEATED = {
    "backticks": "`` a ",
    "open brackets": "[",
    "open images": "![",
    "brackets by paragraphs": "[[[\n\n",
    "equal headings": "## Same\n",
    "links": "[a](b.html) ",
    "open tags": "<a ",
    "open comments": "<!-- ",
    "open attributes": '<a href="',
    "backslashes": "\\",
    "references": "&amp;",
    "unclosed elements": "<b>",
    "blocks of elements": "<div>\n\n",
    "dollars": "$a ",
    "double dollars": "$$a\n",
    "texts in formulas": "$\\text{ ",
    "environments": "\\begin{align}\n",
    "brackets of formulas": "\\[\n",
    "quotes": "\"a 'b ",
    "emphasis": "*a _b ",
    "open containers": "::: a\n",
    "tables": "|a|b|\n|-|-|\n",
    "template tags": "{{ ",
    "attributes": "*a*{.b}",
    "notes": "[^a]",
    "colons": "a: b://",
    "addresses": "a@b ",
    "addresses of mail": "a@b.c",
    "names without their hosts": "a.b_c",
    "addresses of pages": '"http://a.b',
    "addresses in brackets": "[http://a.b/",
    "addresses in open lists": '{a="http://b.c" ',
    "signs behind an address": "http://a.b)",
    "brackets behind an address": "http://a.b" + ")" * 100,
    "semicolons behind an address": "http://a.b/&c;",
    "spaced formulas": "$ = ",
    "formulas with a space": "$a_a ",
    "notes within lines": "^[a ",
    "shortcodes": "{{< ",
    "custom elements": "<a-b_c>",
    "custom elements never closed": "<a-b> ",
    "raw links": "<a href=b>",
    "formulas below items": "- a\n$$x\n",
    "rows of no table": "|a|b|\n",
    "tildes": "~a ",
    "lines with a sign that is no ASCII": "-\u00a0a\n",
    "lines of Han": "漢字\n",
}


def steps(text):
    """How many calls of functions it takes to read a text, and, so that loops in one count, lines of klsim's own."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += 1
        return trace if event == "call" and "klsim" in frame.f_code.co_filename else None

    sys.settrace(trace)
    try:
        read(text)
    except ContentError:
        pass
    finally:
        sys.settrace(None)
    return count


@pytest.mark.sample(12)
@pytest.mark.slow
@pytest.mark.parametrize("name", REPEATED)
def test_twice_the_text_takes_about_twice_the_steps(name):
    part = REPEATED[name]
    half = part * (SIZE // len(part))
    read(half[:10])
    assert steps(half * 2) < MOST * max(steps(half), 2000)


def test_lists_too_deep_are_told_at_once():
    with pytest.raises(ContentError, match="nested too deeply"):
        read("".join(f"{'  ' * depth}- a\n" for depth in range(400)))


def test_many_footnotes_and_headings_are_read():
    text = "".join(f"## H{n} [^{n}]\n\n[^{n}]: x\n\n" for n in range(400))
    page, found = read(text)
    assert len(page.headings) == 400
    assert not list(found)
