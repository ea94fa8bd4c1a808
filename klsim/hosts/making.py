"""From the sources of another generator to the files of its figures."""

from klsim.content.outputs import HOSTED
from klsim.engine.publish import Manifest
from klsim.hosts.articles import read_host_pages
from klsim.hosts.plain_names import with_plain_names
from klsim.hosts.settings import read_settings
from klsim.look import read_look
from klsim.publication import Prepared, compare, make, read_pages
from klsim.session import Session
from klsim.template_files import find_templates


def make_figures(session: Session) -> tuple[Prepared, Manifest]:
    """What was read, and the files that are made of it. Raises ContentError with every mistake."""
    site = session.diagnostics.attempt(lambda: read_settings(session.config))
    templates = find_templates(session.config)
    articles = read_host_pages(session, site, read_pages(templates))
    look = read_look(session.config, site, templates, session.diagnostics)
    found = compare(session, Prepared(articles, (), {}, look, templates, {}, (), {}))
    session.diagnostics.add(*found.false_numbers)
    session.diagnostics.raise_errors()
    return found, with_plain_names(make(session, found, (HOSTED,)))
