"""Numbers of the prose that are not what their runs give, with the runs' own beside them."""

from collections.abc import Sequence
from html import escape

from klsim.content.tags import find_tags
from klsim.figures.animation.links import is_run_link

UNKNOWN = "?"
"""What stands beside a number of which the run has none."""


def mark_differences(html: str, differences: Sequence[tuple[int, str, str]]) -> str:
    """The HTML of an article with a mark behind each link that differs.

    differences: of each the number of its link among those to runs, the true number, if any, and what to say
    """
    links = [tag for tag in find_tags(html, "a") if is_run_link(tag.attributes.get("href", ""))]
    for number, true, words in sorted(differences, reverse=True):
        end = html.index("</a>", links[number].end) + len("</a>")
        html = f"{html[:end]} {_mark(true, words)}{html[end:]}"
    return html


def _mark(true: str, words: str) -> str:
    said = f'<span class="visually-hidden"> ({escape(words)})</span>'
    return f'<mark class="difference" title="{escape(words)}">{escape(true or UNKNOWN)}{said}</mark>'
