"""What the built site will have that a link may lead to."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from klsim.content.tags import ANY, find_tags, plain_text
from klsim.site.prepare import Prepared

_SITE_FILES = ("index.html", "404.html", "feed.xml", "sitemap.xml")
_FIRST_HEADING = re.compile(r"^##+\s+(.+)", re.MULTILINE)


@dataclass(frozen=True)
class Targets:
    """Where links may lead.

    anchors: for each file of the built site, the ids in it
    sources: for each Markdown file, the address of what is made of it, from the top of the site
    drafts:  the slugs of articles that are not built
    unread:  whether there are articles with mistakes, of which nothing is known here
    """

    anchors: Mapping[str, Collection[str]]
    sources: Mapping[str, str]
    drafts: Collection[str]
    unread: bool


def find_targets(articles: Sequence[Prepared], drafts: Collection[str], unread: bool) -> Targets:
    """What the pages of these articles, and of the site itself, offer."""
    anchors: dict[str, Collection[str]] = {name: {"content"} for name in _SITE_FILES}
    sources: dict[str, str] = {}
    for article in articles:
        page = f"{article.article.slug}/index.html"
        anchors[page] = _anchors(article)
        anchors |= dict.fromkeys(_files(article), ())
        sources |= _sources(article, page)
    return Targets(anchors, sources, drafts, unread)


def _anchors(article: Prepared) -> frozenset[str]:
    tags = find_tags(article.rendered.html, ANY)
    folders = [*(plan.folder for plan in article.plans), *(plan.folder for plan in article.games)]
    figures = (folder.rpartition("/")[2] for folder in folders)
    given = (tag.attributes["id"] for tag in tags if "id" in tag.attributes)
    return frozenset({"content", "top", *figures, *given})


def _files(article: Prepared) -> Iterator[str]:
    yield from (f"{article.article.slug}/{image.path}" for image in article.rendered.images)
    for plan in article.plans:
        yield f"{plan.folder}/figure.json"
        yield from (f"{plan.folder}/{name}" for run in plan.runs for name in (run.data, *run.pictures))


def _sources(article: Prepared, page: str) -> Iterator[tuple[str, str]]:
    """The files of an article; a section leads to its first heading."""
    lines: dict[str, list[str]] = {article.article.origin.file: []}
    for line, origin in zip(article.article.source.lines, article.article.source.origins, strict=True):
        lines.setdefault(origin.file, []).append(line)
    for file, texts in lines.items():
        found = _FIRST_HEADING.search("\n".join(texts))
        named = [h.anchor for h in article.rendered.headings if found and h.text == plain_text(found[1])]
        is_index = file == article.article.origin.file
        yield file, page if is_index else f"{page}#{named[0]}" if named else f"{page}#…"
