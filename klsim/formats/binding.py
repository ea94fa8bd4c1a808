"""The task that makes a book."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from klsim.content.article import CARDS, Card
from klsim.content.decoding import decode
from klsim.content.site import SITES, Site
from klsim.engine.task import Products
from klsim.figures.kind import POSTER
from klsim.formats.chapters import FigureInBook, Surroundings, image_path, make_chapter
from klsim.formats.epub import Book, encode_epub
from klsim.formats.parcel import unpack
from klsim.formats.summaries import read_picture

COVER = "images/cover.png"


def bind_book(
    path: str,
    encoded: str,
    series: str,
    chapters: Sequence[tuple[str, Sequence[str], Sequence[str]]],
    card: str,
    styles: Sequence[str],
    label: Sequence[tuple[str, int, str]],
    count: int,
    *rest: Any,
) -> Products:
    """A book, by its path. Raises ContentError where a style sheet is no text.

    encoded:  the site
    series:   the title of the series that it is of; empty for the book of one article
    chapters: of each its slug, the ids of its figures, and all other ids in it
    card:     the path of the picture on its cover; empty for none
    styles:   how messages call its style sheets
    label:    of the parcel of pictures and sounds, by their paths in the book
    count:    of the files in it
    rest:     the style sheets; these files; for each chapter the article, `poster` and picture of each of its
              figures; the needs of the parcel
    """
    site = SITES.decode(encoded.encode(), Site)
    sheets, given = rest[: len(styles)], list(rest[len(styles) + count :])
    articles: list[Products] = []
    figures: list[list[FigureInBook]] = []
    files: dict[str, bytes] = {}
    for slug, ids, _ in chapters:
        articles.append(given.pop(0))
        several: list[FigureInBook] = []
        for name in ids:
            still, drawn = read_picture(given.pop(0)[POSTER]), given.pop(0)
            picture = next(((ending, data) for ending, data in drawn.items()), None)
            place = image_path(slug, f"{name}/picture.{picture[0]}") if picture else ""
            files |= {place: picture[1]} if picture else {}
            several.append(FigureInBook(name, still, place))
        figures.append(several)
    files |= unpack(label, [*rest[len(styles) : len(styles) + count], *given])
    anchors = {slug: {*ids, *others} for slug, ids, others in chapters}
    around = Surroundings(site.base_url, anchors, frozenset(files))
    cards = [CARDS.decode(one["card"], Card) for one in articles]
    title = series or cards[0].title
    book = Book(
        title=title,
        authors=list(dict.fromkeys(name for one in cards for name in one.authors or (site.author,))),
        publisher=site.title,
        language=site.language,
        is_right_to_left=site.is_right_to_left,
        description=site.description if series else cards[0].summary,
        address=f"{site.base_url}/{path}",
        source=f"{site.base_url}/" if series else f"{site.base_url}/{cards[0].slug}/",
        published="" if series or not cards[0].date else cards[0].date.day.isoformat(),
        modified=_modified(cards),
        part_of=_part_of(cards[0], site.series) if not series else None,
        cover=(COVER, f"{title}: {site.title}") if card else ("", ""),
        chapters=[
            make_chapter(article, several, around) for article, several in zip(articles, figures, strict=True)
        ],
        style="".join(decode(data, name).text for name, data in zip(styles, sheets, strict=True)),
        files=files,
    )
    return {path: encode_epub(book)}


def _modified(cards: Sequence[Card]) -> str:
    """When the last of some articles was changed, as far as they say: a clock would say it anew in every build."""
    moments = [moment.seconds for one in cards for moment in (one.date, one.updated) if moment]
    return datetime.fromtimestamp(max(moments, default=0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _part_of(card: Card, series: Mapping[str, str]) -> tuple[str, int | None] | None:
    return (series[card.series], card.part) if card.series else None
