"""Writing content in tests, and reading back what an author is told."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest

from klsim import articles
from klsim.config import Config
from klsim.content.article import Article, File, parse_article
from klsim.content.decoding import decode
from klsim.content.files import ArticleFiles, find_articles
from klsim.content.markdown.rendering import Rendered, parse_markdown, render_markdown
from klsim.content.source import Source
from klsim.diagnostics import ContentError, Diagnostics, Location
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.session import Session
from tests.site.stores import begin_store

SITE = """\
title: Descent
base_url: https://klsim.example/descent
author: M. Crosby
language: en
series:
  kl: KL divergence
"""
HEAD = """\
---
title: Going downhill
date: 2018-03-01
summary: Which way is down.
---
"""


def content(root: Path, files: Mapping[str, str | bytes]) -> Config:
    """A project whose content folder holds these files, and a good site.yaml unless they have their own."""
    for name, text in {"site.yaml": SITE, **files}.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Config.at(root)


def read_articles(config: Config, series: Collection[str] | None = None) -> tuple[tuple[Article, Source], ...]:
    """The articles of a content folder and their texts; the mistakes of all are raised together."""
    diagnostics = Diagnostics()

    def read(one: ArticleFiles) -> tuple[Article | None, Source]:
        files = [File(decode(path.read_bytes(), name, diagnostics), Location(name, 1)) for name, path in one.files]
        return parse_article(one.slug, Path(one.folder), files[0], files[1:], series, diagnostics)

    read_all = diagnostics.attempt_each(read, find_articles(config, diagnostics))
    diagnostics.raise_errors()
    return tuple((article, source) for article, source in read_all if article is not None)


def survey(config: Config) -> list[str]:
    """The mistakes in the content of a project, as lines, in the order in which authors are told of them."""
    if not config.store.exists():
        begin_store(config.store)
    with Store(config.store) as store:
        session = Session(config, store, Serial(), Silent(), store.next_build(0))
        articles.read_articles(session, {})
        return [str(diagnostic) for diagnostic in session.diagnostics]


def told(work: Callable[[], object]) -> list[str]:
    """The mistakes, as lines, that some work raises."""
    with pytest.raises(ContentError) as caught:
        work()
    return str(caught.value).splitlines()


def render(text: str, **options: object) -> Rendered:
    """Markdown rendered as content/a.md; its mistakes are raised."""
    rendered, diagnostics = read(text, **options)
    diagnostics.raise_errors()
    return rendered


def read(text: str, **options: object) -> tuple[Rendered, Diagnostics]:
    """Markdown rendered as content/a.md, and what is found in it."""
    diagnostics = Diagnostics()
    parsed = parse_markdown(Source.of(text, "content/a.md"), ("animation", "match"))
    return render_markdown(parsed, diagnostics, **options), diagnostics  # type: ignore[arg-type]


def told_of(text: str) -> list[str]:
    """The mistakes in a piece of Markdown."""
    return told(lambda: render(text))


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """A text with one thing in place of another, again and again; each has to be there."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text
