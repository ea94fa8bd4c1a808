"""What lists and neighbours show of articles, and in which order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from klsim.content.article import Card
from klsim.content.site import Site

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Picture:
    """An image for a list of articles: path below the output folder, size in px."""

    path: str
    width: int
    height: int


@dataclass(frozen=True)
class ArticleSummary:
    """What lists and neighbours show of an article."""

    slug: str
    title: str
    summary: str
    date: date
    part: int | None
    series: str | None
    still: Picture | None
    draft: bool

    @property
    def date_text(self) -> str:
        """The date as readers see it."""
        return f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}"


@dataclass(frozen=True)
class SeriesGroup:
    """The articles of one series, or those of none."""

    title: str
    articles: tuple[ArticleSummary, ...]


@dataclass(frozen=True)
class Neighbours:
    """The parts before and after an article in its series."""

    before: ArticleSummary | None = None
    after: ArticleSummary | None = None


def summarize(article: Card, site: Site, poster: bytes | None) -> ArticleSummary:
    """What others show of an article: its series by title, and the poster of its first figure, if any, as JSON."""
    picture = json.loads(poster) if poster else None
    still = Picture(**picture) if picture else None
    series = site.series[article.series] if article.series else None
    return ArticleSummary(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        date=article.date,
        part=article.part,
        series=series,
        still=still,
        draft=article.draft,
    )


def newest_first(summaries: Sequence[ArticleSummary]) -> list[ArticleSummary]:
    """By date, those of one day by their slugs."""
    return sorted(summaries, key=lambda t: (-t.date.toordinal(), t.slug))


def group_by_series(summaries: Sequence[ArticleSummary], site: Site) -> tuple[SeriesGroup, ...]:
    """Series in the order of the site, parts in theirs; then what belongs to none, newest first."""
    series = [SeriesGroup(title, _parts(summaries, title)) for title in site.series.values()]
    others = newest_first([t for t in summaries if t.series is None])
    heading = "Other articles" if any(group.articles for group in series) else ""
    return tuple(group for group in (*series, SeriesGroup(heading, tuple(others))) if group.articles)


def find_neighbours(groups: Sequence[SeriesGroup]) -> Mapping[str, Neighbours]:
    """The neighbours of every article that is in a series, by slug."""
    return dict(pair for group in groups for pair in _in_a_row(group.articles))


def _in_a_row(articles: Sequence[ArticleSummary]) -> Iterator[tuple[str, Neighbours]]:
    for before, here, after in zip([None, *articles[:-1]], articles, [*articles[1:], None], strict=True):
        if here.series is not None:
            yield here.slug, Neighbours(before, after)


def _parts(summaries: Sequence[ArticleSummary], series: str) -> tuple[ArticleSummary, ...]:
    return tuple(sorted((t for t in summaries if t.series == series), key=lambda t: (t.part or 0, t.date, t.slug)))
