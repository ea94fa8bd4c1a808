"""What a build has to do: what has changed since the last one is read and checked, nothing is written yet."""

from builtins import map as one_by_one
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from klsim.content.article import Article
from klsim.content.files import Found, find_articles, part_clashes, read_site
from klsim.content.site import Site
from klsim.diagnostics import AuthorError, Mistake, gather, warning_too
from klsim.figures.animation.links import linked_article
from klsim.figures.animation.plan import FigurePlan
from klsim.site.job import Job
from klsim.site.memory import Memory, Note
from klsim.site.outline import Outline, article_keys, make_outline, page_key, take_over
from klsim.site.prepare import Prepared, plan, plan_text
from klsim.site.reading import Attempt, read_batch, read_figures
from klsim.site.results import Written, check_links, run_links
from klsim.site.shared import Shared, plan_shared

BATCH = 8
"""Articles that a process reads in a row; so few are not worth starting one."""


@dataclass(frozen=True)
class Agenda:
    """The site, all of it right.

    kept:      articles that are as they were, and whose files are there and whole
    prepared:  the other ones, read again
    drafts:    articles that are not published
    keys:      the key of each article's own files, and of what no article owns
    page_keys: the key of each page to be
    """

    site: Site
    shared: Shared
    outline: Outline
    kept: Mapping[str, Note]
    prepared: Sequence[Prepared]
    drafts: Sequence[Article]
    keys: Mapping[str, str]
    page_keys: Mapping[str, str]


def make_agenda(job: Job, memory: Memory | None) -> Agenda:
    """Read what has changed, and check it. Raises AuthorError with every mistake in the content."""
    sites, wrong = gather(read_site, [job.config])
    with warning_too(sites[0].warnings if sites else ()):
        return _make_agenda(job, memory, sites, wrong)


def _make_agenda(job: Job, memory: Memory | None, sites: Sequence[Site], wrong: Sequence[Mistake]) -> Agenda:
    """The same, of a site that was read; there is none where something is `wrong` with it."""
    found, clashes = find_articles(job.config)
    series = sites[0].series if sites else None
    read = partial(read_batch, job.config, series)
    keys = article_keys(job.inputs, [one.slug for one in found])
    kept = take_over(memory, keys, job.inputs, job.output)
    attempts = _read(job, read, [one for one in found if one.slug not in kept])
    mistakes = [*wrong, *clashes, *(mistake for one in attempts for mistake in one.mistakes)]
    articles = [one.article for one in attempts if one.article]
    mistakes += part_clashes([*kept.values(), *articles])
    if mistakes:
        raise AuthorError(mistakes)
    prepared = _plan(job, attempts)
    written = [(one.article.slug, link) for one in prepared for link in run_links(one.rendered)]
    remembered = [(note.slug, link) for note in kept.values() for link in note.links]
    _check(job, series, found, kept, prepared, [*written, *_leading_elsewhere(remembered, kept)])

    characters = [*(note.characters for note in kept.values()), *(one.characters for one in prepared)]
    shared = plan_shared(job, chain.from_iterable(characters))
    cards = [note for note in kept.values() if not note.draft] + [one.article for one in prepared]
    in_order = sorted([*written, *remembered], key=lambda link: link[0])
    outline = make_outline(cards, in_order, sites[0])
    page_keys = {card.slug: page_key(outline, card.slug, keys[card.slug], shared.key) for card in cards}
    stale = {slug for slug, note in kept.items() if not note.draft and note.page_key != page_keys[slug]}
    prepared += _plan(job, _read(job, read, [one for one in found if one.slug in stale]))
    return Agenda(
        site=sites[0],
        shared=shared,
        outline=outline,
        kept={slug: note for slug, note in kept.items() if slug not in stale},
        prepared=sorted(prepared, key=lambda one: one.article.slug),
        drafts=[article for article in articles if article.draft],
        keys=keys,
        page_keys=page_keys,
    )


def _read(job: Job, read: partial[list[Attempt]], found: Sequence[Found]) -> list[Attempt]:
    batches = [found[n : n + BATCH] for n in range(0, len(found), BATCH)]
    many = job.map if len(batches) > 1 else one_by_one
    return list(chain.from_iterable(many(read, batches)))


def _plan(job: Job, attempts: Iterable[Attempt]) -> list[Prepared]:
    return [plan_text(one.text, job.code) for one in attempts if one.text]


def _leading_elsewhere(links: Iterable[Written], kept: Mapping[str, Note]) -> list[Written]:
    """The links that lead to an article which is not as it was."""
    return [(slug, link) for slug, link in links if linked_article(link.href, slug) not in kept]


def _check(
    job: Job,
    series: Mapping[str, str] | None,
    found: Sequence[Found],
    kept: Mapping[str, Note],
    prepared: Sequence[Prepared],
    links: Sequence[Written],
) -> None:
    """Check links; of articles that are as they were, only those figures are read that a link leads to."""
    needed = {linked_article(link.href, slug) for slug, link in links} & set(kept)
    plans: dict[str, Sequence[FigurePlan]] = {slug: () for slug, note in kept.items() if not note.draft}
    plans |= {one.article.slug: one.plans for one in prepared}
    for one in found:
        if one.slug in needed:
            figures = [plan(figure, one.slug, job.code) for figure in read_figures(job.config, series, one)]
            plans[one.slug] = [figure for figure in figures if isinstance(figure, FigurePlan)]
    check_links(links, plans, job.output)
