"""The articles of a site: read, compared with each other, and with what their figures do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from klsim.catalogue import Found, declaration_tasks, find_simulations, told_by
from klsim.config import Config
from klsim.content.document import DIAGNOSTICS, Declared, Document
from klsim.content.files import ArticleFiles, find_articles, is_scheduled, mentions_draft, part_clashes, read_site
from klsim.content.formulas.macro_fields import WrittenMacro
from klsim.content.moment import is_early
from klsim.content.references import Image, Link, shorten
from klsim.content.site import Site
from klsim.content.text_options import TextOptions
from klsim.data_files import read_data_files
from klsim.diagnostics import Code, Diagnostic, Diagnostics, nearest
from klsim.engine.task import Part, Task
from klsim.figures.animation.links import RunLink, find_exact, find_figure, is_run_link, parse_link
from klsim.figures.animation.sweep import Figure, Run
from klsim.figures.animation.targets import find_target
from klsim.figures.documents import DOCUMENTS
from klsim.figures.ids import page_ids
from klsim.figures.kind import FigurePlan, Target
from klsim.figures.kinds import KINDS
from klsim.recordings.survey import SURVEY
from klsim.session import Session


@dataclass(frozen=True)
class Articles:
    """What was read.

    published: in the order of their slugs, drafts that are read among them
    drafts:    the slugs of those that are left out
    schedule:  the date of each article, and whether it is yet to come
    marked:    the slugs of drafts that are published all the same, and marked as such
    is_whole:  whether all could be read: else there may be others
    """

    site: Site | None
    published: tuple[Document, ...]
    drafts: frozenset[str]
    is_whole: bool
    marked: frozenset[str] = frozenset()
    schedule: tuple[tuple[str, bool], ...] = ()

    @property
    def cover(self) -> str:
        """The folder of the figure that the first page opens with; empty where there is none."""
        named = self.site.cover.name if self.site and self.site.cover else ""
        return named if any(folder == named for folder, _ in self.figures) else ""

    @property
    def figures(self) -> Iterator[tuple[str, Declared]]:
        """Every figure, and the folder of its files."""
        for document in self.published:
            yield from zip(document.folders, document.figures, strict=True)

    @property
    def with_runs(self) -> Mapping[str, Sequence[Figure]]:
        """By article its figures that have runs, to which links may lead."""
        return {
            one.slug: [declared.figure for declared in one.figures if KINDS[declared.kind].runs(declared.figure)]
            for one in self.published
        }

    def is_known(self, slug: str) -> bool:
        """Whether it is known what an article has, or that there is none."""
        return next((one.is_whole for one in self.published if one.slug == slug), self.is_whole)


def read_articles(
    session: Session, templates: Mapping[str, bytes], shows_draft: Callable[[str], bool] = lambda _: False
) -> Articles:
    """The site and its articles, as far as they are right.

    shows_draft: whether an article is read by its slug even if it is a draft; the others are left out then. Until
                 its date an article is a draft.
    """
    diagnostics = session.diagnostics
    site = diagnostics.attempt(lambda: read_site(session.config, diagnostics))
    misplaced = Diagnostics()
    found = find_articles(session.config, misplaced)
    diagnostics.add(*misplaced)
    ids, series = page_ids(templates), sorted(site.series) if site else None
    options = (site.text_options if site else TextOptions()).plain()
    simulations = find_simulations(session.config, diagnostics)
    scheduled = {one.slug for one in found if is_scheduled(one.files[0][1], session.present)}
    shown = {
        one.slug
        for one in found
        if shows_draft(one.slug) and (one.slug in scheduled or mentions_draft(one.files[0][1]))
    }
    macros = site.macros if site else {}
    asked = read_data_files(session, found)
    reading = [
        reading_task(
            one,
            series,
            ids,
            options,
            macros,
            simulations,
            asked.get(one.slug, ()),
            with_drafts=one.slug in shown,
            is_scheduled=one.slug in scheduled - shown,
        )
        for one in found
    ]
    documents = read_documents(session, simulations, reading)
    diagnostics.add(*part_clashes([document.article for document in documents]))
    unfinished = {one.slug for one in documents if one.article.draft}
    waiting = {one.slug for one in documents if is_early(one.article.date, session.present)}
    published = tuple(
        one
        for one in documents
        if (one.slug not in unfinished or one.slug in shown) and (one.slug not in waiting or shows_draft(one.slug))
    )
    for document in documents:
        if document.article.date and document.slug in waiting - unfinished and document not in published:
            message = f"this article is left out until its date, {document.article.date.text}"
            diagnostics.add(document.location.warning(Code.NOT_DUE, message, "--drafts builds it too"))
    for document in published:
        diagnostics.add(*_missing_images(session.config, document))
    drafts = frozenset(one.slug for one in documents) - {one.slug for one in published}
    is_whole = len(documents) == len(found) and not any(misplaced)
    marked = frozenset(one.slug for one in published) & (unfinished | waiting)
    dates = [one.article.date for one in documents if one.article.date]
    schedule = tuple((date.text, is_early(date, session.present)) for date in dates)
    articles = Articles(site, published, drafts, is_whole, marked, schedule)
    diagnostics.add(*_missing_cover(articles))
    return articles


def read_documents(session: Session, simulations: Sequence[Found], reading: Sequence[Task]) -> list[Document]:
    """What tasks that read articles make, as far as they can; what is wrong is kept in the session."""
    made = session.run([*declaration_tasks(simulations), *reading], silently=True)
    session.diagnostics.add(*told_by(simulations, made))
    for task in reading:
        session.diagnostics.add(*DIAGNOSTICS.decode_many(made.read(task.name, "diagnostics"), Diagnostic))
    return [
        DOCUMENTS.decode(made.read(task.name, "document"), Document)
        for task in reading
        if "document" in made.products(task.name)
    ]


def _missing_cover(articles: Articles) -> Iterator[Diagnostic]:
    """What is wrong with the figure that the first page is to open with."""
    named = articles.site.cover if articles.site else None
    if named is None or articles.cover:
        return
    slug = named.name.partition("/")[0]
    if slug in articles.drafts:
        message = f"the first page opens without {named.name!r}: its article is a draft"
        yield named.location.warning(Code.UNKNOWN_FIGURE, message)
    elif articles.is_known(slug):
        hint = nearest(named.name, [folder for folder, _ in articles.figures], "figures")
        yield named.location.error(Code.UNKNOWN_FIGURE, f"there is no figure {named.name!r}", hint)


def text_task(slug: str) -> str:
    """The name of the task that reads an article."""
    return f"{slug}/text"


def reading_task(
    article: ArticleFiles,
    series: Sequence[str] | None,
    ids: Mapping[str, str],
    options: Mapping[str, Any],
    macros: Mapping[str, WrittenMacro],
    simulations: Sequence[Found],
    asked: Sequence[tuple[str, str, Sequence[str]]],
    *,
    with_drafts: bool = False,
    is_scheduled: bool = False,
    is_hosted: bool = False,
) -> Task:
    """What reads an article, or a page of another generator: see `read_document`."""
    names = [name for name, _ in article.files]
    return Task(
        text_task(article.slug),
        "klsim.figures.reading:read_document",
        values=(
            article.slug,
            article.folder,
            names,
            series,
            ids,
            options,
            macros,
            [(one.name, one.source) for one in simulations],
            asked,
            with_drafts,
            is_scheduled,
            is_hosted,
        ),
        files=article.files,
        needs=(
            *(Part(one.task, ("declaration",)) for one in simulations),
            *(Part(task, (SURVEY,)) for _, task, _ in asked),
        ),
    )


@dataclass(frozen=True)
class RunReference:
    """A link to a run: the article that it stands in, its number among the links to runs there, and where to.

    exact: the run that it means, where its figure has only the nearest
    """

    slug: str
    number: int
    link: RunLink
    figure: Figure
    target: Target
    exact: Run | None = None

    @property
    def folder(self) -> str:
        """The folder of the figure."""
        return f"{self.link.article}/{self.figure.id}"


def find_references(session: Session, articles: Articles) -> list[RunReference]:
    """Where links to runs lead.

    Where articles could not be read, links to them are passed over: the figure that they name may be there.
    """
    figures = articles.with_runs

    def resolve(item: tuple[str, int, Link]) -> RunReference | None:
        slug, number, written = item
        link = parse_link(written.href, slug, written.location)
        is_there = any(figure.id == link.figure for figure in figures.get(link.article, ()))
        if not is_there and not articles.is_known(link.article):
            return None
        figure = find_figure(link, figures)
        exact = find_exact(link, figure) if link.scheme == "value" else None
        return RunReference(slug, number, link, figure, find_target(link, figure), exact)

    written = [
        (document.slug, number, link)
        for document in articles.published
        for number, link in enumerate(link for link in document.links if is_run_link(link.href))
    ]
    return [reference for reference in session.diagnostics.attempt_each(resolve, written) if reference]


def values_task(slug: str) -> str:
    """The name of the task that compares the numbers of an article."""
    return f"{slug}/values"


def value_tasks(references: Iterable[RunReference], plans: Mapping[str, FigurePlan]) -> Iterator[Task]:
    """What compares the numbers that articles state with those of their runs; a task for each article.

    plans: of the figures, by folder; of a figure that has none, nothing is compared
    """
    stated: dict[str, list[RunReference]] = {}
    computed: set[str] = set()
    for reference in references:
        if reference.link.scheme == "value" and reference.folder in plans:
            stated.setdefault(reference.slug, []).append(reference)
    for slug, several in stated.items():
        parts = []
        for one in several:
            plan = plans[one.folder]
            if one.exact is None:
                part, before = plan.record(one.target)
            else:
                task = plan.compute(one.exact)
                part, before = Part(task.name, (f"{one.exact.slug}.json",)), (task,)
            parts.append(part)
            for task in before:
                if task.name not in computed:
                    computed.add(task.name)
                    yield task
        records = list(dict.fromkeys(parts))
        runs = [(one.number, records.index(part)) for one, part in zip(several, parts, strict=True)]
        yield Task(
            values_task(slug),
            "klsim.figures.animation.values:check_values",
            values=(slug, runs),
            needs=(Part(text_task(slug), ("links",)), *records),
        )


def _missing_images(config: Config, document: Document) -> Iterator[Diagnostic]:
    if not document.pictures:
        return
    folder = config.root / document.article.folder
    present = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix != ".md"]
    for image in document.pictures:
        try:
            wrong = _diagnose_image(config, document, image, present)
        except OSError as error:  # such as a path that is too long as a whole
            wrong = image.location.error(
                Code.FILE_UNREADABLE, f"the image {shorten(image.path)!r} cannot be read: {error.strerror}"
            )
        if wrong:
            yield wrong


def _diagnose_image(config: Config, document: Document, image: Image, present: Sequence[str]) -> Diagnostic | None:
    path = config.root / document.article.folder / image.path
    if not path.is_file():
        hint = nearest(image.path, present, "files beside the article")
        twins = [path for path in present if normalize("NFC", path) == normalize("NFC", image.path)]
        if twins:
            form = "decomposed" if twins[0] != normalize("NFC", twins[0]) else "composed"
            hint = f"its name on the disk has {form} letters, which look the same; rename the file"
        return image.location.error(Code.MISSING_IMAGE, f"there is no image {image.path!r}", hint)
    if not path.resolve().is_relative_to(config.content.resolve()):
        return image.location.error(
            Code.OUTSIDE_SITE, f"the image {image.path!r} leads out of content/", "copy it there"
        )
    if not path.stat().st_size:
        return image.location.error(Code.EMPTY_FILE, f"the image {image.path!r} is empty", "save it again")
    return None
