"""An article: its front matter, and the Markdown of its lead and sections as one text."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from klsim.content.code_mask import mask_code
from klsim.content.front_matter import parse_head, parse_section_head
from klsim.content.literal import literal
from klsim.content.source import Origin, Source
from klsim.diagnostics import AuthorError, each
from klsim.engine.codec import Codec

First = TypeVar("First")
Second = TypeVar("Second")

_HEADING = re.compile(r"^#{1,6}[ \t]*[^#\s]|^[^\s>#-].*\n(?:-+|=+)[ \t]*$", re.MULTILINE)


class Card(NamedTuple):
    """What others show of an article."""

    slug: str
    title: str
    date: date
    summary: str
    series: str | None
    part: int | None


CARDS = Codec.of(Card)


@dataclass(frozen=True)
class Article:
    """An article as written.

    source: the lines of the lead and of all sections, with a blank line between
    origin: the beginning of the file that holds the front matter
    folder: where the images of the article lie, relative to the project
    """

    slug: str
    title: str
    date: date
    summary: str
    series: str | None
    part: int | None
    draft: bool
    source: Source
    origin: Origin
    folder: Path


@dataclass(frozen=True)
class File:
    """The text of a file, and its beginning (an empty file has no lines to tell it)."""

    source: Source
    start: Origin


def parse_article(
    slug: str, folder: Path, index: File, sections: Sequence[File], series: Collection[str] | None
) -> Article:
    """The article that an index file and its sections, in order, make. Raises AuthorError with every mistake."""
    (head, lead), bodies = both(
        lambda: parse_head(index.source, index.start, series), lambda: each(parse_section, sections)
    )
    source = lead
    for body in bodies:
        source = join(source, body)
    return Article(
        slug=slug,
        title=head.title,
        date=head.date,
        summary=head.summary,
        series=head.series,
        part=head.part,
        draft=head.draft,
        source=source,
        origin=index.start,
        folder=folder,
    )


def parse_section(file: File) -> Source:
    """The Markdown of a section, which begins with its title where the front matter gives one: as text, like
    that of an article.

    Raises AuthorError when it has neither a title nor a heading.
    """
    head, body = parse_section_head(file.source, file.start)
    if head is not None:
        return join(Source((f"## {literal(head.title)}",), (head.origin,)), body)
    if not _HEADING.search(mask_code(body)):
        hint = "begin it with `## …`, or with front matter that has `title: …`"
        raise AuthorError([file.start.mistake("this section has no title", hint)])
    return body


def join(upper: Source, lower: Source) -> Source:
    """Two texts with a blank line between."""
    return upper + Source(("",), upper.origins[-1:]) + lower if upper.lines else lower


def both(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Two results; the mistakes of both are raised together."""
    try:
        one = first()
    except AuthorError as error:
        try:
            second()
        except AuthorError as other:
            raise AuthorError([*error.mistakes, *other.mistakes]) from None
        raise
    return one, second()
