"""Files to take along: where they are, and how pages call them."""

from collections.abc import Iterator, Mapping, Sequence

from klsim.content.document import Document
from klsim.content.outputs import EPUB, SINGLE
from klsim.content.site import Site
from klsim.diagnostics import Code, Diagnostic, Location

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


def download_paths(documents: Sequence[Document], site: Site) -> Sequence[str]:
    """The paths of all files to take along."""
    slugs = [one.slug for one in portable(documents)]
    singles = map(single_path, slugs) if SINGLE in site.formats else ()
    books = map(book_path, [*slugs, *series_of(documents, site)]) if EPUB in site.formats else ()
    return [*singles, *books]


def download_mistakes(
    documents: Sequence[Document], site: Site, labels: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Two files in one place: a book of a series and of an article, or one and a file that the site gives.

    labels: how messages call the files that are published as they are, by path
    """
    paths = download_paths(documents, site)
    places = {one.slug: one.location for one in documents}
    for slug in sorted(places.keys() & series_of(documents, site).keys()):
        if paths.count(book_path(slug)) > 1:
            message = f"the books of this article and of the series {slug!r} would both be {book_path(slug)}"
            yield places[slug].error(Code.DUPLICATE_NAME, message, "rename one of the two")
    for path in sorted(labels.keys() & set(paths)):
        message = f"{labels[path]} would stand where klsim's own {path} does"
        yield Location(labels[path], 1).error(Code.DUPLICATE_NAME, message, "rename it, or remove one of the two")
