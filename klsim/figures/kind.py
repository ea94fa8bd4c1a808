"""What a kind of figure is: a block that authors write, the tasks that make its files, and its place in a page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from klsim.content.blocks import Block
from klsim.declaration import Declaration
from klsim.diagnostics import Diagnostic, Location
from klsim.engine.codec import Codec
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task
from klsim.recordings.survey import Survey
from klsim.render.vignette import Form
from klsim.scene.theme import Themes


@dataclass(frozen=True)
class Target:
    """What a link to a figure is about: a number among its runs, or at a later `stage` of them."""

    stage: str
    number: int


Catalogue: TypeAlias = Mapping[str, tuple[str, Declaration | None]]
"""The simulations that figures may name: "module:name", and what it says of itself if it can be read."""

Recordings: TypeAlias = Mapping[str, tuple[str, Survey, Collection[str]]]
"""By what blocks ask of data files: the task that read them, what is known of the runs, and the landscapes."""

VIEW, POSTER, COVER = "view", "poster", "cover"
"""Products of the task that ends a figure: what its page needs; its still, and the picture that stands for it in
lists, with words as JSON."""


class Figure(Protocol):
    """A figure as its block declares it."""

    @property
    def id(self) -> str: ...
    @property
    def location(self) -> Location: ...


@dataclass(frozen=True)
class Drawn:
    """A figure whose pictures and numbers are made.

    files: what is published of them, by name in the figure's folder
    view:  the task that ends it: `view`, `poster`, `cover`, and files named in `index`, which are published, too
    """

    files: Mapping[str, Product]
    view: Task
    index: tuple[str, ...]


@dataclass(frozen=True)
class Enclosed:
    """A figure within a single file.

    view:  its `view`, `poster` and `cover`, as its page then needs them
    tasks: what makes them, if they are others than for the site
    files: the names of those of its files that are within
    packs: of those that have many records the places of those that are within
    """

    view: Part
    tasks: tuple[Task, ...]
    files: tuple[str, ...]
    packs: Mapping[str, Sequence[int]] = field(default_factory=dict)


class FigurePlan(Protocol):
    """How a figure is made."""

    @property
    def records(self) -> Sequence[Task]:
        """What computes its runs."""

    def essentials(self, themes: Themes) -> Sequence[Task]:
        """What else its page cannot do without."""

    def animations(self, themes: Themes) -> Sequence[Task]:
        """What draws its GIFs and stills."""

    def count_runs(self, tasks: Collection[str]) -> int:
        """How many of its runs are computed or drawn by some of its tasks, which are told by their names."""

    def sizes(self, made: Results) -> str:
        """What there is to say of the size of its pictures, once they are drawn; mostly nothing."""

    @property
    def poster(self) -> Part | None:
        """The still of what it starts with, among what draws it."""

    @property
    def cover(self) -> Part | None:
        """The picture that stands for it in lists."""

    def vignette(self, form: Form, themes: Themes) -> Task | None:
        """What draws it without axes and words: `still` and, if it moves, `film`, each in dark colours too."""

    @property
    def reductions(self) -> Sequence[Task]:
        """What makes fewer records of these, of which the page then tells."""

    def record(self, target: Target) -> tuple[Part, Sequence[Task]]:
        """What a link is about, as a task may need it, and what else makes that. Raises IndexError for none."""

    def compute(self, run: Any) -> Task:
        """What computes the record of a run that it does not have, `<slug>.json`."""

    def finish(self, made: Results) -> Drawn:
        """What has come of these tasks. Unless all of its animations are there, it does without."""

    def enclose(self, links: Sequence[Any], count: int | None, made: Results) -> Enclosed:
        """What of it is in a single file: runs that links lead to, at least `count` of them, None for all."""


class FigureKind(Protocol):
    """A kind of figure.

    fence:   the word behind the fence of its blocks
    bundles: the parts that scripts of pages may have, and the modules in templates/scripts/ that each begins with
    page:    the module that puts it into a page: `render(environment, view, links, number, place)` gives its HTML,
             `without_script(views, top)` style rules for all of its kind in one page, and `height(view)` how high
             one is, in px
    figures: the codec of its figures
    files:   the files that are in its folder by names that stay
    """

    @property
    def fence(self) -> str: ...
    @property
    def bundles(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def page(self) -> str: ...
    @property
    def figures(self) -> Codec: ...
    @property
    def files(self) -> tuple[str, ...]: ...

    def parse(self, block: Block, catalogue: Catalogue, recordings: Recordings) -> Figure:
        """The figure that a block declares. Raises ContentError with every mistake in it."""

    def needed(self, figure: Any) -> Sequence[str]:
        """Those of the bundles that its page needs."""

    def controls(self, figure: Any) -> Sequence[str]:
        """The names of the controls that have ids in the page, `<figure>-<control>`."""

    def runs(self, figure: Any) -> int:
        """How many runs it has, which links may lead to; 0 if links cannot name any."""

    def gifs(self, figure: Any) -> int:
        """How many GIFs it has."""

    def outline(self, figure: Any, folder: str, themes: Themes) -> Sequence[Task]:
        """What has to be known before planning. The names of its tasks begin with the folder, `article/id`."""

    def objections(self, figure: Any, folder: str, made: Results) -> Sequence[Diagnostic]:
        """What is found to be wrong with it then."""

    def repetition(self, figure: Any, folder: str) -> Sequence[Task]:
        """What computes again what is made of it, to see whether that is always the same."""

    def differences(self, figure: Any, folder: str, made: Results) -> Sequence[Diagnostic]:
        """What is found to be not the same then."""

    def plan(self, figure: Any, folder: str, made: Results) -> FigurePlan:
        """How it is made, if nothing is wrong with it."""


def file_name(stem: str, ending: str, product: Product) -> str:
    """The name of a published file, with a part that tells one content from another."""
    return f"{stem}.{product.digest[:12]}.{ending}"
