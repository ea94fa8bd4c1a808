"""Where the links of an article lead in the built site."""

from collections.abc import Mapping

from klsim.content.article import CARDS, Card
from klsim.content.references import LINKS, Link
from klsim.diagnostics import Location
from klsim.engine.task import Products
from klsim.figures.animation.links import RunLink, is_run_link, page_address, parse_link

_NOWHERE = Location("", 0)


def link_address(href: str, slug: str, markdown: Mapping[str, str]) -> str:
    """What the page of an article has in place of a link, seen from this page.

    markdown: where its links to Markdown lead
    """
    if is_run_link(href):
        return page_address(parse_link(href, slug, _NOWHERE), slug)
    return markdown.get(href, href)


def links_to(slug: str, other: Products) -> list[RunLink]:
    """The links of an article to the figures of the one with this slug."""
    there = CARDS.decode(other["card"], Card).slug
    links = [parse_link(link.href, there, _NOWHERE) for link in LINKS.decode_many(other["links"], Link)]
    return [link for link in links if link.article == slug]
