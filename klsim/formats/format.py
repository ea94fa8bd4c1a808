"""What a format is: a function from a publication to the tasks that make its files."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from klsim.articles import Articles, RunReference
from klsim.content.document import Document
from klsim.content.site import SITES, Site
from klsim.diagnostics import Diagnostic
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task
from klsim.figures.animation.values import Difference
from klsim.figures.kind import FigurePlan
from klsim.formats.assets import Assets
from klsim.formats.summaries import Neighbours, find_neighbours, group_by_series, summarize
from klsim.formats.vignettes import Vignette
from klsim.markdown_links import find_sources
from klsim.template_files import TemplateFiles


@dataclass(frozen=True)
class Publication:
    """A site that was read, and whose figures are made: all that formats go by.

    formats:     those in which it is written
    references:  where links to runs lead
    plans:       how figures are made, by folder
    made:        what came of them
    assets, scripts: how pages call the files that they share, and where each script is
    differences: by article, numbers beside which its page shows what the run gives
    vignettes:   by article, an empty slug for that of the first page
    navigation:  label and address of each of its links
    images:      by article, path, width, height and words of the picture that its front matter names
    cards:       the articles that have a card, an empty slug for the site
    files:       what there is beside pages: shared files, those of figures, pictures, cards and files of the site
    """

    formats: Sequence[str]
    articles: Articles
    references: Sequence[RunReference]
    plans: Mapping[str, FigurePlan]
    made: Results
    assets: Assets
    scripts: Mapping[str, str]
    templates: TemplateFiles
    differences: Mapping[str, Sequence[Difference]]
    vignettes: Mapping[str, Vignette]
    navigation: Sequence[tuple[str, str]]
    images: Mapping[str, Sequence[Any]]
    cards: Collection[str]
    files: Mapping[str, Product]

    @property
    def site(self) -> Site:
        """What site.yaml says."""
        assert self.articles.site is not None
        return self.articles.site

    @cached_property
    def site_of_pages(self) -> str:
        """The same as a value of tasks, without what pages do not depend on."""
        return SITES.encode(self.site.for_pages).decode()

    def origins(self, paths: Iterable[str]) -> Mapping[str, Part | Path]:
        """By what tasks may need these of its files. Raises ValueError for those of which nobody knows."""
        found = {path: self.files[path].origin for path in paths}
        if unknown := sorted(path for path, origin in found.items() if origin is None):
            raise ValueError(f"nothing is known to make {unknown}")
        return {path: origin for path, origin in found.items() if origin is not None}

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """For each Markdown file what is made of it."""
        return find_sources(self.documents)

    @cached_property
    def neighbours(self) -> Mapping[str, Neighbours]:
        """The parts before and after each article that is in a series."""
        cards = (document.article.card(document.minutes) for document in self.documents)
        summaries = [summarize(card, self.site, None) for card in cards if card.series]
        return find_neighbours(group_by_series(summaries, self.site))

    @cached_property
    def linking(self) -> Mapping[str, Sequence[str]]:
        """For each article those that link to runs of its figures."""
        pairs = sorted({(one.link.article, one.slug) for one in self.references})
        return {
            article: [slug for _, slug in several] for article, several in groupby(pairs, lambda pair: pair[0])
        }

    @property
    def documents(self) -> Sequence[Document]:
        """Its articles."""
        return self.articles.published


@dataclass(frozen=True)
class Outputs:
    """How a format is made.

    files:  tasks whose products are files, by path in the output
    before: those that only these need
    told:   what there is to say of files once they are made
    """

    files: Sequence[Task]
    before: Sequence[Task] = ()
    told: Callable[[Results], Iterable[Diagnostic]] = lambda _: ()


Format: TypeAlias = Callable[[Publication], Outputs]
