"""The style sheets of one page."""

import pytest

from klsim.formats.page_sheet import has_rarer


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="sheet overview outcome-map">', True),
        ('<button class="missing">', True),
        ('<p class="spread">', True),
        ('<div class="sheet overview">', False),
        ("<p>outcome-map</p>", False),
    ],
)
def test_rules_for_what_few_figures_have_come_where_one_has_it(html: str, expected: bool):
    assert has_rarer([html]) == expected
