"""The examples of CommonMark's own specification; those that come out otherwise are listed with the reason."""

import json
import re
from pathlib import Path

import html5lib
import pytest

from tests.content.writing import read

EXAMPLES = json.loads((Path(__file__).parents[1] / "data" / "commonmark.json").read_text(encoding="utf-8"))
REASONS = {
    "quotes and dashes are typographic": (
        *(14, 46, 55, 87, 91, 106, 197, 209, 210, 343, 352, 359, 363, 380, 385, 395, 508, 590),
        *(619, 620, 622, 624, 626, 632, 650),
    ),
    "addresses stay as they are written": (20, 32, 33, 195, 202, 206, 346, 489, 502, 503, 504, 507, 526, 538, 603),
    "addresses may have spaces": (41, 488, 568),
    "an image with a title, alone in its paragraph, is a figure": (
        572,
        573,
        576,
        577,
        584,
        585,
        586,
        588,
        589,
        591,
    ),
    "bare addresses are links, as on GitHub": (602, 608, 611, 612),
}
DIFFERENT = {number: reason for reason, numbers in REASONS.items() for number in numbers}


def tree(page):
    """HTML as plain values, without what klsim adds to headings and code, and without meaningless space."""
    page = re.sub(r' <a class="anchor"[^>]*>#</a>', "", page)
    page = re.sub(r'(<h\d) id="[^"]*"|(<code) class="language-[^"]*"', r"\1\2", page)
    page = re.sub(
        r'<div class="highlight scroll"[^>]*>(.*?)</div>',
        lambda box: re.sub(r"</?span[^>]*>", "", box[1]),
        page,
        flags=re.S,
    )

    def plain(element, pre):
        pre = pre or element.tag == "pre"

        def words(text):
            return (text or "") if pre else " ".join((text or "").split())

        name = element.tag if isinstance(element.tag, str) else "<!-->"
        below = [(plain(child, pre), words(child.tail)) for child in element]
        return name, sorted(element.attrib.items()), words(element.text), below

    return plain(html5lib.parseFragment(page, treebuilder="etree", namespaceHTMLElements=False), False)


@pytest.mark.parametrize("section", sorted({one["section"] for one in EXAMPLES}))
def test_the_examples_of_the_specification_come_out_as_it_says(section):
    examples = [one for one in EXAMPLES if one["section"] == section]
    wrong = {one["example"] for one in examples if tree(read(one["markdown"])[0].html) != tree(one["html"])}
    assert wrong == {one["example"] for one in examples if one["example"] in DIFFERENT}


def test_all_examples_are_there():
    assert [one["example"] for one in EXAMPLES] == list(range(1, 653))
