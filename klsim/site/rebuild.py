"""A build that has something to do.

Articles that are as they were at the last build are taken over from its memory. Of the others, figures are made
before the pages that show them, and what nothing refers to any more goes last.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from klsim.disk.digests import digest
from klsim.formats.html import Renderer, make_environment
from klsim.formats.summaries import tease
from klsim.site.agenda import Agenda, make_agenda
from klsim.site.build import summarise
from klsim.site.explain import explain
from klsim.site.job import Job
from klsim.site.make import Complete, complete, note_of
from klsim.site.memory import PATH, Memory, Note, draft_note, remember
from klsim.site.pages import render_article, render_others
from klsim.site.progress import Summary
from klsim.site.shared import begin_fonts, text_fonts, write_shared

Pages: TypeAlias = Mapping[str, tuple[str, bytes]]
"""The key and the bytes of each page, by path."""


def rebuild(job: Job, memory: Memory | None) -> Summary:
    """Make and write what is missing or out of date. Raises AuthorError before anything is written."""
    known = text_fonts(job)
    fonts = begin_fonts(known, job)  # other processes start on them while this one reads
    agenda = make_agenda(job, memory)
    fonts |= begin_fonts({path: font for path, font in agenda.shared.fonts.items() if path not in known}, job)
    done = _make(job, agenda)
    notes = _notes(job, agenda, done)
    pages, others = _render_pages(job, agenda, done, notes)  # while other processes cut the fonts
    shared = write_shared(agenda.shared, fonts, {note.script for note in notes.values()}, job)
    job.output.settle()
    _write_pages(job, {**pages, **others})
    warnings = tuple(map(str, agenda.site.warnings))
    now = Memory(job.inputs, notes, {path: job.output.entries[path].key for path in (*shared, *others)}, warnings)
    remember(now, job.output)
    pruned = job.output.prune([PATH, *now.files])
    why = explain(job.output.written, memory.inputs if memory else None, job.inputs, job.output.lost)
    return summarise(now, job.output, sum(one.drawn for one in done), pruned, why)


def _make(job: Job, agenda: Agenda) -> Sequence[Complete]:
    """The figures and images of every article that is not as it was."""
    kept = sum(note.runs for note in agenda.kept.values())
    planned = sum(len(plan.runs) for one in agenda.prepared for plan in one.plans)
    job.progress.start(kept + planned)
    job.progress.advance(kept)
    return complete(job, agenda.prepared)


def _notes(job: Job, agenda: Agenda, done: Sequence[Complete]) -> Mapping[str, Note]:
    """What to remember of all articles, in the order of their slugs."""
    keys, page_keys = agenda.keys, agenda.page_keys
    notes = [
        *agenda.kept.values(),
        *(draft_note(article, keys[article.slug]) for article in agenda.drafts),
        *(note_of(job, one, keys[one.slug], page_keys[one.slug]) for one in done),
    ]
    return {note.slug: note for note in sorted(notes, key=lambda note: note.slug)}


def _render_pages(
    job: Job, agenda: Agenda, done: Sequence[Complete], notes: Mapping[str, Note]
) -> tuple[Pages, Pages]:
    """The pages of articles that are not as they were, and those that no article owns."""
    renderer = Renderer(make_environment(job.config.templates), agenda.site, agenda.shared.assets)
    published = [note for note in notes.values() if not note.draft]
    teasers = {note.slug: tease(note, agenda.site, note.still) for note in published}
    others = render_others(renderer, list(teasers.values()))
    pages = {
        notes[one.slug].page: (
            agenda.page_keys[one.slug],
            render_article(renderer, one, teasers[one.slug], agenda.outline),
        )
        for one in done
    }
    return pages, {path: (digest(data), data) for path, data in others.items()}


def _write_pages(job: Job, pages: Pages) -> None:
    """Write new pages first: whatever ends the build, no page that readers know links to one that is not there."""
    for path in sorted(pages, key=lambda path: (job.output.root / path).exists()):
        job.output.write(path, *pages[path])
