"""Where the links of an article lead in the built site."""

from collections.abc import Mapping

from klsim.diagnostics import Location
from klsim.figures.animation.links import is_run_link, page_address, parse_link

_NOWHERE = Location("", 0)


def link_address(href: str, slug: str, markdown: Mapping[str, str]) -> str:
    """What the page of an article has in place of a link, seen from this page.

    markdown: where its links to Markdown lead
    """
    if is_run_link(href):
        return page_address(parse_link(href, slug, _NOWHERE), slug)
    return markdown.get(href, href)
