"""From the sources of another generator to the files of its figures."""

from collections.abc import Iterator

from klsim.articles import Articles
from klsim.config import Config
from klsim.content.decoding import start_of
from klsim.content.outputs import HOSTED
from klsim.engine.publish import Manifest
from klsim.hosts.articles import read_host_pages
from klsim.hosts.plain_names import with_plain_names
from klsim.hosts.settings import read_settings
from klsim.look import read_look
from klsim.publication import Prepared, compare, make, read_pages
from klsim.session import Session
from klsim.site_files import PlainFile, sources_of
from klsim.template_files import find_templates


def make_figures(session: Session) -> tuple[Prepared, Manifest]:
    """What was read, and the files that are made of it. Raises ContentError with every mistake."""
    site = session.diagnostics.attempt(lambda: read_settings(session.config))
    templates = find_templates(session.config)
    articles = read_host_pages(session, site, read_pages(templates))
    look = read_look(session.config, site, templates, session.diagnostics)
    files = dict(_data_files(session.config, articles))
    found = compare(session, Prepared(articles, (), {}, look, templates, files, (), {}))
    session.diagnostics.add(*found.false_numbers)
    session.diagnostics.raise_errors()
    return found, with_plain_names(make(session, found, (HOSTED,)))


def _data_files(config: Config, articles: Articles) -> Iterator[tuple[str, PlainFile]]:
    """Files of recorded runs, which figures offer to their readers, by path."""
    for document in articles.published:
        for declared in document.figures:
            for name in sources_of(declared.figure):
                path = config.root / document.article.folder / name
                yield f"{document.slug}/{name}", PlainFile(start_of(path, config).file, path)
