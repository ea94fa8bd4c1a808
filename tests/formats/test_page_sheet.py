"""The style sheets of one page."""

import pytest

from klsim.formats.page_sheet import rarer_sheets


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="sheet overview outcome-map">', ["rarer.css"]),
        ('<button class="missing">', ["rarer.css"]),
        ('<p class="spread">', ["rarer.css"]),
        ('<figure class="simulation match" id="by-hand">', ["games.css"]),
        ('<div class="starts" role="radiogroup">', ["starts.css"]),
        ('<p class="spread"></p><fieldset class="arrows">', ["rarer.css", "arrows.css"]),
        ('<div class="sheet overview">', []),
        ("<p>outcome-map</p>", []),
    ],
)
def test_rules_for_what_few_figures_have_come_where_one_has_it(html: str, expected: list[str]):
    assert rarer_sheets([html]) == expected
