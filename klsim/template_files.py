"""The templates of a site: klsim's own, and over them those files of the site that differ.

A site has in its `templates/` only what differs: a whole file in place of klsim's, or a template that begins with
`{% extends "klsim/article.html" %}` and has some of its blocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from klsim.config import Config
from klsim.diagnostics import BuildError, Code, Diagnostic, Location, nearest

OF_SITE, OF_KLSIM = "templates/", "klsim/templates/"
"""How messages name files of either; where both are one folder, all are the site's."""

STATIC, SCRIPTS = "static/", "scripts/"


@dataclass(frozen=True)
class TemplateFile:
    """A file, and how messages name it."""

    label: str
    path: Path


@dataclass(frozen=True)
class TemplateFiles:
    """Files by their paths below `templates/`, such as `article.html` or `static/theme.css`.

    site: those of the site
    own:  those of klsim; none where the templates of the site are klsim's own
    """

    site: Mapping[str, TemplateFile]
    own: Mapping[str, TemplateFile]

    @property
    def known(self) -> Mapping[str, TemplateFile]:
        """Of each file the one that counts."""
        return dict(sorted({**self.own, **self.site}.items()))

    @property
    def pages(self) -> tuple[tuple[str, Path], ...]:
        """All templates with their labels, those that others take the place of too: they may be extended."""
        return tuple(
            (file.label, file.path)
            for files in (self.own, self.site)
            for name, file in sorted(files.items())
            if "/" not in name
        )

    def below(self, folder: str, ending: str = "") -> tuple[tuple[str, Path], ...]:
        """The files of a folder that count, with their labels."""
        return tuple(
            (file.label, file.path)
            for name, file in self.known.items()
            if name.startswith(folder) and name.endswith(ending)
        )

    def named(self, name: str) -> TemplateFile:
        """The file that counts. Raises BuildError where there is none."""
        if name not in self.known:
            raise BuildError(f"{own_templates() / name} is not there; install klsim again")
        return self.known[name]


def own_templates() -> Path:
    """klsim's own: beside the files of the package, or above it where it is not installed from a wheel."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def find_templates(config: Config) -> TemplateFiles:
    """The templates of a site. Raises BuildError where klsim's own are not there."""
    own = own_templates()
    if config.templates.resolve() == own:
        return TemplateFiles(dict(_files(own, OF_SITE)), {})
    if not own.is_dir():
        raise BuildError(f"{own} is not there; install klsim again")
    return TemplateFiles(dict(_files(config.templates, OF_SITE)), dict(_files(own, OF_KLSIM)))


def _files(folder: Path, label: str) -> Iterator[tuple[str, TemplateFile]]:
    for below in ("", STATIC, SCRIPTS):
        inside = folder / below
        for path in sorted(inside.iterdir()) if inside.is_dir() else ():
            if path.is_file() and path.name[0] not in "._":
                yield f"{below}{path.name}", TemplateFile(f"{label}{below}{path.name}", path)


def effective_pages(pages: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The templates of which pages are made, by label, from all that there are: not those that are replaced."""
    replaced = {label for label in pages if label.startswith(OF_KLSIM) and _twin(label) in pages}
    extended = {label for label in replaced if f"klsim/{name_of(label)}".encode() in pages[_twin(label)]}
    return {label: data for label, data in pages.items() if label not in replaced - extended}


def _twin(label: str) -> str:
    """How the site's file of the same name is called."""
    return OF_SITE + name_of(label)


def name_of(label: str) -> str:
    """The name of a template without its folder."""
    return label.rpartition("/")[2]


def find_template(name: str, pages: Mapping[str, bytes]) -> str | None:
    """The label of the template that others call `name`: `klsim/article.html` is klsim's own in any case."""
    own = name.removeprefix("klsim/")
    labels = [OF_KLSIM + own, OF_SITE + own] if own != name else [OF_SITE + name, OF_KLSIM + name]
    if own != name and any(label.startswith(OF_KLSIM) for label in pages):
        labels = labels[:1]  # else a template could be asked to extend itself
    return next((label for label in labels if label in pages), None)


def unused_templates(files: TemplateFiles) -> Iterator[Diagnostic]:
    """Files of a site's `templates/` that have no effect: most likely misnamed."""
    if not files.own:
        return
    texts = {name: file.path.read_bytes() for name, file in files.site.items() if not name.startswith(STATIC)}
    for name, file in files.site.items():
        if name in files.own:
            continue
        start = Location(file.label, 1)
        folder, _, last = name.rpartition("/")
        alike = [name_of(other) for other in files.own if other.rpartition("/")[0] == folder]
        if name.startswith(STATIC):
            close = nearest(last, alike, "klsim has")
            hint = f"what is to be published stands in static/ beside content/; {close}"
            yield start.warning(Code.UNUSED_FILE, "no page uses this file", hint)
        elif not any(last.encode() in text for other, text in texts.items() if other != name):
            what = "module" if name.startswith(SCRIPTS) else "template"
            message = f"no {what} uses this file, and klsim has none of this name"
            yield start.warning(Code.UNUSED_FILE, message, nearest(last, alike, f"{what}s"))
