"""HTML as XML: an XML parser takes it, and it says what html5lib reads in the HTML."""

from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.formats.xhtml import to_xhtml
from tests.examples import examples

XHTML = "http://www.w3.org/1999/xhtml"
PIECES = (
    *(
        "<p>",
        "</p>",
        "<li>",
        "<ul>",
        "</ul>",
        "<b>",
        "</b>",
        "<br>",
        "<hr/>",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
    ),
    *(
        "<img src=a alt>",
        "&nbsp;",
        "&amp;",
        "a < b",
        "\x0c\x0b",
        "<!-- x -- y -->",
        "<svg viewbox='0 0 1 1'><path d=M0/></svg>",
    ),
    *(
        "<math><mi>x</mi></math>",
        "<script>a < b && c</script>",
        "<style>p{}</style>",
        "<input disabled>",
        "<a href='?a=1&b=2'>",
    ),
    *(
        "</a>",
        '<p 1x="y" @click=z data-a_b=c>',
        "words",
        "ü\ud7ff\U0001f600",
        "</nonsense>",
        "<x-y>",
        "<option>",
        "<dt>",
        "<dd>",
    ),
)


def parsed(html: str) -> ElementTree.Element:
    """The tree of a piece of HTML as XML; it is well-formed, or ParseError is raised."""
    return ElementTree.fromstring(f'<body xmlns="{XHTML}">{to_xhtml(html)}</body>')


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@examples(200)
def test_whatever_is_written_is_well_formed(pieces: list[str]):
    parsed("".join(pieces))


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<br>b<hr>", "<p>a<br/>b</p><hr/>"),
        ("<input disabled>", '<input disabled=""/>'),
        ("a &nbsp;&lt; b &copy;", "a \xa0&lt; b ©"),
        ("<b><i>a</b>b", "<b><i>a</i></b>b"),
        ("<script>x</script><style>y</style>z", "z"),
        ("<svg viewbox='0 0 1 1'><lineargradient/></svg>", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><linearGradient/></svg>'),
        ("</p>a</nothing>", "a"),
    ],
)  # fmt: skip
def test_what_browsers_forgive_is_put_right(html: str, xhtml: str):
    assert to_xhtml(html) == xhtml


WELL_KEPT = "<p>A <em>b</em> &amp; <code>c &lt; d</code></p><ul><li>e</li></ul><table><tbody><tr><td>f</td></tr></tbody></table>"


def test_what_is_right_says_the_same():
    tree = html5lib.parseFragment(WELL_KEPT)
    assert ["".join(parsed(WELL_KEPT).itertext())] == ["".join(tree.itertext())]
    assert [one.tag.rpartition("}")[2] for one in parsed(WELL_KEPT).iter()][1:] == [
        one.tag.rpartition("}")[2] for one in tree.iter()
    ][1:]


def test_elements_may_be_renamed_left_out_wrapped_and_begin_with_words():
    def change(
        name: str, attributes: dict[str, str], in_formula: bool
    ) -> tuple[list[tuple[str, dict[str, str]]], str]:
        if name == "iframe":
            return [("a", {"href": attributes["src"]})], "a film"
        if name == "b" and in_formula:
            return [], ""
        return [("div", {}), (name, {})] if name == "img" else [(name, attributes)], ""

    html = "<iframe src=x></iframe><img><math><mtext><b>a</b></mtext></math><b>c</b>"
    mathml = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext>a</mtext></math>'
    assert to_xhtml(html, change) == f'<a href="x">a film</a><div><img/></div>{mathml}<b>c</b>'
