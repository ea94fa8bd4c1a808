"""Old addresses of articles: what stands there, and the tasks that make it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from klsim.articles import text_task
from klsim.content.document import Document
from klsim.diagnostics import Code, Diagnostic
from klsim.engine.results import Product
from klsim.engine.task import Part, Task
from klsim.figures.place import DEFAULTS, EMBED
from klsim.formats.format import Publication
from klsim.formats.shared import plain


def alias_pages(document: Document) -> Mapping[str, str]:
    """By path each page that leads on, and the page of this article to which it does."""
    found = {one.page: document.page for one in document.article.aliases}
    for one in document.article.aliases:
        if one.is_folder:
            ids = [declared.figure.id for declared in document.figures]
            found |= {f"{one.path}/{id}/{EMBED}": f"{document.slug}/{id}/{EMBED}" for id in ids}
    return found


def alias_files(documents: Sequence[Document], files: Mapping[str, Product]) -> Iterator[tuple[str, Product]]:
    """The pictures of figures that stay at old addresses too, with their paths there."""
    for document in documents:
        for one in document.article.aliases:
            for folder in document.folders if one.is_folder else ():
                for name in DEFAULTS:
                    if product := files.get(f"{folder}/{name}"):
                        yield f"{one.path}/{folder.partition('/')[2]}/{name}", product


def alias_mistakes(documents: Sequence[Document], taken: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Old addresses at which something else is.

    taken: what else the site has, and how messages call it, by path
    """
    pages = {one.page: f"the page of {one.location.file}" for one in documents}
    folders = {folder: f"the figure {folder}" for document in documents for folder in document.folders}
    known = {**taken, **pages}
    for document in documents:
        for one in document.article.aliases:
            if owner := _owner(one.page, known, folders):
                message = f"at the old address {one.path!r} there is {owner}"
                yield one.location.error(
                    Code.DUPLICATE_NAME, message, "leave this address out, or rename the other"
                )
            else:
                known[one.page] = f"an old address of {document.location.file}"


def _owner(page: str, known: Mapping[str, str], folders: Mapping[str, str]) -> str:
    """What is at the place of a page, or at one of the folders around it, or has it as its folder."""
    above: Collection[str] = [str(one) for one in PurePosixPath(page).parents][:-1]
    below = next((known[path] for path in known if path.startswith(f"{page}/")), "")
    return known.get(page) or next(
        (known.get(one) or folders[one] for one in above if one in {**known, **folders}), below
    )


def alias_tasks(publication: Publication, document: Document) -> Iterator[Task]:
    """What renders the pages at the old addresses of an article, if it has any."""
    templates = publication.templates.pages
    if not document.article.aliases:
        return
    yield Task(
        f"{document.slug}/aliases",
        "klsim.formats.moved:render_moved",
        values=(
            publication.site_of_pages,
            plain(publication.assets),
            alias_pages(document),
            [label for label, _ in templates],
        ),
        files=tuple(templates),
        needs=(Part(text_task(document.slug), ("card",)),),
    )
