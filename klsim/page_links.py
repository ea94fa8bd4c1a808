"""Links from page to page: whether they lead to something in the built site, from a host and from disk alike."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath, relpath, splitext
from urllib.parse import SplitResult, unquote, urlsplit

from klsim.articles import Articles
from klsim.content.document import Document
from klsim.content.references import Link
from klsim.diagnostics import Code, Diagnostic, nearest
from klsim.figures.animation.links import is_run_link
from klsim.figures.kinds import KINDS
from klsim.figures.place import EMBED, OEMBED
from klsim.formats.aliases import alias_pages
from klsim.formats.downloads import download_paths
from klsim.markdown_links import file_of, find_sources
from klsim.site_files import PAGES, ROBOTS


@dataclass(frozen=True)
class Targets:
    """Where links may lead.

    anchors:  for each file of the built site, the ids in it
    sources:  for each Markdown file, the address of what is made of it, from the top of the site
    drafts:   the slugs of articles that are not built
    is_whole: whether that is all: articles with mistakes may have more
    """

    anchors: Mapping[str, Collection[str]]
    sources: Mapping[str, str]
    drafts: Collection[str]
    is_whole: bool


def find_targets(articles: Articles, files: Collection[str] = ()) -> Targets:
    """What the pages of these articles, and of the site itself, offer.

    files: the paths of those that are published as they are
    """
    anchors: dict[str, Collection[str]] = {
        **dict.fromkeys(files, ()),
        **{name: {"content"} for name in PAGES},
        ROBOTS: (),
    }
    for document in articles.published:
        figures = [declared.figure.id for declared in document.figures]
        anchors[document.page] = {"content", "top", *figures, *document.anchors}
        anchors |= dict.fromkeys(alias_pages(document), anchors[document.page])
        anchors |= dict.fromkeys((f"{document.slug}/{image.path}" for image in document.images), ())
        for folder, declared in zip(document.folders, document.figures, strict=True):
            names = (*KINDS[declared.kind].files, EMBED)
            anchors |= dict.fromkeys((f"{folder}{OEMBED}", *(f"{folder}/{name}" for name in names)), ())
    if articles.site:
        anchors |= dict.fromkeys(download_paths(articles.published, articles.site), ())
    is_whole = articles.is_whole and all(document.is_whole for document in articles.published)
    return Targets(anchors, find_sources(articles.published), articles.drafts, is_whole)


def page_link_mistakes(article: Document, targets: Targets) -> Iterator[Diagnostic]:
    """What is wrong with the links of an article, those that drive figures aside.

    Links out of the site are refused already where the article is rendered.
    """
    for link in article.links:
        if is_run_link(link.href):
            continue
        try:
            parts = urlsplit(link.href.strip())
        except ValueError:
            continue  # it is told to be no address
        if not parts.scheme and not parts.netloc:
            yield from _inside(link, parts, article, targets)


def _inside(link: Link, parts: SplitResult, article: Document, targets: Targets) -> Iterator[Diagnostic]:
    """What is wrong with a link that has only a path and an anchor."""
    slug, path = article.slug, unquote(parts.path)
    target = normpath(join(slug, path)) if path else f"{slug}/index.html"
    if target.startswith(("/", "..")):
        return
    if file := file_of(link.href, article):
        yield from _markdown_mistakes(link, unquote(parts.fragment), file, article, targets)
    elif target in targets.anchors:
        yield from _anchor_mistakes(link, unquote(parts.fragment), target, slug, targets)
    elif not (not targets.is_whole and not target.startswith(f"{slug}/")):
        yield _missing(link, target, slug, targets)


def _markdown_mistakes(
    link: Link, fragment: str, file: str, article: Document, targets: Targets
) -> Iterator[Diagnostic]:
    if file in targets.sources:
        page = targets.sources[file].partition("#")[0]
        yield from _anchor_mistakes(link, fragment, page, article.slug, targets)
    elif targets.is_whole:
        message = f"the link {link.href!r} leads to Markdown of which nothing is made"
        hint = nearest(file, targets.sources, "Markdown files")
        yield link.location.error(Code.BROKEN_LINK, message, hint)


def _missing(link: Link, target: str, slug: str, targets: Targets) -> Diagnostic:
    page = target if splitext(target)[1] else normpath(f"{target}/index.html")
    if page in targets.anchors:
        hint = f"write {_seen_from(slug, page)}: from disk, a folder opens as a list of its files"
        return link.location.error(Code.BROKEN_LINK, f"the link {link.href!r} leads to a folder", hint)
    if target.partition("/")[0] in targets.drafts:
        return link.location.error(
            Code.BROKEN_LINK, f"the link {link.href!r} leads to a draft, which is not built"
        )
    hint = "only pages, files beside a text that it shows or links to, and those of static/ are there"
    if page.endswith((".html", ".xml")):
        pages = [relpath(path, slug) for path in targets.anchors if path.endswith((".html", ".xml"))]
        hint = nearest(relpath(page, slug), pages, "pages")
    return link.location.error(
        Code.BROKEN_LINK, f"the link {link.href!r} leads to nothing in the built site", hint
    )


def _anchor_mistakes(link: Link, fragment: str, target: str, slug: str, targets: Targets) -> Iterator[Diagnostic]:
    """`#id`, or `#id?state` for a figure."""
    word, known = fragment.partition("?")[0], targets.anchors[target]
    if word and word not in known:
        page = "this page" if target == f"{slug}/index.html" else target
        yield link.location.error(
            Code.BROKEN_ANCHOR, f"there is no {word!r} in {page}", nearest(word, known, "anchors")
        )


def _seen_from(slug: str, target: str) -> str:
    """A target as a link from the page of an article: its own page is nothing but an anchor."""
    page, mark, anchor = target.partition("#")
    if page == f"{slug}/index.html":
        return f"#{anchor or 'top'}"
    return relpath(page, slug) + mark + anchor
