"""The pages of another generator, read as articles are."""

from collections.abc import Mapping

from klsim.articles import Articles, read_documents, reading_task
from klsim.catalogue import find_simulations
from klsim.content.site import Site
from klsim.data_files import read_data_files
from klsim.diagnostics import Diagnostics
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
    documents = tuple(read_documents(session, simulations, reading))
    return Articles(site, documents, frozenset(), len(documents) == len(found) and not any(misplaced))
