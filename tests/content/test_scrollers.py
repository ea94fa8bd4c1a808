"""Boxes that may scroll sideways can be reached by keyboard; boxes that never do are not in the way."""

import pytest

from klsim.content.scrollers import reach_scrollers
from tests.content.writing import render

WIDE = {
    "Table": "| a | b |\n|---|---|\n| internationalisation | $q(x) + p(x)$ |",
    "Code": "```python\nmean = sum(values) / len(values)\n```",
    "Formula": "$$\nq(x) = \\frac{1}{\\sqrt{2 \\pi v}} e^{-(x - m)^2 / (2v)}\n$$",
}
NARROW = {
    "Table": "| a | b |\n|---|---|\n| a long text of many short words | 2 |",
    "Code": "```python\nx = 1\n```",
    "Formula": "$$\nx = 1\n$$",
}


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_box_can_be_focused_and_has_a_name(name: str):
    page = render(WIDE[name]).html
    assert page.count(f'scroll" tabindex="0" role="group" aria-label="{name}, scrolls sideways">') == 1


@pytest.mark.parametrize("name", NARROW)
def test_a_narrow_box_is_left_alone(name: str):
    page = render(NARROW[name]).html
    assert 'scroll">' in page
    assert "tabindex" not in page


def test_nothing_else_changes():
    page = render("\n\n".join([*WIDE.values(), *NARROW.values()])).html
    named = (f' tabindex="0" role="group" aria-label="{name}, scrolls sideways"' for name in WIDE)
    plain = page
    for attributes in named:
        plain = plain.replace(attributes, "")
    assert reach_scrollers(plain) == page
