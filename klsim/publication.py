"""What a site is made of, from its texts to its files: read, drawn, rendered and published."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from klsim.address_book import lost_addresses
from klsim.articles import Articles, RunReference, find_references, read_articles, value_tasks, values_task
from klsim.content.outputs import HOSTED, HTML
from klsim.content.picture_size import picture_size
from klsim.diagnostics import BuildError, Diagnostic, Diagnostics, Severity
from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.publish import Manifest, Output
from klsim.engine.results import Product, Results
from klsim.engine.store import Store
from klsim.engine.task import Task
from klsim.estimate import estimate
from klsim.explanation import explain_build
from klsim.figures.animation.values import DIFFERENCES, Difference
from klsim.figures.kind import Drawn, FigurePlan
from klsim.figures.kinds import KINDS, needed_bundles
from klsim.formats.aliases import alias_files, alias_mistakes
from klsim.formats.cards import CARD, card_path, card_task, card_tasks
from klsim.formats.downloads import download_mistakes
from klsim.formats.format import Publication
from klsim.formats.formats import FORMATS
from klsim.formats.shared import (
    Given,
    find_fonts,
    find_shared,
    font_tasks,
    needed_alone,
    script_name,
    shared_tasks,
)
from klsim.formats.vignettes import find_vignettes, vignette_tasks
from klsim.look import Look, read_insert, read_look
from klsim.navigation import resolve_navigation
from klsim.scene.theme import Themes
from klsim.session import Session
from klsim.site_files import OWN_PAGES, PlainFile, find_plain_files, unused_files
from klsim.summary import Summary
from klsim.template_files import STATIC, TemplateFiles, effective_pages, find_templates, unused_templates


@dataclass(frozen=True)
class Prepared:
    """A site that was read: its articles, where their links to runs lead, and the sources of its looks.

    files: those that are published as they are, by path
    navigation: label and address of each of its links
    plans: how figures are made, by folder; of one with mistakes nothing
    differences: by article, the numbers that it states and its runs do not give
    """

    articles: Articles
    references: tuple[RunReference, ...]
    plans: Mapping[str, FigurePlan]
    look: Look
    templates: TemplateFiles
    files: Mapping[str, PlainFile]
    navigation: Sequence[tuple[str, str]]
    differences: Mapping[str, Sequence[Difference]]

    @property
    def false_numbers(self) -> tuple[Diagnostic, ...]:
        """What there is to say of numbers that differ."""
        return tuple(one.diagnostic for several in self.differences.values() for one in several)


def prepare(session: Session, shows_draft: Callable[[str], bool] = lambda _: False) -> Prepared:
    """Read the site, and compare what it states of runs with what they do; mistakes are kept in the session.

    Numbers that differ are not among these mistakes: it is for the caller to say what they mean.
    shows_draft: which drafts are read, by their slugs
    """
    templates = find_templates(session.config)
    session.diagnostics.add(*unused_templates(templates))
    articles = read_articles(session, read_pages(templates), shows_draft)
    look = read_look(session.config, articles.site, templates, session.diagnostics)
    files = find_plain_files(session.config, articles, session.diagnostics)
    if not session.diagnostics.of(Severity.ERROR):  # else what would use them may be what is wrong
        session.diagnostics.add(*unused_files(session.config, articles, files, look.used))
    if articles.site:
        labels = {path: file.label for path, file in files.items()}
        session.diagnostics.add(*download_mistakes(articles.published, articles.site, labels))
        session.diagnostics.add(*alias_mistakes(articles.published, {**OWN_PAGES, **labels}))
    if not session.diagnostics.of(Severity.ERROR):
        session.diagnostics.add(*lost_addresses(session.config, articles))
    navigation = resolve_navigation(articles, files, session.diagnostics)
    return compare(session, Prepared(articles, (), {}, look, templates, files, navigation, {}))


def compare(session: Session, site: Prepared) -> Prepared:
    """The same site with plans of its figures, where links lead, and what numbers differ from those of runs."""
    articles, look = site.articles, site.look
    references = tuple(find_references(session, articles))
    plans = plan_figures(session, articles, look.themes)
    if session.clock is not None and not session.diagnostics.of(Severity.ERROR):
        axes = {folder: _axes(one.figure) for folder, one in articles.figures}
        if told := estimate(session, plans, look.themes, axes, session.clock):
            session.progress.say(told)
    stated = {one.folder for one in references if one.link.scheme == "value"}
    runs = [
        task for folder, plan in plans.items() if folder in stated for task in (*plan.records, *plan.reductions)
    ]
    made = session.run([*runs, *value_tasks(references, plans)], silently=True)
    differences = dict(_differences(articles, made))
    return replace(site, references=references, plans=plans, differences=differences)


def _axes(figure: Any) -> Sequence[tuple[str, int]]:
    return [(axis.name, len(axis.values)) for axis in getattr(figure, "axes", ())]


def _differences(articles: Articles, made: Results) -> Iterator[tuple[str, Sequence[Difference]]]:
    for document in articles.published:
        task = values_task(document.slug)
        if task in made.made:
            yield document.slug, DIFFERENCES.decode_many(made.read(task, "differences"), Difference)


def plan_figures(session: Session, articles: Articles, themes: Themes) -> Mapping[str, FigurePlan]:
    """How figures are made, by folder; what is wrong with the others is told."""
    figures = [(folder, KINDS[one.kind], one.figure) for folder, one in articles.figures]
    outlines = [kind.outline(figure, folder, themes) for folder, kind, figure in figures]
    made = session.run(chain.from_iterable(outlines))
    plans = {}
    for (folder, kind, figure), tasks in zip(figures, outlines, strict=True):
        if any(task.name not in made.made for task in tasks):
            continue
        objections = Diagnostics(kind.objections(figure, folder, made))
        session.diagnostics.add(*objections)
        if not any(objections.of(Severity.ERROR)):
            plans[folder] = kind.plan(figure, folder, made)
    return plans


def make(session: Session, site: Prepared, formats: Sequence[str] | None = None) -> Manifest:
    """Draw figures, cut fonts, render pages: every file of the site. Raises ContentError for faulty templates.

    formats: in which it is written, if not in all that site.yaml names
    """
    made = session.run([*_essentials(site), *_animations(site)])
    session.diagnostics.raise_errors()
    for folder, plan in site.plans.items():
        if told := plan.sizes(made):
            session.progress.say(f"{folder}: {told}")
    assert site.articles.site is not None
    return _assemble(session, site, made, formats or site.articles.site.formats)


def make_without_drawing(session: Session, site: Prepared) -> Manifest:
    """The pages with no more animations than there are: a figure that lacks any has none."""
    session.run(_essentials(site))
    session.diagnostics.raise_errors()
    return _assemble(session, site, session.recall(_animations(site)), (HTML,))


def count_missing(session: Session, site: Prepared) -> int:
    """How many animations have not been made yet."""
    return sum(task.name not in session.tasks for task in _animations(site))


def _essentials(site: Prepared) -> list[Task]:
    """What all pages and figures cannot do without."""
    characters = (document.characters for document in site.articles.published)
    themes = site.look.themes
    figures = [task for plan in site.plans.values() for task in (*plan.essentials(themes), *plan.records)]
    faces = {face: site.look.font_path(face) for face in site.look.faces}
    return [*font_tasks("".join(characters), faces), *figures]


def _animations(site: Prepared) -> list[Task]:
    themes = site.look.themes
    animations = [task for plan in site.plans.values() for task in plan.animations(themes)]
    return [*animations, *vignette_tasks(site.articles, site.plans, themes)]


def _assemble(session: Session, site: Prepared, made: Results, formats: Sequence[str]) -> Manifest:
    """Write a site around figures that are made. Raises ContentError for faulty templates."""
    publication = _publication(session, site, made, formats)
    outputs = [FORMATS[name](publication) for name in formats]
    written = session.run([task for one in outputs for task in (*one.before, *one.files)], silently=True)
    session.diagnostics.raise_errors()
    for one in outputs:
        session.diagnostics.add(*one.told(written))
    files = [task.name for one in outputs for task in one.files]
    pages = {path: written.product(task, path) for task in files for path in written.products(task)}
    return {**pages, **publication.files}  # a robots.txt of the site's own takes the place of ours


def _publication(session: Session, site: Prepared, made: Results, formats: Sequence[str]) -> Publication:
    """All that formats go by, once figures are made: their views, cards and what pages share are made here."""
    drawn = {folder: plan.finish(made) for folder, plan in site.plans.items()}
    fonts = find_fonts(made, site.look.faces)
    published = site.articles.published
    of_pages = sorted(filter(None, {script_name(needed_bundles(document.figures)) for document in published}))
    scripts = [*needed_alone(published), *of_pages]
    views = [one.view for one in drawn.values()]
    viewed = session.run([*views, *shared_tasks(fonts, scripts, site.templates, site.look.css)], silently=True)
    session.diagnostics.raise_errors()
    assets, paths, shared = find_shared(viewed, fonts, scripts, _given(session, site))
    own = dict(_images(session, site.articles))
    of_figures = dict(_figure_files(drawn, viewed))
    given = {*own, *site.files}
    has_cards = HOSTED not in formats
    cards = card_tasks(site.articles, site.plans, site.look.themes, made.made.keys(), given) if has_cards else {}
    drawn_cards = session.run(cards.values(), silently=True)
    vignettes, of_vignettes = find_vignettes(site.articles, made)
    return Publication(
        formats=formats,
        articles=site.articles,
        references=site.references,
        plans=site.plans,
        made=made,
        assets=assets,
        scripts=paths,
        templates=site.templates,
        differences=site.differences,
        vignettes=vignettes,
        navigation=site.navigation,
        images=dict(_named_images(session, site.articles)),
        cards=[
            slug for slug in ("", *(one.slug for one in published)) if slug in cards or card_path(slug) in given
        ],
        files={
            **shared,
            **of_figures,
            **of_vignettes,
            **dict(alias_files(published, of_figures)),
            **own,
            **{card_path(slug): drawn_cards.product(card_task(slug), CARD) for slug in cards},
            **{path: file_product(session.store, file.path) for path, file in site.files.items()},
        },
    )


def _given(session: Session, site: Prepared) -> Given:
    """What the site gives to all its pages."""
    config, files = session.config, site.look.files
    icon = files.get("icon", site.templates.named(f"{STATIC}icon.svg").path)
    logo = files.get("logo")
    product = file_product(session.store, logo) if logo else None
    inserts = {
        name: read_insert(files[name], files[name].relative_to(config.root).as_posix())
        for name in ("head", "foot")
        if name in files
    }
    return Given(
        icon=(icon.suffix[1:].lower(), file_product(session.store, icon)),
        logo=(logo.suffix[1:].lower(), product) if logo and product else None,
        logo_size=(product and picture_size(product.read())) or (0, 0),
        **inserts,
    )


def _figure_files(drawn: Mapping[str, Drawn], made: Results) -> Iterator[tuple[str, Product]]:
    for folder, one in drawn.items():
        yield from ((f"{folder}/{name}", product) for name, product in one.files.items())
        yield from ((f"{folder}/{name}", made.product(one.view.name, name)) for name in one.index)


def _images(session: Session, articles: Articles) -> Iterator[tuple[str, Product]]:
    """The images that articles show or name, each beside the page."""
    for document in articles.published:
        folder = session.config.root / document.article.folder
        for path in sorted({image.path for image in document.pictures}):
            yield f"{document.slug}/{path}", file_product(session.store, folder / path)


def _named_images(session: Session, articles: Articles) -> Iterator[tuple[str, Sequence[Any]]]:
    """Of each article whose front matter names a picture its path in the output, width, height, and words."""
    for document in articles.published:
        if image := document.article.image:
            data = file_product(session.store, session.config.root / document.article.folder / image.path).read()
            alt = next((one.alt for one in document.images if one.path == image.path and one.alt), "")
            yield (
                document.slug,
                (f"{document.slug}/{image.path}", *(picture_size(data) or (0, 0)), alt or document.article.title),
            )


def file_product(store: Store, path: Path) -> Product:
    """A file as it is, to be published. Raises BuildError where it cannot be read."""
    with wrap_os_errors(f"{path} cannot be read"):
        digest = store.files(path)
        if digest is None:
            raise BuildError(f"{path} is not there")
    return Product(digest, path.read_bytes, path)


def read_pages(templates: TemplateFiles) -> Mapping[str, bytes]:
    """What is in the templates of which pages are made, by label."""
    return effective_pages({label: path.read_bytes() for label, path in templates.pages})


def publish(
    session: Session, site: Prepared, output: Output, manifest: Manifest, changed: Mapping[str, str]
) -> Summary:
    """Put the files of a site in place; `changed` are those of its own that are not as they were."""
    published = output.publish(manifest)
    figures = list(site.articles.figures)
    gifs = sum(KINDS[one.kind].gifs(one.figure) for _, one in figures)
    drawn = count_drawn(session)
    return Summary(
        articles=len(site.articles.published),
        figures=len(figures),
        runs=count_runs(site.articles),
        drawn=drawn,
        reused=gifs - drawn,
        pruned=len(published.pruned),
        bytes=published.bytes,
        why=explain_build(session.ran, published, changed),
        warnings=tuple(map(str, session.diagnostics.of(Severity.WARNING))),
        schedule=site.articles.schedule,
    )


def count_runs(articles: Articles) -> int:
    """How many runs all figures have."""
    return sum(KINDS[one.kind].runs(one.figure) for _, one in articles.figures)


def count_drawn(session: Session) -> int:
    """How many GIFs were drawn."""
    return sum(name.endswith(".gif") for task in session.ran for name in _products(session, task))


def _products(session: Session, task: str) -> Iterable[str]:
    trace = session.store.traces.get(task)
    return trace.digests if trace else ()
