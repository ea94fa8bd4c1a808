"""What a kind of figure is: a block that authors write, the tasks that make its files, and its place in a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from klsim.content.blocks import Block
from klsim.diagnostics import Location
from klsim.engine.codec import Codec
from klsim.engine.results import Product, Results
from klsim.engine.task import Task
from klsim.scene.theme import Themes

VIEW, POSTER = "view", "poster"
"""Products of the task that ends a figure: what its page needs of it, and a still for lists, as JSON."""


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
    view:  the task that ends it: `view`, `poster`, and files named in `index`, which are published as well
    """

    files: Mapping[str, Product]
    view: Task
    index: tuple[str, ...]


class FigureKind(Protocol):
    """A kind of figure.

    fence:   the word behind the fence of its blocks
    bundle:  what the script of its pages is called, made of `scripts` in static/
    page:    the module that puts it into a page: `render(environment, view, links, number)` gives its HTML, and
             `without_script(views)` style rules for all of its kind in one page
    figures: the codec of its figures
    """

    @property
    def fence(self) -> str: ...
    @property
    def bundle(self) -> str: ...
    @property
    def scripts(self) -> tuple[str, ...]: ...
    @property
    def page(self) -> str: ...
    @property
    def figures(self) -> Codec: ...

    def parse(self, block: Block) -> Figure:
        """The figure that a block declares. Raises ContentError with every mistake in it."""

    def controls(self, figure: Any) -> Sequence[str]:
        """The names of the controls that have ids in the page, `<figure>-<control>`."""

    def runs(self, figure: Any) -> int:
        """How many runs it has, which links may lead to; 0 if links cannot name any."""

    def gifs(self, figure: Any) -> int:
        """How many GIFs it has."""

    def tasks(self, figure: Any, folder: str, themes: Themes) -> Sequence[Task]:
        """What makes its pictures and numbers; the names of the tasks begin with the folder, `article/id`."""

    def finish(self, figure: Any, folder: str, made: Results) -> Drawn:
        """What has come of these tasks."""


def file_name(stem: str, ending: str, product: Product) -> str:
    """The name of a published file, with a part that tells one content from another."""
    return f"{stem}.{product.digest[:12]}.{ending}"
