"""The colours of code can be read by everyone."""

import re

import pytest

from klsim.content.highlight import DARK, LIGHT, highlight_css
from tests.content.writing import render, told_of


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


BOX = '<div class="{}"><pre><span></span><code>{}</code></pre></div>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\nno <language>\n```", BOX.format("highlight scroll", "no &lt;language&gt;\n")),
        ("    indented = 1", BOX.format("highlight scroll", "indented = 1\n")),
        ("~~~text\na\n~~~", BOX.format("highlight scroll", "a\n")),
        ("```python\n```", BOX.format("highlight scroll", "")),
        ("```\n\n a\n\n```", BOX.format("highlight scroll", "\n a\n\n")),
        (
            "> ```js\n> let a\n> ```",
            '<span class="kd">let</span><span class="w"> </span><span class="nx">a</span>',
        ),
        ('```python hl_lines="2"\na\nb\n```', '<span class="hll"><span class="n">b</span>\n</span>'),
        ("```python {2}\na\nb\n```", '<span class="hll"><span class="n">b</span>\n</span>'),
        ('```python linenums="7"\na\n```', '<span class="linenos">7</span><span class="n">a</span>'),
        ('```{ .python .wide #id title="A & b" }\na\n```', '<div id="id" class="wide highlight scroll">'),
        ('```{ .python title="A & b" }\na\n```', '<span class="filename">A &amp; b</span><pre>'),
        ("```python foo bar\na\n```", '<span class="n">a</span>'),
        ("``` r setup\na\n```", '<span class="n">a</span>'),
        ("```{r setup, echo=FALSE}\na\n```", '<span class="n">a</span>'),
        ("```{code-cell} ipython3\n:tags: [hide]\n\na\n```", '<code><span class="n">a</span>'),
        ("```{code-block} python\na\n```", '<span class="n">a</span>'),
        ('``` title="A b"\na\n```', '<span class="filename">A b</span><pre>'),
        ('```title="A b"\na\n```', '<span class="filename">A b</span><pre>'),
        ("```{title='A b'}\na\n```", '<span class="filename">A b</span><pre>'),
        ('``` hl_lines="1"\na\n```', '<span class="hll">a\n</span>'),
        ("```plaintext\na <b>\n```", "a &lt;b&gt;\n"),
        ("```csv\na,b\n```", "a,b\n"),
        ("```jsonc\n1\n```", '<span class="mi">1</span>'),
    ],
)
def test_any_words_may_stand_behind_a_fence(text, expected):
    assert expected in render(text).html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "```mermaid\na\n```",
            "klsim draws no mermaid diagrams; save it as an image, and write `![what it shows](name.svg)`",
        ),
        (
            "```{figure} a.png\n```",
            'there is no directive `{figure}`; write `![what it shows](name.png "The caption")`',
        ),
        (
            "```{contents}\n```",
            "there is no directive `{contents}`; klsim makes the contents itself; leave it out",
        ),
        (
            "```{youtube} a\n```",
            "there is no directive `{youtube}`; write an image as `![…](…)`, a note as `!!! note`, code as ```` ```python ````",
        ),
        ("```pyhton\na\n```", "code in an unknown language, 'pyhton'; did you mean 'python'?"),
        (
            "```toc\na\n```",
            "code in an unknown language, 'toc'; write `text` for what is not to be highlighted",
        ),
        (
            "- ```nonsense\n  x\n  ```",
            "code in an unknown language, 'nonsense'; write `text` for what is not to be highlighted",
        ),
    ],
)
def test_code_in_no_language_is_told(text, message):
    assert told_of(f"a\n\n{text}") == [f"content/a.md:3: {message}"]
