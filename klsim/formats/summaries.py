"""What lists and neighbours show of articles, and in which order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from klsim.content.article import Card
from klsim.content.moment import Moment
from klsim.content.site import Site
from klsim.formats.vignettes import Vignette

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


CARD_SIZE = 1200, 630
"""Of cards, in px."""


@dataclass(frozen=True)
class Picture:
    """An image for a list of articles: path below the output folder, size in px, and what it shows in words.

    caption: that of the figure that it is of
    setting, outcome: of its run, in words, if it is of one
    state:   what leads to it in the page, such as "#descent?momentum=0.9"
    narrow:  path, width and height of another image of the same for narrow screens, if there is one
    """

    path: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    setting: str = ""
    outcome: str = ""
    state: str = ""
    narrow: Sequence[str | int] = ()


def read_picture(poster: bytes) -> Picture:
    """The still of a figure, without a path where it is not drawn."""
    return Picture(**json.loads(poster))


@dataclass(frozen=True)
class ArticleSummary:
    """What lists and neighbours show of an article."""

    slug: str
    title: str
    summary: str
    date: Moment | None
    updated: Moment | None
    authors: tuple[str, ...]
    part: int | None
    series: str | None
    still: Picture | None
    vignette: Vignette | None
    page: bool
    minutes: int
    draft: bool

    @property
    def date_text(self) -> str:
        """The date as readers see it."""
        return day_text(self.date)

    @property
    def updated_text(self) -> str:
        """The day of the last change as readers see it."""
        return day_text(self.updated)

    @property
    def changed(self) -> Moment | None:
        """When it was last changed, as far as it says."""
        found = [moment for moment in (self.date, self.updated) if moment]
        return max(found, key=lambda moment: moment.seconds, default=None)


def day_text(moment: Moment | None) -> str:
    """A day as readers see it; nothing for none."""
    return f"{moment.day.day} {MONTHS[moment.day.month - 1]} {moment.day.year}" if moment else ""


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


def summarize(
    article: Card, site: Site, cover: bytes | None, *, is_draft: bool = False, vignette: Vignette | None = None
) -> ArticleSummary:
    """What others show of an article: its series by title, and the `cover` of a figure, if it has any, as JSON."""
    picture = read_picture(cover) if cover else None
    still = picture if picture and picture.path else None
    series = site.series[article.series] if article.series else None
    return ArticleSummary(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        date=article.date,
        updated=article.updated,
        authors=article.authors,
        part=article.part,
        series=series,
        still=still,
        vignette=vignette,
        page=article.page,
        minutes=article.minutes,
        draft=is_draft,
    )


def newest_first(summaries: Sequence[ArticleSummary]) -> list[ArticleSummary]:
    """By date, those of one day by their slugs."""
    return sorted(summaries, key=lambda t: (-_seconds(t), t.slug))


def group_by_series(summaries: Sequence[ArticleSummary], site: Site) -> tuple[SeriesGroup, ...]:
    """Series in the order of the site, parts in theirs; then what belongs to none, newest first; no pages."""
    series = [SeriesGroup(title, _parts(summaries, title)) for title in site.series.values()]
    others = newest_first([t for t in summaries if t.series is None and not t.page])
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
    mine = (t for t in summaries if t.series == series)
    return tuple(sorted(mine, key=lambda t: (t.part or 0, _seconds(t), t.slug)))


def _seconds(summary: ArticleSummary) -> int:
    return summary.date.seconds if summary.date else 0
