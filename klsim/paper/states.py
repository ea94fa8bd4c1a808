"""Which states of figures are printed: that which the author chose, and below it some that the text leads to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from klsim.articles import RunReference
from klsim.content.document import Document
from klsim.figures.animation.links import find_runs, link_to, page_address, without_hidden
from klsim.figures.animation.reduction import shown_figure
from klsim.figures.animation.sweep import Figure, Position
from klsim.figures.kinds import KINDS

MOST_BESIDE = 4


@dataclass(frozen=True)
class PrintedFigure:
    """A figure on paper: the queries of addresses that name its states.

    still: of that which is printed
    strip: of those that are small below it
    """

    id: str
    still: str
    strip: tuple[str, ...]

    @property
    def plain(self) -> Mapping[str, object]:
        """It as the page's script takes it."""
        return {"id": self.id, "still": self.still, "strip": list(self.strip)}


def printed_figures(document: Document, references: Iterable[RunReference]) -> Iterator[PrintedFigure]:
    """The figures of an article that have runs, given where all links of the site lead."""
    here = [one for one in references if one.slug == one.link.article == document.slug]
    for declared in document.figures:
        if not KINDS[declared.kind].runs(declared.figure):
            continue
        figure = shown_figure(declared.figure)
        links = [one for one in here if one.link.figure == figure.id and one.link.scheme == "run"]
        usual = figure.positions[figure.start] if figure.still is None else figure.still
        beside = _beside(figure, usual, sorted(links, key=lambda one: one.number))
        yield PrintedFigure(figure.id, _query(figure, usual), tuple(_query(figure, at) for at in beside))


def _beside(figure: Figure, printed: Position, links: Sequence[RunReference]) -> Sequence[Position]:
    """The positions of the pictures that links lead to, each picture once, in the order of the links."""
    found: dict[Position, Position] = {}
    for one in links:
        at = find_runs(without_hidden(one.link, figure), figure)[0].at
        found.setdefault(figure.others(at), at)
    found.pop(figure.others(printed), None)
    return list(found.values())[:MOST_BESIDE]


def _query(figure: Figure, at: Position) -> str:
    return page_address(link_to(figure, at), "").partition("?")[2]
