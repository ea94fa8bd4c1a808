"""All that a build does but draw and write, and a look at what it would not mind."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain

from klsim.articles import Articles, RunReference
from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Severity
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.publish import peek_output
from klsim.engine.store import Store
from klsim.figures.kinds import KINDS
from klsim.page_links import find_targets, page_link_mistakes
from klsim.page_sizes import tabulate, weigh
from klsim.publication import Prepared, prepare
from klsim.session import Session
from klsim.snapshot import recall, take_snapshot


@dataclass(frozen=True)
class Report:
    """What there is to say of a site, and what its pages weigh, as lines."""

    diagnostics: Diagnostics
    table: tuple[str, ...]


def check(
    config: Config, executor: Executor | None = None, now: int = 0, present: Present | None = None
) -> Report:
    """Read and check the site. Nothing is published, and the output folder is not even locked."""
    with Store(config.store, packages=config.packages) as store:
        snapshot = take_snapshot(config, store)
        session = Session(config, store, executor or Serial(), Silent(), store.next_build(now), present)
        site, diagnostics = prepare(session), session.diagnostics
        diagnostics.add(*site.false_numbers)
        targets = find_targets(site.articles, site.files)
        for document in site.articles.published:
            diagnostics.add(*page_link_mistakes(document, targets), *document.lint)
        diagnostics.add(*_undriven(site.articles, site.references))
        diagnostics.add(*_differences(session, site))
        has_errors = bool(diagnostics.of(Severity.ERROR))
        return Report(diagnostics, () if has_errors else _sizes(config, store, snapshot, present))


def _differences(session: Session, site: Prepared) -> Iterator[Diagnostic]:
    """Runs that do not do the same when they are computed again."""
    figures = [
        (folder, KINDS[one.kind], one.figure) for folder, one in site.articles.figures if folder in site.plans
    ]
    repetitions = [kind.repetition(figure, folder) for folder, kind, figure in figures]
    made = session.run(chain.from_iterable(repetitions))
    for (folder, kind, figure), tasks in zip(figures, repetitions, strict=True):
        if all(task.name in made.made for task in tasks):
            yield from kind.differences(figure, folder, made)


def _undriven(articles: Articles, references: tuple[RunReference, ...]) -> Iterator[Diagnostic]:
    """Figures that no link of the prose drives: nothing wrong, but perhaps forgotten."""
    driven = {reference.folder for reference in references}
    for folder, declared in articles.figures:
        figure = declared.figure
        if KINDS[declared.kind].runs(figure) and folder not in driven:
            message = f"no link in the prose drives figure {figure.id!r}"
            yield figure.location.note(Code.UNDRIVEN_FIGURE, message)


def _sizes(config: Config, store: Store, snapshot: str, present: Present | None) -> tuple[str, ...]:
    output = peek_output(config.output)
    if recall(store, snapshot, output, present) is None:
        return (f"no sizes: {output.root} is not what a build would make now; build first",)
    return tabulate(weigh({path: (output.root / path).stat().st_size for path in output.index}))
