"""An article that has been read: all that others must know of it. Its HTML goes apart from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klsim.content.article import Article
from klsim.content.headings import Heading
from klsim.content.references import Image, Link
from klsim.diagnostics import Diagnostic, Location
from klsim.engine.codec import Codec

DIAGNOSTICS = Codec.of(Diagnostic, Location)


@dataclass(frozen=True)
class Declared:
    """A figure that the article declares, and its kind."""

    kind: str
    figure: Any


@dataclass(frozen=True)
class Document:
    """An article as far as it could be read; of a draft that is left out nothing else is known.

    characters: those of its formulas, in their order
    anchors:    all ids of its HTML
    sections:   for each of its files, the anchor of its first heading; empty where it has none
    lint:       what readers would miss, though the article can be built
    minutes:    how long it takes to read
    is_whole:   whether nothing of it is missing: where there are mistakes, figures may be
    """

    article: Article
    figures: tuple[Declared, ...] = ()
    headings: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    characters: str = ""
    anchors: tuple[str, ...] = ()
    sections: Mapping[str, str] | None = None
    lint: tuple[Diagnostic, ...] = ()
    minutes: int = 1
    is_whole: bool = True

    @property
    def slug(self) -> str:
        """The name of the article."""
        return self.article.slug

    @property
    def location(self) -> Location:
        """The beginning of the article."""
        return self.article.location

    @property
    def pictures(self) -> tuple[Image, ...]:
        """The files that its page shows, and the one that stands for it elsewhere."""
        return (*self.images, *((self.article.image,) if self.article.image else ()))

    @property
    def page(self) -> str:
        """The path of its page."""
        return f"{self.slug}/index.html"

    @property
    def cover(self) -> str:
        """The folder of the figure that stands for it in lists; empty where it has none."""
        named = self.article.cover and f"{self.slug}/{self.article.cover.name}"
        return next((one for one in self.folders if one == named), next(iter(self.folders), ""))

    @property
    def folders(self) -> tuple[str, ...]:
        """Where the files of its figures go, relative to the output folder, and how their tasks are called."""
        return tuple(f"{self.slug}/{declared.figure.id}" for declared in self.figures)
