"""The content folder: which files make which articles."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from klsim.config import Config
from klsim.content.article import Article
from klsim.content.decoding import check_inside, check_readable, read_source, start_of
from klsim.content.moment import Present, is_early, parse_moment
from klsim.content.plain_name import plain_name
from klsim.content.schema import slug_mistake
from klsim.content.site import Site, parse_site
from klsim.diagnostics import Code, Diagnostic, Diagnostics, each

_SECTION = re.compile(r"([0-9]+)-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
TAKEN = ("assets", "downloads")
"""Names that the site itself uses in the output folder."""
_DATE = re.compile(rb"\A---[ \t]*\r?\n(?:(?!---)[^\n]*\n)*?date:[ \t]*([^\r\n#]*)")
_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")

_OF_ARTICLE = "add it, with front matter; files of an article lie beside its text, in a folder with an index.md"


@dataclass(frozen=True)
class ArticleFiles:
    """The files of an article, not yet read: the index first, then its sections in their order.

    folder: where its images lie, relative to the project
    files:  each as a message names it, and where it is
    """

    slug: str
    folder: str
    files: tuple[tuple[str, Path], ...]


def find_articles(config: Config, diagnostics: Diagnostics) -> tuple[ArticleFiles, ...]:
    """What there is to read, in the order of the slugs."""
    visible = _visible(config.content)
    paths = [path for path in visible if path.is_dir() or path.suffix == ".md"]
    paths = [path for path in paths if not path.is_dir() or _visible(path)]
    diagnostics.add(*_almost_markdown(visible, config), *_slug_clashes(paths, config))
    found = diagnostics.attempt_each(lambda path: _find_files(path, config, diagnostics), paths)
    return tuple(sorted(found, key=lambda one: one.slug))


def mentions_draft(index: Path) -> bool:
    """Whether the article of this index file may be a draft, as far as can be seen without reading it."""
    try:
        return b"draft" in index.read_bytes()
    except OSError:
        return False  # whoever reads it will say so


def is_scheduled(index: Path, present: Present | None) -> bool:
    """Whether the article of this index file has a date that is yet to come, as its front matter writes it."""
    try:
        found = _DATE.match(index.read_bytes())
    except OSError:
        return False  # whoever reads it will say so
    moment, _ = parse_moment(found[1].decode(errors="replace").strip().strip("\"'")) if found else (None, "")
    return is_early(moment, present)


def read_site(config: Config, diagnostics: Diagnostics) -> Site:
    """The site that content/site.yaml describes. Raises ContentError where there is none."""
    path = config.content / "site.yaml"
    if not os.path.lexists(path):  # a link that leads nowhere is told where it is read
        hint = "create it with title, base_url, author and language"
        raise start_of(path, config).failure(Code.MISSING_FILE, "there is no site.yaml", hint)
    return parse_site(read_source(path, config, diagnostics), start_of(path, config).file, diagnostics)


def _find_files(path: Path, config: Config, diagnostics: Diagnostics) -> ArticleFiles:
    """The files of one article. Raises ContentError where it cannot be read."""
    slug, start = path.name.removesuffix(".md"), start_of(path, config)
    check_inside(path, config)
    if wrong := slug_mistake(slug):
        raise start.failure(Code.INVALID_NAME, f"the name {wrong[0]}", wrong[1])
    if slug in TAKEN:
        message = f"the site itself uses the name {slug!r}"
        raise start.failure(Code.RESERVED_NAME, message, "choose another")
    if not path.is_dir():
        check_readable(path, config)
        return ArticleFiles(slug, start_of(path.parent, config).file, ((start.file, path),))
    index = path / "index.md"
    if not index.exists():
        has_text = any(path.rglob("*.md"))
        hint = "add it, with front matter" if has_text else _OF_ARTICLE
        raise start_of(index, config).failure(Code.MISSING_FILE, "this folder has no index.md", hint)
    files = [index, *_find_sections(path, config, diagnostics)]
    each(lambda one: check_readable(one, config), files)
    return ArticleFiles(slug, start.file, tuple((start_of(one, config).file, one) for one in files))


def _find_sections(folder: Path, config: Config, diagnostics: Diagnostics) -> list[Path]:
    """The files of sections in their order."""
    found: dict[int, Path] = {}
    visible = _visible(folder)
    diagnostics.add(*_almost_markdown(visible, config))
    for path in visible:
        if path.suffix != ".md" or path.name == "index.md":
            continue
        named = _SECTION.fullmatch(path.name)
        if named is None:
            diagnostics.add(start_of(path, config).error(Code.INVALID_NAME, *_misnamed(path)))
        elif (other := found.setdefault(int(named[1]), path)) is not path:
            message = f"two sections have the number {int(named[1])}"
            diagnostics.add(
                start_of(path, config).error(Code.DUPLICATE_NAME, message, f"the other is {other.name}")
            )
    return [found[number] for number in sorted(found)]


def _misnamed(path: Path) -> tuple[str, str]:
    close = plain_name(path.stem) or "section"
    number = "" if re.match(r"[0-9]+-", close) else "10-"
    message = f"the section {path.name!r} needs a number and a plain name"
    return message, f"rename it to {number}{close}.md; with an underscore first it is left out"


def _almost_markdown(paths: Iterable[Path], config: Config) -> list[Diagnostic]:
    """Files that look like texts, and would be passed over for their endings."""
    hint = "rename it to {}.md; with an underscore first it is left out"
    return [
        start_of(path, config).error(
            Code.INVALID_NAME, f"the name {path.name!r} does not end with .md", hint.format(path.stem)
        )
        for path in paths
        if path.suffix.lower() in _ENDINGS and path.suffix != ".md"
    ]


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, sorted, without README.md and names that begin with `_` or `.`."""
    if not folder.is_dir():
        return []
    names = sorted(folder.iterdir(), key=lambda path: path.name)
    return [path for path in names if path.name[0] not in "_." and path.name.lower() != "readme.md"]


def _slug_clashes(paths: Iterable[Path], config: Config) -> list[Diagnostic]:
    paths = list(paths)
    folders = {path.name for path in paths if path.is_dir()}
    return [
        start_of(path, config).error(
            Code.DUPLICATE_NAME,
            f"two articles have the name {path.stem!r}",
            f"the other is the folder {path.stem}/",
        )
        for path in paths
        if not path.is_dir() and path.stem in folders
    ]


def part_clashes(articles: Iterable[Article]) -> list[Diagnostic]:
    """Articles that claim to be the same part of a series."""
    first: dict[tuple[str, int], Article] = {}
    mistakes = []
    for article in articles:
        if article.series is None or article.part is None:
            continue
        other = first.setdefault((article.series, article.part), article)
        if other is not article:
            message = f"two articles are part {article.part} of {article.series}"
            mistakes.append(
                article.location.error(Code.DUPLICATE_PART, message, f"the other is {other.location.file}")
            )
    return mistakes
