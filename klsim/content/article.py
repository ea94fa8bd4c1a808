"""An article: what its front matter says, and the Markdown of its lead and sections as one text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from klsim.content.front_matter import Head, parse_head, parse_section_head, split_front_matter
from klsim.content.literal import literal
from klsim.content.moment import Moment
from klsim.content.source import EMPTY, Source
from klsim.diagnostics import Diagnostics, Location
from klsim.engine.codec import Codec


class Card(NamedTuple):
    """What others show of an article; `minutes` is how long it takes to read."""

    slug: str
    title: str
    date: Moment | None
    updated: Moment | None
    authors: tuple[str, ...]
    summary: str
    series: str | None
    part: int | None
    page: bool
    minutes: int = 1


CARDS = Codec.of(Card, Moment)


@dataclass(frozen=True, kw_only=True)
class Article(Head):
    """An article: what it says of itself, and where.

    location: the beginning of the file that holds the front matter
    folder:   where the images of the article lie, relative to the project
    """

    slug: str
    location: Location
    folder: Path

    def card(self, minutes: int) -> Card:
        """What others show of it."""
        own = {name: getattr(self, name) for name in Card._fields if name != "minutes"}
        return Card(**own, minutes=minutes)


@dataclass(frozen=True)
class File:
    """The text of a file, and its beginning (an empty file has no lines to tell it)."""

    source: Source
    start: Location


def parse_article(
    slug: str,
    folder: Path,
    index: File,
    sections: Sequence[File],
    series: Collection[str] | None,
    found: Diagnostics,
) -> tuple[Article | None, Source]:
    """The article that an index file makes, or None, and the Markdown of its lead and sections, in order."""
    divided = found.attempt(lambda: split_front_matter(index.source))
    bodies = found.attempt_each(parse_section, sections)
    if divided is None:
        return None, reduce(join, bodies, EMPTY)
    front, lead = divided
    head = found.attempt(lambda: parse_head(front, index.start, series))
    article = None
    if head is not None:
        article = Article(**vars(head), slug=slug, location=index.start, folder=folder)
    return article, reduce(join, bodies, lead)


def parse_section(file: File) -> Source:
    """The Markdown of a section, which begins with its title where the front matter gives one: as text, like
    that of an article."""
    front, body = split_front_matter(file.source)
    head = parse_section_head(front, file.start)
    if head is not None:
        return join(Source((f"## {literal(head.title)}",), (head.location,)), body)
    return body


def join(upper: Source, lower: Source) -> Source:
    """Two texts with a blank line between."""
    return upper + Source(("",), upper.locations[-1:]) + lower if upper.lines else lower
