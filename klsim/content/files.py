"""The content folder: which files make which articles."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from klsim.config import Config
from klsim.content.article import Article
from klsim.content.decoding import check_inside, check_readable, place, read_source
from klsim.content.schema import slug_mistake
from klsim.content.site import Site, parse_site
from klsim.diagnostics import AuthorError, Mistake, gather

_SECTION = re.compile(r"([0-9]+)-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
TAKEN = ("assets",)
"""Names that the site itself uses in the output folder."""
_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")


@dataclass(frozen=True)
class ArticleFiles:
    """The files of an article, not yet read: the index first, then its sections in their order.

    folder: where its images lie, relative to the project
    files:  each as a message names it, and where it is
    """

    slug: str
    folder: str
    files: tuple[tuple[str, Path], ...]


def find_articles(config: Config) -> tuple[tuple[ArticleFiles, ...], tuple[Mistake, ...]]:
    """What there is to read, in the order of the slugs, and what is wrong with names and places."""
    visible = _visible(config.content)
    paths = [path for path in visible if path.is_dir() or path.suffix == ".md"]
    paths = [path for path in paths if not path.is_dir() or _visible(path)]
    mistakes = [*_almost_markdown(visible, config), *_slug_clashes(paths, config)]
    found, wrong = gather(lambda path: _find_files(path, config), paths)
    mistakes += wrong
    for _, misnamed in found:
        mistakes += misnamed
    return tuple(sorted((one for one, _ in found), key=lambda one: one.slug)), tuple(mistakes)


def read_site(config: Config) -> Site:
    """The site that content/site.yaml describes."""
    path = config.content / "site.yaml"
    if not os.path.lexists(path):  # a link that leads nowhere is told where it is read
        hint = "create it with title, base_url, author and language"
        raise AuthorError([place(path, config).mistake("there is no site.yaml", hint)])
    return parse_site(read_source(path, config), place(path, config).file)


def _find_files(path: Path, config: Config) -> tuple[ArticleFiles, list[Mistake]]:
    """The files of one article, and sections whose names are wrong. Raises AuthorError where it cannot be read."""
    slug = path.name.removesuffix(".md")
    check_inside(path, config)
    if wrong := slug_mistake(slug):
        raise AuthorError([place(path, config).mistake(f"the name {wrong[0]}", wrong[1])])
    if slug in TAKEN:
        raise AuthorError(
            [place(path, config).mistake(f"the site itself uses the name {slug!r}", "choose another")]
        )
    if not path.is_dir():
        check_readable(path, config)
        return ArticleFiles(slug, place(path.parent, config).file, ((place(path, config).file, path),)), []
    index = path / "index.md"
    if not index.exists():
        hint = "add it, with front matter"
        raise AuthorError([place(index, config).mistake("this folder has no index.md", hint)])
    sections, misnamed = _find_sections(path, config)
    _, unreadable = gather(lambda one: check_readable(one, config), [index, *sections])
    if unreadable:
        raise AuthorError([*unreadable, *misnamed])
    files = tuple((place(one, config).file, one) for one in [index, *sections])
    return ArticleFiles(slug, place(path, config).file, files), misnamed


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


def part_clashes(articles: Iterable[Article]) -> list[Mistake]:
    """Articles that claim to be the same part of a series."""
    first: dict[tuple[str, int], Article] = {}
    mistakes = []
    for article in articles:
        if article.series is None or article.part is None:
            continue
        other = first.setdefault((article.series, article.part), article)
        if other is not article:
            what = f"two articles are part {article.part} of {article.series}"
            mistakes.append(article.origin.mistake(what, f"the other is {other.origin.file}"))
    return mistakes
