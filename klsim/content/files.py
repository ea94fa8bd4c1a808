"""The content folder: which files make which articles."""

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from klsim.config import Config
from klsim.content.article import Article, Card, File, both, parse_article
from klsim.content.decoding import check_inside, place, read_source
from klsim.content.schema import slug_mistake
from klsim.content.site import Site, parse_site
from klsim.diagnostics import AuthorError, Mistake, each, gather

_SECTION = re.compile(r"([0-9]+)-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
TAKEN = ("assets",)
"""Names that the site itself uses in the output folder."""
_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")


@dataclass(frozen=True)
class Found:
    """A file or folder that is an article, not yet read."""

    slug: str
    path: Path


@dataclass(frozen=True)
class Content:
    """What could be read of the content folder, the warnings about it, and the mistakes in the rest."""

    site: Site | None
    articles: tuple[Article, ...]
    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...]


def survey_content(config: Config) -> Content:
    """The site and those articles that are right, so that others can look for more mistakes in them."""
    sites, wrong = gather(read_site, [config])
    articles, mistakes = _survey_articles(config, sites[0].series if sites else None)
    warnings = sites[0].warnings if sites else ()
    return Content(sites[0] if sites else None, articles, (*wrong, *mistakes), warnings)


def find_articles(config: Config) -> tuple[tuple[Found, ...], tuple[Mistake, ...]]:
    """What there is to read, in the order of the slugs, and the clashes between names."""
    visible = _visible(config.content)
    paths = [path for path in visible if path.is_dir() or path.suffix == ".md"]
    paths = [path for path in paths if not path.is_dir() or _visible(path)]
    found = [Found(path.name.removesuffix(".md"), path) for path in paths]
    wrong = [*_almost_markdown(visible, config), *_slug_clashes(paths, config)]
    return tuple(sorted(found, key=lambda one: one.slug)), tuple(wrong)


def read_site(config: Config) -> Site:
    """The site that content/site.yaml describes."""
    path = config.content / "site.yaml"
    if not os.path.lexists(path):
        hint = "create it with title, base_url, author and language"
        raise AuthorError([place(path, config).mistake("there is no site.yaml", hint)])
    return parse_site(read_source(path, config), place(path, config).file)


def read_articles(config: Config, series: Collection[str] | None) -> tuple[Article, ...]:
    """All articles, drafts included, in the order of their slugs.

    `series` are the known ones; None leaves them unchecked. Raises AuthorError with every mistake.
    """
    articles, mistakes = _survey_articles(config, series)
    _raise(mistakes)
    return articles


def _survey_articles(config: Config, series: Collection[str] | None) -> tuple[tuple[Article, ...], list[Mistake]]:
    found, clashes = find_articles(config)
    articles, mistakes = gather(lambda one: read_article(one, config, series), found)
    mistakes += [*clashes, *part_clashes(articles)]
    return tuple(articles), mistakes


def read_article(found: Found, config: Config, series: Collection[str] | None) -> Article:
    """One article. Raises AuthorError with every mistake in its files, their names and its front matter."""
    path, slug = found.path, found.slug
    check_inside(path, config)
    if wrong := slug_mistake(slug):
        raise AuthorError([place(path, config).mistake(f"the name {wrong[0]}", wrong[1])])
    if slug in TAKEN:
        raise AuthorError(
            [place(path, config).mistake(f"the site itself uses the name {slug!r}", "choose another")]
        )
    if not path.is_dir():
        folder = Path(place(path.parent, config).file)
        return parse_article(slug, folder, _read_file(path, config), (), series)
    index = path / "index.md"
    if not index.exists():
        hint = "add it, with front matter"
        raise AuthorError([place(index, config).mistake("this folder has no index.md", hint)])
    sections, misnamed = _find_sections(path, config)
    article, _ = both(lambda: _read_parts(path, [index, *sections], config, series), lambda: _raise(misnamed))
    return article


def _read_parts(folder: Path, paths: list[Path], config: Config, series: Collection[str] | None) -> Article:
    index, *sections = each(lambda path: _read_file(path, config), paths)
    return parse_article(folder.name, Path(place(folder, config).file), index, sections, series)


def _find_sections(folder: Path, config: Config) -> tuple[list[Path], list[Mistake]]:
    """The files of sections in their order, and what is wrong with the names of others."""
    found: dict[int, Path] = {}
    visible = _visible(folder)
    mistakes = _almost_markdown(visible, config)
    for path in visible:
        if path.suffix != ".md" or path.name == "index.md":
            continue
        named = _SECTION.fullmatch(path.name)
        if named is None:
            mistakes.append(place(path, config).mistake(*_misnamed(path)))
        elif (other := found.setdefault(int(named[1]), path)) is not path:
            what = f"two sections have the number {int(named[1])}"
            mistakes.append(place(path, config).mistake(what, f"the other is {other.name}"))
    return [found[number] for number in sorted(found)], mistakes


def _misnamed(path: Path) -> tuple[str, str]:
    close = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "section"
    number = "" if re.match(r"[0-9]+-", close) else "10-"
    what = f"the section {path.name!r} needs a number and a plain name"
    return what, f"rename it to {number}{close}.md; with an underscore first it is left out"


def _almost_markdown(paths: Iterable[Path], config: Config) -> list[Mistake]:
    """Files that look like texts, and would be passed over for their endings."""
    hint = "rename it to {}.md; with an underscore first it is left out"
    return [
        place(path, config).mistake(f"the name {path.name!r} does not end with .md", hint.format(path.stem))
        for path in paths
        if path.suffix.lower() in _ENDINGS and path.suffix != ".md"
    ]


def _read_file(path: Path, config: Config) -> File:
    return File(read_source(path, config), place(path, config))


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, sorted, without README.md and names that begin with `_` or `.`."""
    if not folder.is_dir():
        return []
    names = sorted(folder.iterdir(), key=lambda path: path.name)
    return [path for path in names if path.name[0] not in "_." and path.name.lower() != "readme.md"]


def _slug_clashes(paths: Iterable[Path], config: Config) -> list[Mistake]:
    paths = list(paths)
    folders = {path.name for path in paths if path.is_dir()}
    return [
        place(path, config).mistake(
            f"two articles have the name {path.stem!r}", f"the other is the folder {path.stem}/"
        )
        for path in paths
        if not path.is_dir() and path.stem in folders
    ]


def part_clashes(articles: Iterable[Card]) -> list[Mistake]:
    """Articles that claim to be the same part of a series."""
    first: dict[tuple[str, int], Card] = {}
    mistakes = []
    for article in articles:
        if article.series is None or article.part is None:
            continue
        other = first.setdefault((article.series, article.part), article)
        if other is not article:
            what = f"two articles are part {article.part} of {article.series}"
            mistakes.append(article.origin.mistake(what, f"the other is {other.origin.file}"))
    return mistakes


def _raise(mistakes: Iterable[Mistake]) -> None:
    if found := list(mistakes):
        raise AuthorError(found)
