"""Links to Markdown, as they work on GitHub: where they lead in the built site."""

from collections.abc import Iterable, Mapping
from posixpath import join, normpath, relpath
from urllib.parse import unquote, urlsplit

from klsim.content.document import Document


def find_sources(documents: Iterable[Document]) -> Mapping[str, str]:
    """For each Markdown file what is made of it, from the top of the site: a page, and an anchor for a section."""
    sources: dict[str, str] = {}
    for document in documents:
        for file, anchor in (document.sections or {}).items():
            sources[file] = f"{document.page}#{anchor}" if anchor else document.page
        sources[document.location.file] = document.page
    return sources


def file_of(href: str, document: Document) -> str:
    """The Markdown file that a link of an article names, or nothing."""
    parts = _split(href)
    if parts is None or not parts[0].endswith(".md"):
        return ""
    return normpath(join(document.article.folder.as_posix(), parts[0]))


def resolve_links(document: Document, sources: Mapping[str, str]) -> Mapping[str, str]:
    """The addresses, seen from the page of an article, of its links to Markdown that something is made of."""
    found: dict[str, str] = {}
    for href in {link.href for link in document.links}:
        if (file := file_of(href, document)) in sources:
            page, _, anchor = sources[file].partition("#")
            asked = (_split(href) or ("", ""))[1] or anchor
            path = "" if page == document.page else relpath(page, document.slug)
            found[href] = f"{path}#{asked}" if asked else path or "#top"
    return dict(sorted(found.items()))


def _split(href: str) -> tuple[str, str] | None:
    """The path and the anchor of a link within the site."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else (unquote(parts.path), parts.fragment)
