"""The colours of code can be read by everyone."""

import re

import pytest
from pymdownx.highlight import HighlightExtension

from klsim.content import markdown as markup
from klsim.content.highlight import DARK, LIGHT, highlight_css
from tests.content.writing import render


def luminance(colour):
    """Relative luminance of #rrggbb, as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("paper", ["#ffffff", "#f4f5f8"])
@pytest.mark.parametrize("kind", LIGHT)
def test_light_colours_have_contrast(kind, paper):
    assert contrast(LIGHT[kind], paper) >= 4.5


@pytest.mark.parametrize("kind", DARK)
def test_dark_colours_have_contrast(kind):
    assert contrast(DARK[kind], "#1c2027") >= 4.5


def test_the_style_sheet_has_a_colour_for_each_class_it_names():
    css = highlight_css()
    used, defined = set(re.findall(r"var\((--[\w-]+)\)", css)), set(re.findall(r"(--[\w-]+):", css))
    assert used == defined
    assert LIGHT.keys() == DARK.keys()
    assert css.count("{") == css.count("}")


def test_common_code_is_coloured():
    text = '```python\n@dec\ndef f(x: int) -> str:  # why\n    return "a" if x and 1.5 else None\n```'
    classes = set(re.findall(r'<span class="(\w+)"', render(text).html)) - {"n", "w"}
    coloured = set(re.findall(r"\.highlight \.(\w+)", highlight_css()))
    assert classes <= coloured
    assert {"k", "nf", "c1", "s2", "mf"} <= classes


@pytest.mark.parametrize(
    "text",
    [
        "```python\n\ndef f():\n    return '<&>'\n\n```",
        "```\nno language\n```",
        "> ```js\n> let a = 1;\n> ```",
        "- ```nonsense\n  x\n  ```",
        '```python hl_lines="2" linenums="1"\na = 1\nb = 2\n```',
        '```{ .python .wide #id title="A file" }\na = 1\n```',
        "    indented = 1\n\n~~~text\na\n~~~",
        "```python\n```",
    ],
)
def test_code_is_highlighted_as_the_library_does_it(text, monkeypatch):
    quick = markup.markdown().convert(text)
    monkeypatch.setattr(markup, "CodeBlocks", HighlightExtension)
    assert markup.markdown().convert(text) == quick
