"""The tasks of the pages of a site."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from klsim.articles import Articles, RunReference, text_task
from klsim.content.article import Card
from klsim.content.document import Document
from klsim.content.site import SITES
from klsim.engine.task import Part, Task
from klsim.figures.animation.values import Difference
from klsim.figures.kind import POSTER, VIEW
from klsim.figures.kinds import KINDS, needed_bundles
from klsim.formats.assets import Assets
from klsim.formats.cards import card_path
from klsim.formats.shared import plain, script_name
from klsim.formats.summaries import Neighbours, find_neighbours, group_by_series, summarize
from klsim.markdown_links import find_sources, resolve_links

OTHERS = "index.html"
"""The name of the task of all pages that belong to no article."""

FULL = 20
"""So many articles are in the feed with their whole texts; the others with their summaries."""

_ALONE = Neighbours()


def page_task(slug: str) -> str:
    """The name of the task that renders an article's page."""
    return f"{slug}/index.html"


def entry_task(slug: str) -> str:
    """The name of the task that makes an article's text for the feed."""
    return f"{slug}/entry"


def page_tasks(
    articles: Articles,
    references: Sequence[RunReference],
    assets: Assets,
    scripts: Mapping[str, str],
    templates: Sequence[tuple[str, Path]],
    differences: Mapping[str, Sequence[Difference]] = MappingProxyType({}),
    navigation: Sequence[tuple[str, str]] = (),
    images: Mapping[str, Sequence[Any]] = MappingProxyType({}),
    cards: Collection[str] = (),
) -> Iterator[Task]:
    """A task for each article, and one for all other pages.

    differences: by article, numbers beside which the page shows what the run gives
    navigation:  label and address of each of its links
    images:      by article, path, width, height and words of the picture that its front matter names
    cards:       the articles that have a card, an empty slug for the site
    """
    site = articles.site
    assert site is not None
    encoded, names = SITES.encode(site.for_pages).decode(), [label for label, _ in templates]
    beside = find_neighbours(
        group_by_series([summarize(_card(one), site, None) for one in articles.published], site)
    )
    sources = find_sources(articles.published)
    for document in articles.published:
        neighbours = beside.get(document.slug, _ALONE)
        near = [one.slug for one in (neighbours.before, neighbours.after) if one]
        linking = sorted({one.slug for one in references if one.link.article == document.slug})
        yield Task(
            page_task(document.slug),
            "klsim.formats.html:render_article",
            values=(
                encoded,
                plain(assets),
                navigation,
                document.slug in articles.marked,
                resolve_links(document, sources),
                images.get(document.slug, ()),
                next((card_path(slug) for slug in (document.slug, "") if slug in cards), ""),
                scripts.get(script_name(needed_bundles(document.figures)), ""),
                [KINDS[one.kind].page for one in document.figures],
                [one.figure.id for one in document.figures],
                [neighbours.before is not None, neighbours.after is not None],
                [
                    (one.number, one.true, one.diagnostic.hint if one.true else one.diagnostic.message)
                    for one in differences.get(document.slug, ())
                ],
                names,
            ),
            files=tuple(templates),
            needs=(
                Part(text_task(document.slug), ("card", "html", "headings")),
                *(Part(f"{folder}/view", (VIEW, POSTER)) for folder in document.folders),
                *(Part(text_task(slug), ("card",)) for slug in near),
                *(Part(text_task(slug), ("card", "links")) for slug in linking),
            ),
            code=tuple(dict.fromkeys(KINDS[one.kind].page for one in document.figures)),
        )
    texts = _in_feed(articles)
    yield from (_entry(document, site.base_url, sources) for document in texts)
    card = card_path("") if "" in cards else ""
    yield _other_pages(articles, encoded, assets, navigation, card, [one.slug for one in texts], names, templates)


def _in_feed(articles: Articles) -> Sequence[Document]:
    """The newest articles, whose texts are in the feed."""
    dated = [
        (one.article.date.seconds, one.slug, one)
        for one in articles.published
        if one.article.date and one.slug not in articles.marked
    ]
    return [one for *_, one in sorted(dated, key=lambda found: (-found[0], found[1]))[:FULL]]


def _entry(document: Document, base_url: str, sources: Mapping[str, str]) -> Task:
    return Task(
        entry_task(document.slug),
        "klsim.formats.entries:render_entry",
        values=(base_url, resolve_links(document, sources), [one.figure.id for one in document.figures]),
        needs=(
            Part(text_task(document.slug), ("card", "html")),
            *(Part(f"{folder}/view", (POSTER,)) for folder in document.folders),
        ),
    )


def _other_pages(
    articles: Articles,
    site: str,
    assets: Assets,
    navigation: Sequence[tuple[str, str]],
    card: str,
    texts: Sequence[str],
    names: Sequence[str],
    templates: Sequence[tuple[str, Path]],
) -> Task:
    first = [one.folders[0] if one.figures else "" for one in articles.published]
    return Task(
        OTHERS,
        "klsim.formats.html:render_others",
        values=(
            site,
            plain(assets),
            navigation,
            card,
            sorted(articles.marked),
            [bool(folder) for folder in first],
            texts,
            names,
        ),
        files=tuple(templates),
        needs=(
            *(Part(text_task(one.slug), ("card",)) for one in articles.published),
            *(Part(f"{folder}/view", (POSTER,)) for folder in first if folder),
            *(Part(entry_task(slug), ("entry",)) for slug in texts),
        ),
    )


def _card(document: Document) -> Card:
    return document.article.card(document.minutes)
