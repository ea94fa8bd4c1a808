"""All that a build does but draw and write, and a look at what it would not mind."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from klsim.articles import Articles, RunReference
from klsim.config import Config
from klsim.diagnostics import AuthorError, Mistake
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.publish import peek_output
from klsim.engine.store import Store
from klsim.figures.kinds import KINDS
from klsim.page_links import find_targets, page_link_mistakes
from klsim.page_sizes import tabulate, weigh
from klsim.publication import prepare
from klsim.session import Session
from klsim.snapshot import recall, take_snapshot


@dataclass(frozen=True)
class Report:
    """What there is to say of a site: mistakes, warnings, things to know, and what its pages weigh, as lines."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...]
    notes: tuple[str, ...]
    table: tuple[str, ...]


def check(config: Config, executor: Executor | None = None, now: int = 0) -> Report:
    """Read and check the site. Nothing is published, and the output folder is not even locked."""
    with Store(config.store) as store:
        snapshot = take_snapshot(config, store)
        session = Session(config, store, executor or Serial(), Silent(), store.next_build(now))
        site = prepare(session)
        targets = find_targets(site.articles)
        for document in site.articles.published:
            session.mistakes.extend((*page_link_mistakes(document, targets), *document.lint))
        found = AuthorError(session.mistakes).mistakes
        mistakes = tuple(mistake for mistake in found if not mistake.is_warning)
        warnings = tuple(mistake for mistake in found if mistake.is_warning)
        notes = tuple(_undriven(site.articles, site.references))
        return Report(mistakes, warnings, notes, () if mistakes else _sizes(config, store, snapshot))


def _undriven(articles: Articles, references: tuple[RunReference, ...]) -> Iterator[str]:
    """Figures that no link of the prose drives: nothing wrong, but perhaps forgotten."""
    driven = {reference.folder for reference in references}
    for folder, declared in articles.figures:
        figure = declared.figure
        if KINDS[declared.kind].runs(figure) and folder not in driven:
            origin = figure.origin
            yield f"{origin.file}:{origin.line}: note: no link in the prose drives figure {figure.id!r}"


def _sizes(config: Config, store: Store, snapshot: str) -> tuple[str, ...]:
    output = peek_output(config.output)
    if recall(store, snapshot, output) is None:
        return (f"no sizes: {output.root} is not what a build would make now; build first",)
    return tabulate(weigh({path: (output.root / path).stat().st_size for path in output.index}))
