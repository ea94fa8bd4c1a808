"""The tasks of the pages of a site."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from klsim.articles import Articles, text_task
from klsim.content.document import Document
from klsim.engine.task import Part, Task
from klsim.figures.kind import COVER, POSTER, VIEW
from klsim.figures.kinds import KINDS, needed_bundles
from klsim.formats.aliases import alias_tasks
from klsim.formats.cards import card_path
from klsim.formats.downloads import links_of
from klsim.formats.embeds import embed_tasks
from klsim.formats.format import Outputs, Publication
from klsim.formats.shared import plain, script_name
from klsim.formats.summaries import Neighbours
from klsim.markdown_links import resolve_links

OTHERS = "index.html"
"""The name of the task of all pages that belong to no article."""

FULL = 20
"""So many articles are in the feed with their whole texts; the others with their summaries."""

_ALONE = Neighbours()


@dataclass(frozen=True)
class Within:
    """What a page that is a single file has of its own: the name of its task, its script, views of its figures."""

    name: str
    script: str
    views: Sequence[Part]


def page_task(slug: str) -> str:
    """The name of the task that renders an article's page."""
    return f"{slug}/index.html"


def entry_task(slug: str) -> str:
    """The name of the task that makes an article's text for the feed."""
    return f"{slug}/entry"


def html(publication: Publication) -> Outputs:
    """The pages of a site, its feed, and what search engines read."""
    texts = _in_feed(publication.articles)
    return Outputs(
        files=[
            *(page_task_of(publication, document) for document in publication.documents),
            *(task for document in publication.documents for task in embed_tasks(publication, document)),
            *(task for document in publication.documents for task in alias_tasks(publication, document)),
            _other_pages(publication, [one.slug for one in texts]),
        ],
        before=[_entry(document, publication.site.base_url, publication.sources) for document in texts],
    )


def page_task_of(publication: Publication, document: Document, within: Within | None = None) -> Task:
    """What renders the page of an article; `within` is what is otherwise where it is a single file."""
    articles, templates = publication.articles, publication.templates.pages
    neighbours = publication.neighbours.get(document.slug, _ALONE)
    near = [one.slug for one in (neighbours.before, neighbours.after) if one]
    linking = publication.linking.get(document.slug, ())
    script = publication.scripts.get(script_name(needed_bundles(document.figures)), "")
    views = [Part(f"{folder}/view", (VIEW, COVER)) for folder in document.folders]
    return Task(
        within.name if within else page_task(document.slug),
        "klsim.formats.html:render_article",
        values=(
            publication.site_of_pages,
            plain(publication.assets),
            publication.navigation,
            document.slug in articles.marked,
            resolve_links(document, publication.sources),
            publication.images.get(document.slug, ()),
            next((card_path(slug) for slug in (document.slug, "") if slug in publication.cards), ""),
            within.script if within else script,
            [KINDS[one.kind].page for one in document.figures],
            [one.figure.id for one in document.figures],
            document.folders.index(document.cover) if document.cover else 0,
            [neighbours.before is not None, neighbours.after is not None],
            [
                (one.number, one.true, one.diagnostic.hint if one.true else one.diagnostic.message)
                for one in publication.differences.get(document.slug, ())
            ],
            [] if within else list(links_of(document, publication.formats)),
            [label for label, _ in templates],
        ),
        files=tuple(templates),
        needs=(
            Part(text_task(document.slug), ("card", "html", "headings")),
            *(within.views if within else views),
            *(Part(text_task(slug), ("card",)) for slug in near),
            *(Part(text_task(slug), ("card", "links")) for slug in linking),
        ),
        code=tuple(dict.fromkeys(KINDS[one.kind].page for one in document.figures)),
    )


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


def _other_pages(publication: Publication, texts: Sequence[str]) -> Task:
    articles, templates = publication.articles, publication.templates.pages
    covers = [one.cover for one in articles.published]
    opening = articles.cover if "" in publication.vignettes else ""
    return Task(
        OTHERS,
        "klsim.formats.html:render_others",
        values=(
            publication.site_of_pages,
            plain(publication.assets),
            publication.navigation,
            card_path("") if "" in publication.cards else "",
            sorted(articles.marked),
            [bool(folder) for folder in covers],
            {slug: asdict(one) for slug, one in publication.vignettes.items()},
            opening.partition("/")[0],
            texts,
            [label for label, _ in templates],
        ),
        files=tuple(templates),
        needs=(
            *(Part(text_task(one.slug), ("card",)) for one in articles.published),
            *(Part(f"{folder}/view", (COVER,)) for folder in (*covers, opening) if folder),
            *(Part(entry_task(slug), ("entry",)) for slug in texts),
        ),
    )
