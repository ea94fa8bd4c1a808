"""What fills in templates: Jinja, and what all pages of a build have in common."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from traceback import extract_tb
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from klsim.content.decoding import decode
from klsim.content.site import SITES, Site
from klsim.diagnostics import Code, ContentError, Location, nearest
from klsim.figures.place import Place
from klsim.formats.assets import Assets
from klsim.formats.destinations import Destination
from klsim.template_files import OF_SITE, find_template, name_of


class _Given(BaseLoader):
    """Templates that are there as bytes, by label."""

    def __init__(self, templates: Mapping[str, bytes]) -> None:
        self._templates = templates

    def get_source(self, _: Environment, template: str) -> tuple[str, str, None]:
        """The source of a template, and what faults in it are told by."""
        label = find_template(template, self._templates)
        if label is None:
            raise TemplateNotFound(template)
        return decode(self._templates[label], label).text + "\n", label, None


@dataclass(frozen=True)
class Renderer:
    """What all pages of a build have in common."""

    environment: Environment
    site: Site
    assets: Assets
    navigation: Sequence[tuple[str, str]]

    def rules(self, templates: Sequence[str]) -> str:
        """The style rules of some templates."""
        return "".join(self.environment.get_template(name).render() for name in templates)

    def page(self, template: str, root: str, **context: object) -> bytes:
        """A page from a template; `root` leads from its folder to the output folder."""
        chosen = self.environment.get_template(template)
        links = [Destination(label, address, root) for label, address in self.navigation]
        common = {"site": self.site, "assets": self.assets, "navigation": links, "root": root}
        return chosen.render(**common, **context).encode()


def make_environment(templates: Mapping[str, bytes]) -> Environment:
    """Jinja with every undefined name an error and everything escaped."""
    return Environment(
        loader=_Given(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=2)
def _environment(templates: tuple[tuple[str, bytes], ...]) -> Environment:
    """The same, kept: to compile the templates takes longer than to fill them in."""
    return make_environment(dict(templates))


def make_renderer(
    site: str,
    assets: Mapping[str, Any],
    navigation: Sequence[tuple[str, str]],
    templates: Mapping[str, bytes],
) -> Renderer:
    """What fills in the pages of a site.

    site:      encoded
    templates: by label
    """
    renderer = Renderer(
        _environment(tuple(templates.items())), SITES.decode(site.encode(), Site), Assets.of(assets), navigation
    )
    is_english = renderer.site.text_options.is_english
    native = "" if is_english else Markup(' lang="{}"').format(renderer.site.language)
    renderer.environment.globals |= {"english": "" if is_english else Markup(' lang="en"'), "native": native}
    return renderer


def place_of(slug: str, site: Site, top: str = "") -> Place:
    """Where the figures of an article stand; `top` leads from the page to the folder of the article."""
    return Place(top, f"{site.base_url}/{slug}", has_address=site.has_address)


@contextmanager
def template_errors(labels: Sequence[str]) -> Iterator[None]:
    """Turn what goes wrong in a template into a mistake with its file and line, one of the site's own if any."""
    try:
        yield
    except Exception as error:
        places = [(frame.filename, frame.lineno or 1) for frame in extract_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError) and error.filename:
            places.append((error.filename, error.lineno))
        inside = [place for place in places if place[0] in labels]
        if isinstance(error, ContentError) or not inside:
            raise
        location = Location(*([place for place in inside if place[0].startswith(OF_SITE)] or inside)[-1])
        if isinstance(error, TemplateNotFound):
            message = f"there is no template {error.name!r}"
            hint = nearest(str(error.name), {name_of(label) for label in labels}, "templates")
            raise location.failure(Code.MISSING_FILE, message, hint) from error
        raise location.failure(Code.TEMPLATE_ERROR, f"{type(error).__name__}: {error}") from error
