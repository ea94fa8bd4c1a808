"""A site in two stages: pages and what plays in them first, then the GIFs and stills.

Drafts are shown. One with mistakes stands back: the others go on, and its last good page stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from klsim.config import Config
from klsim.content.files import is_scheduled, mentions_draft
from klsim.content.moment import Present
from klsim.content.outputs import HTML
from klsim.diagnostics import ContentError, Diagnostic, Severity
from klsim.engine.index import Index
from klsim.engine.progress import Progress
from klsim.engine.publish import Manifest
from klsim.engine.store import Store
from klsim.preview.manifest import keep, last_shown, remember
from klsim.preview.messages import Shown
from klsim.publication import Prepared, count_drawn, count_missing, count_runs, make, make_without_drawing, prepare
from klsim.session import Session


@dataclass(frozen=True)
class Stage:
    """Where the tasks of a stage run, and who hears how far they are."""

    executor: Executor
    progress: Progress


@dataclass(frozen=True)
class _Pages:
    """What has come of the first stage; `mistakes` are those of drafts that stand back, by slug."""

    session: Session
    site: Prepared
    manifest: Manifest
    mistakes: Mapping[str, Sequence[Diagnostic]]


def show(
    config: Config, store: Store, first: Stage, second: Stage, now: int, present: Present | None = None
) -> Iterator[Shown]:
    """What there is to show, after each stage that has something to do.

    present: by which articles are due; others are marked as drafts

    Raises ContentError with every mistake but those of drafts, BuildError where the store cannot be used.
    """
    pages = _make_pages(config, store, first, now, present)
    left = count_missing(pages.session, pages.site)
    yield _shown(pages, pages.manifest, left)
    if left:
        session = replace(pages.session, executor=second.executor, progress=second.progress)
        yield _shown(pages, make(session, pages.site, (HTML,)), 0)
    store.collect(now)


def _make_pages(config: Config, store: Store, stage: Stage, now: int, present: Present | None) -> _Pages:
    build = store.next_build(now)

    def attempt(mistakes: Mapping[str, Sequence[Diagnostic]]) -> _Pages:
        session = Session(config, store, stage.executor, stage.progress, build, present)
        site = prepare(session, lambda slug: slug not in mistakes)
        session.diagnostics.raise_errors()
        return _Pages(session, site, make_without_drawing(session, site), mistakes)

    try:
        return attempt({})
    except ContentError as error:
        if mistakes := _mistakes_of_drafts(config, error, present):
            return attempt(mistakes)
        raise


def _mistakes_of_drafts(
    config: Config, error: ContentError, present: Present | None
) -> dict[str, list[Diagnostic]]:
    """The mistakes in articles that may be drafts, or are until their dates, by slug."""
    found: dict[str, list[Diagnostic]] = {}
    for one in error.diagnostics:
        slug = _slug_of(config, one.location.file)
        indexes = (config.content / f"{slug}.md", config.content / slug / "index.md")
        if slug and one.severity == Severity.ERROR and any(_may_stand_back(index, present) for index in indexes):
            found.setdefault(slug, []).append(one)
    return found


def _may_stand_back(index: Path, present: Present | None) -> bool:
    """Whether the article of an index file may be a draft."""
    return mentions_draft(index) or is_scheduled(index, present)


def _slug_of(config: Config, file: str) -> str:
    """The article that a file, told as messages tell it, belongs to; empty for others."""
    path = config.root / file
    if not path.is_relative_to(config.content):
        return ""
    return path.relative_to(config.content).parts[0].removesuffix(".md") if path != config.content else ""


def _shown(pages: _Pages, manifest: Manifest, left: int) -> Shown:
    session, site = pages.session, pages.site
    back = {slug: several for slug, several in pages.mistakes.items() if slug in site.articles.drafts}
    files = {**_pages_of(last_shown(session.store), back), **keep(session.store, manifest)}
    runs = count_runs(site.articles)
    summary = f"{len(site.articles.published)} articles, {count_drawn(session)} of {runs} runs drawn"
    milder = [*site.false_numbers, *(one for several in back.values() for one in several)]
    warnings = [
        *session.diagnostics.of(Severity.WARNING),
        *(replace(one, severity=Severity.WARNING) for one in milder),
    ]
    return Shown(
        summary=summary,
        store=str(session.store.root),
        manifest=remember(session.store, files, session.build),
        left=left,
        warnings=[str(one) for one in warnings],
        mistakes={slug: [str(one) for one in several] for slug, several in back.items()},
    )


def _pages_of(files: Index, slugs: Mapping[str, object]) -> Index:
    """The files of some articles, and those that all articles share."""
    folders = tuple(f"{slug}/" for slug in slugs)
    return {path: key for path, key in files.items() if path.startswith((*folders, "assets/"))} if folders else {}
