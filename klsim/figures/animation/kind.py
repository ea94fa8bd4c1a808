"""The kind of figure that an `animation` block declares."""

import json
from collections.abc import Iterator, Sequence

from klsim.content.blocks import Block
from klsim.diagnostics import Code, Diagnostic, Location
from klsim.engine.results import Results
from klsim.engine.task import Task
from klsim.figures.animation.block import parse_figure
from klsim.figures.animation.outline import OBJECTIONS, OUTLINES, Outline
from klsim.figures.animation.plan import AnimationPlan
from klsim.figures.animation.sweep import FIGURES, Figure
from klsim.figures.kind import Catalogue

_HERE = __name__.rpartition(".")[0]


class AnimationKind:
    """A sweep of runs, each an animation that readers switch to, play and compare."""

    fence = "animation"
    bundle = "figures"
    scripts = ("figures", "overview")
    page = f"{_HERE}.page"
    figures = FIGURES

    def parse(self, block: Block, catalogue: Catalogue) -> Figure:
        """The figure that a block declares. Raises ContentError with every mistake in it."""
        return parse_figure(block, catalogue)

    def controls(self, figure: Figure) -> Sequence[str]:
        """Sliders have ids, since labels name them."""
        return [axis.name for axis in figure.axes if axis.numeric]

    def runs(self, figure: Figure) -> int:
        """How many runs it has."""
        return len(figure.positions)

    def gifs(self, figure: Figure) -> int:
        """How many of them are drawn."""
        return len(figure.drawn)

    def outline(self, figure: Figure, folder: str) -> Sequence[Task]:
        """What its simulation objects to, and its scenes."""
        return [
            Task(
                _outline(folder),
                f"{_HERE}.outline:make_outline",
                values=(figure.source, [run.settings for run in figure.runs]),
                code=(figure.source.partition(":")[0],),
            )
        ]

    def objections(self, figure: Figure, folder: str, made: Results) -> Sequence[Diagnostic]:
        """What its simulation objects to, each where the setting is written."""
        return list(_objections(figure, json.loads(made.read(_outline(folder), OBJECTIONS))))

    def plan(self, figure: Figure, folder: str, made: Results) -> AnimationPlan:
        """How its runs are computed and drawn."""
        return AnimationPlan(figure, folder, OUTLINES.decode(made.read(_outline(folder), "outline"), Outline))


def _outline(folder: str) -> str:
    return f"{folder}/outline"


def _objections(figure: Figure, objections: Sequence[tuple[int, str, str, str]]) -> Iterator[Diagnostic]:
    for run, setting, message, hint in objections:
        if setting:
            location = figure.location_of(setting, figure.runs[run])
            yield location.error(Code.POOR_SETTING, message, hint)
        else:
            yield _size_location(figure).error(Code.TOO_MUCH_WORK, message, hint)


def _size_location(figure: Figure) -> Location:
    """Where the first of what makes a figure large is written."""
    causes = (*figure.declaration.sized_by, "sweep")
    return next((figure.locations[name] for name in causes if name in figure.locations), figure.location)
