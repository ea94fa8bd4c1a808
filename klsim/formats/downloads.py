"""Files to take along: where they are, and how pages call them."""

from collections.abc import Iterator, Mapping, Sequence

from klsim.content.document import Document
from klsim.content.outputs import EPUB, SINGLE
from klsim.content.site import Site

FOLDER = "downloads"


def single_path(slug: str) -> str:
    """Where the single file of an article is."""
    return f"{FOLDER}/{slug}.html"


def book_path(slug: str) -> str:
    """Where the book of an article is, or of a series."""
    return f"{FOLDER}/{slug}.epub"


def portable(documents: Sequence[Document]) -> Sequence[Document]:
    """The articles that may be taken along: pages such as `about` belong to their site."""
    return [one for one in documents if not one.article.page]


def series_of(documents: Sequence[Document], site: Site) -> Mapping[str, Sequence[Document]]:
    """The parts of each series that has any, in their order, by its slug."""
    found = {
        slug: sorted(
            (one for one in portable(documents) if one.article.series == slug),
            key=lambda one: (one.article.part or 0, one.article.date.seconds if one.article.date else 0, one.slug),
        )
        for slug in site.series
    }
    return {slug: parts for slug, parts in found.items() if parts}


def links_of(document: Document, formats: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the page of an article offers to take along: words, and the path of the file."""
    if document.article.page:
        return
    if SINGLE in formats:
        yield "one file that plays offline", single_path(document.slug)
    if EPUB in formats:
        yield "EPUB", book_path(document.slug)
        if document.article.series:
            yield "EPUB of the whole series", book_path(document.article.series)


def download_paths(documents: Sequence[Document], site: Site) -> Mapping[str, str]:
    """Every file to take along, by path, and what it is of."""
    singles = {single_path(one.slug): one.location.file for one in portable(documents) if SINGLE in site.formats}
    if EPUB not in site.formats:
        return singles
    books = {book_path(one.slug): one.location.file for one in portable(documents)}
    series = {book_path(slug): f"series {slug}" for slug in series_of(documents, site)}
    return {**singles, **books, **series}
