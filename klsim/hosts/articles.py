"""The pages of another generator, read as articles are."""

from collections.abc import Mapping

from klsim.articles import Articles, reading_task, text_task
from klsim.catalogue import declaration_tasks, find_simulations, told_by
from klsim.content.document import DIAGNOSTICS, Document
from klsim.content.site import Site
from klsim.data_files import read_data_files
from klsim.diagnostics import Diagnostic, Diagnostics
from klsim.figures.documents import DOCUMENTS
from klsim.figures.ids import page_ids
from klsim.hosts.pages import find_pages
from klsim.session import Session


def read_host_pages(session: Session, site: Site | None, templates: Mapping[str, bytes]) -> Articles:
    """What klsim has in a project, as far as it is right; what is not is kept in the session."""
    diagnostics, misplaced = session.diagnostics, Diagnostics()
    found = find_pages(session.config, misplaced)
    diagnostics.add(*misplaced)
    simulations = find_simulations(session.config, diagnostics)
    asked = read_data_files(session, found)
    ids, options = page_ids(templates), site.text_options.plain() if site else {}
    reading = [
        reading_task(one, None, ids, options, {}, simulations, asked.get(one.slug, ()), is_hosted=True)
        for one in found
    ]
    made = session.run([*declaration_tasks(simulations), *reading], silently=True)
    diagnostics.add(*told_by(simulations, made))
    tasks = [text_task(one.slug) for one in found]
    for task in tasks:
        diagnostics.add(*DIAGNOSTICS.decode_many(made.read(task, "diagnostics"), Diagnostic))
    documents = tuple(
        DOCUMENTS.decode(made.read(task, "document"), Document)
        for task in tasks
        if "document" in made.products(task)
    )
    return Articles(site, documents, frozenset(), len(documents) == len(found) and not any(misplaced))
