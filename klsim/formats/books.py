"""Books: of each article, and of each series."""

from collections.abc import Mapping, Sequence

from klsim.articles import text_task
from klsim.content.document import Document
from klsim.engine.task import Part, Task
from klsim.figures.kind import POSTER, FigurePlan
from klsim.formats.binding import COVER
from klsim.formats.cards import card_path
from klsim.formats.chapters import image_path, is_core
from klsim.formats.downloads import book_path, portable, series_of
from klsim.formats.format import Outputs, Publication
from klsim.formats.parcel import pack
from klsim.template_files import STATIC

_STYLES = (f"{STATIC}formulas.css", f"{STATIC}book.css")


def epub(publication: Publication) -> Outputs:
    """A book of each article, and one of each series."""
    documents = portable(publication.documents)
    series = series_of(publication.documents, publication.site)
    pictures = {
        folder: task
        for document in documents
        for folder in document.folders
        if (task := _picture(folder, publication.plans[folder]))
    }
    return Outputs(
        files=[
            *(_book(publication, one.slug, "", [one], pictures) for one in documents),
            *(
                _book(publication, slug, publication.site.series[slug], parts, pictures)
                for slug, parts in series.items()
            ),
        ],
        before=tuple(pictures.values()),
    )


def _picture(folder: str, plan: FigurePlan) -> Task | None:
    """What makes the picture of a figure, if it has a still: with its GIF, where there is one."""
    still = plan.poster
    if still is None:
        return None
    names = still.names or ()
    films = [f"{name.removesuffix('.png')}.gif" for name in names if name.endswith(".png")]
    drawn = Part(still.task, (*films, *names))
    return Task(f"{folder}/picture", "klsim.render.still_first:make_picture", needs=(drawn,))


def _book(
    publication: Publication,
    slug: str,
    series: str,
    documents: Sequence[Document],
    pictures: Mapping[str, Task],
) -> Task:
    card = next((one for one in _cards(documents, series) if one in publication.files), "")
    beside = {
        image_path(one.slug, image.path): f"{one.slug}/{image.path}"
        for one in documents
        for image in one.images
        if is_core(image.path)
    }
    inside = {**beside, **({COVER: card} if card else {})}
    origins = publication.origins(inside.values())
    parcel = pack({path: origins[source] for path, source in inside.items()})
    styles = [publication.templates.named(name) for name in _STYLES]
    return Task(
        book_path(slug),
        "klsim.formats.binding:bind_book",
        values=(
            book_path(slug),
            publication.site_of_pages,
            series,
            [[one.slug, [figure.figure.id for figure in one.figures], sorted(one.anchors)] for one in documents],
            card,
            [one.label for one in styles],
            parcel.plain_label,
            len(parcel.files),
        ),
        files=(*((one.label, one.path) for one in styles), *parcel.files),
        needs=(
            *(part for one in documents for part in _chapter(one, pictures)),
            *parcel.needs,
        ),
    )


def _cards(documents: Sequence[Document], series: str) -> Sequence[str]:
    """Where the picture of a cover may be, the best first: the card of a series is that of its first part."""
    return (
        [card_path(documents[0].slug), card_path("")]
        if not series
        else [card_path(""), card_path(documents[0].slug)]
    )


def _chapter(document: Document, pictures: Mapping[str, Task]) -> Sequence[Part]:
    """The article, and of each of its figures the still in words, and the picture."""
    parts = [Part(text_task(document.slug), ("card", "html", "headings"))]
    for folder in document.folders:
        parts.append(Part(f"{folder}/view", (POSTER,)))
        parts.append(Part(pictures[folder].name) if folder in pictures else Part(f"{folder}/view", ()))
    return parts
