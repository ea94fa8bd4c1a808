"""An article: what its front matter says, and the Markdown of its lead and sections as one text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from klsim.content.formulas.macro_fields import WrittenMacro
from klsim.content.front_matter import parse_head, parse_section_head, split_front_matter
from klsim.content.literal import literal
from klsim.content.source import EMPTY, Source
from klsim.diagnostics import Diagnostics, Location
from klsim.engine.codec import Codec


class Card(NamedTuple):
    """What others show of an article."""

    slug: str
    title: str
    date: date
    summary: str
    series: str | None
    part: int | None
    draft: bool


CARDS = Codec.of(Card)


@dataclass(frozen=True)
class Article:
    """What an article says of itself.

    location: the beginning of the file that holds the front matter
    folder:   where the images of the article lie, relative to the project
    macros:   its own, for its formulas
    """

    slug: str
    title: str
    date: date
    summary: str
    series: str | None
    part: int | None
    draft: bool
    location: Location
    folder: Path
    macros: Mapping[str, WrittenMacro] = field(default_factory=dict)


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
    article = (
        None
        if head is None
        else Article(
            slug=slug,
            title=head.title,
            date=head.date,
            summary=head.summary,
            series=head.series,
            part=head.part,
            draft=head.draft,
            location=index.start,
            folder=folder,
            macros=head.macros,
        )
    )
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
