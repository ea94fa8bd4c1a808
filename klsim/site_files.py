"""Files that a site publishes as they are: all of `static/`, and what articles link to beside their texts."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from klsim.articles import Articles
from klsim.config import Config
from klsim.content.document import Document
from klsim.content.portable_names import alike, refused_by_windows
from klsim.content.references import Link, name_mistake
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location
from klsim.engine.index import is_plain
from klsim.figures.animation.links import is_run_link
from klsim.figures.place import OEMBED

PAGES = ("index.html", "404.html", "feed.xml", "sitemap.xml")
"""What klsim writes to the top of the output, whatever there is in `static/`."""

OWN_PAGES = {page: f"klsim's own {page}" for page in PAGES}
"""How messages call these."""

ROBOTS = "robots.txt"
"""What klsim writes unless the site has one."""

_SHARED = "assets"
_LEFT_BEHIND = frozenset({".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What version control and file managers put into folders."""

_PASSING = ("~", ".swp", ".swx")
_SITE = "site.yaml"


@dataclass(frozen=True)
class PlainFile:
    """A file of the site: how messages name it, and where it is."""

    label: str
    path: Path

    def error(self, code: Code, message: str, hint: str = "") -> Diagnostic:
        """What is wrong with it."""
        return Location(self.label, 1).error(code, message, hint)


def find_plain_files(config: Config, articles: Articles, diagnostics: Diagnostics) -> Mapping[str, PlainFile]:
    """All of them by their paths in the output."""
    attached: dict[str, PlainFile] = {}
    for document in articles.published:
        for link in document.links:
            if path := _beside(link):
                attached |= _attach(config, document, path, link.location, diagnostics)
        for declared in document.figures:
            for name in sources_of(declared.figure):
                attached |= _attach(config, document, name, declared.figure.location, diagnostics)
    static = dict(_static(config, diagnostics))
    for path, file in static.items():
        diagnostics.add(*_collisions(path, file, articles, attached))
    files = {**static, **attached}
    labels = {path: file.label for path, file in files.items()}
    diagnostics.add(*_not_everywhere({**labels, **_pictures(articles)}))
    return files


def _pictures(articles: Articles) -> Mapping[str, str]:
    """The pictures beside texts by their paths in the output, and how messages call them."""
    return {
        f"{document.slug}/{image.path}": f"{document.article.folder.as_posix()}/{image.path}"
        for document in articles.published
        for image in document.pictures
    }


def _not_everywhere(labels: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What is wrong with the names of files, known by their paths in the output, on another system than this."""
    for path, label in labels.items():
        if wrong := refused_by_windows(path):
            yield Location(label, 1).warning(Code.INVALID_NAME, f"the name {wrong}", "rename the file")
    for path, first in alike(labels):
        message = f"its name is that of {labels[first]} but for small and capital letters or accents"
        hint = "rename one of them: on Windows and macOS there is only one of the two"
        yield Location(labels[path], 1).warning(Code.INVALID_NAME, message, hint)


def sources_of(figure: object) -> Sequence[str]:
    """The data files of a figure, relative to its article, which its readers may have."""
    recording = getattr(figure, "recording", None)
    return () if recording is None else recording.sources


def _static(config: Config, diagnostics: Diagnostics) -> Iterator[tuple[str, PlainFile]]:
    """The files of `static/` by their paths in it."""
    top = config.static.resolve()
    for folder, folders, names in os.walk(config.static, followlinks=False):
        folders.sort()
        for name in sorted([*names, *(one for one in folders if Path(folder, one).is_symlink())]):
            path = Path(folder, name)
            inside = path.relative_to(config.static).as_posix()
            file = PlainFile(path.relative_to(config.root).as_posix(), path)
            if name in _LEFT_BEHIND or name.endswith(_PASSING):
                continue
            if not path.is_file():
                message = "this link leads nowhere, or to a folder" if path.is_symlink() else "this is no file"
                diagnostics.add(file.error(Code.FILE_UNREADABLE, message, "copy what is to be published"))
            elif not path.resolve().is_relative_to(top):
                message = f"this link leads outside {config.static.name}/"
                diagnostics.add(file.error(Code.OUTSIDE_SITE, message, "copy the file in its place"))
            elif wrong := name_mistake(inside):
                diagnostics.add(file.error(Code.INVALID_NAME, f"the name {wrong}", "rename the file"))
            else:
                yield inside, file


def _collisions(
    path: str, file: PlainFile, articles: Articles, attached: Mapping[str, PlainFile]
) -> Iterator[Diagnostic]:
    """What is wrong with the place of a file of `static/`: that something else is to be there."""
    if not is_plain(path):
        yield file.error(
            Code.RESERVED_NAME, f"{path!r} is no name that a file of a site may have", "rename the file"
        )
        return
    pages = {document.page: f"the page of {document.location.file}" for document in articles.published}
    images = _pictures(articles)
    others = {one: other.label for one, other in attached.items()}
    told = {f"{one}{OEMBED}": f"what tells of the figure {one}" for one, _ in articles.figures}
    taken = {**OWN_PAGES, **pages, **images, **told, **others}
    folders = {_SHARED: f"klsim's own {_SHARED}/", **{one: f"the figure {one}" for one, _ in articles.figures}}
    above = [str(one) for one in PurePosixPath(path).parents][:-1]
    owner = taken.get(path) or next((folders[one] for one in (path, *above) if one in folders), "")
    owner = owner or next((taken[one] for one in above if one in taken), "")
    owner = owner or next((taken[one] for one in taken if one.startswith(f"{path}/")), "")
    if owner:
        hint = (
            f"templates/{path} takes the place of klsim's"
            if path in PAGES
            else "rename it, or remove one of the two"
        )
        yield file.error(Code.DUPLICATE_NAME, f"{file.label} would stand where {owner} does", hint)


def _beside(link: Link) -> str:
    """The path within the article's folder that a link names; empty for all other links."""
    if is_run_link(link.href):
        return ""
    try:
        parts = urlsplit(link.href.strip())
    except ValueError:
        return ""  # it is told to be no address
    path = normpath(unquote(parts.path)) if parts.path and not parts.scheme and not parts.netloc else ""
    is_text = path.endswith(".md") or path == "index.html"
    return "" if path.startswith(("/", "..")) or path in ("", ".") or is_text or name_mistake(path) else path


def _attach(
    config: Config, document: Document, path: str, location: Location, diagnostics: Diagnostics
) -> Mapping[str, PlainFile]:
    """The file that an article links to, by its path in the output; nothing where there is none."""
    file = config.root / document.article.folder / path
    if not file.is_file():
        return {}
    figure = path.removesuffix(OEMBED).split("/")[0]
    if f"{document.slug}/{figure}" in document.folders:
        message = f"the file {path!r} would stand among those of figure {figure!r}"
        diagnostics.add(location.error(Code.RESERVED_NAME, message, "rename its folder"))
    elif not file.resolve().is_relative_to(config.content.resolve()):
        message = f"the file {path!r} leads out of content/"
        diagnostics.add(location.error(Code.OUTSIDE_SITE, message, "copy it there"))
    else:
        label = (document.article.folder / path).as_posix()
        return {f"{document.slug}/{path}": PlainFile(label, file)}
    return {}


def unused_files(
    config: Config, articles: Articles, files: Mapping[str, PlainFile], others: Collection[Path] = ()
) -> Iterator[Diagnostic]:
    """What lies in the content folder, is no text, and is used by none."""
    used = {*(file.path for file in files.values()), *others}
    for document in articles.published:
        folder = config.root / document.article.folder
        used |= {folder / image.path for image in document.pictures}
    left_out = {*articles.drafts, *(one.slug for one in articles.published if not one.is_whole)}
    for path in _others(config.content, set()):
        inside = path.relative_to(config.content)
        top = inside.parts[0].removesuffix(".md")
        if path in used or top in left_out or (not articles.is_whole and len(inside.parts) > 1):
            continue
        if not _is_mentioned(path, config.content / top if len(inside.parts) > 1 else config.content):
            label = path.relative_to(config.root).as_posix()
            hint = "link to it from a text, or put it into static/, whose files are published as they are"
            yield Location(label, 1).warning(
                Code.UNUSED_FILE, "no text uses this file, so it is not published", hint
            )


def _others(folder: Path, above: Collection[Path]) -> Iterator[Path]:
    """All files below a folder that are no texts, without those that begin with `_` or `.`."""
    real = folder.resolve()
    if real in above or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name[0] in "_." or path.name.endswith(_PASSING) or path.name in _LEFT_BEHIND:
            continue
        if path.is_dir():
            yield from _others(path, {*above, real})
        elif path.suffix != ".md" and path.name != _SITE and path.name.lower() != "readme":
            yield path


def _is_mentioned(path: Path, folder: Path) -> bool:
    """Whether a text of the folder has the name of the file in it, as the block of a figure may."""
    texts: Sequence[Path] = sorted(folder.glob("*.md"))
    return any(path.name.encode() in text.read_bytes() for text in texts if text.is_file())
