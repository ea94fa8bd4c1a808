"""Making the files of figures, those that are not there yet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klsim.disk.output import Output
from klsim.figures.animation.plan import FigurePlan
from klsim.figures.animation.sweep import Figure
from klsim.scene.theme import Themes
from klsim.simulation import CATALOGUE
from klsim.simulations.limits import MOST_HELD
from klsim.site.parallel import Map
from klsim.site.progress import Progress

SLICE = 128
"""How many runs of a figure are simulated together at the most, so that processes have something to share."""


@dataclass(frozen=True)
class MadeFigure:
    """A figure with all its files in place: its view, the paths of its files, and how many runs were drawn."""

    plan: FigurePlan
    view: bytes
    files: tuple[str, ...]
    drawn: int


def ensure_figures(
    plans: Sequence[FigurePlan], themes: Themes, output: Output, map: Map, progress: Progress
) -> dict[str, MadeFigure]:
    """Figures from what is in the output folder, completed where something is missing or damaged, by folder."""
    made = {plan.folder: figure for plan in plans if (figure := _complete(plan, output)) is not None}
    missing = [plan for plan in plans if plan.folder not in made]
    progress.advance(sum(len(figure.plan.runs) for figure in made.values()))
    if missing:
        from klsim.site.draw import draw_figures  # numpy and matplotlib are imported only where something is drawn

        drawn = draw_figures(missing, themes, output, map, progress)
        made |= {plan.folder: _made(plan, output, drawn[plan.folder]) for plan in missing}
    return made


def slices(figure: Figure) -> Iterator[range]:
    """The numbers of the runs that are simulated together: as many as memory holds, and always the same ones."""
    declaration = CATALOGUE[figure.simulation]
    length = max(min(SLICE, MOST_HELD // max(declaration.held(run.settings) for run in figure.runs)), 1)
    for first in range(0, len(figure.runs), length):
        yield range(first, min(first + length, len(figure.runs)))


def view_files(view: Mapping[str, Any]) -> Iterator[str]:
    """The names of all files that a view refers to, in the folder of its figure."""
    yield from view["chunks"]
    for run in view["runs"]:
        yield from (name for name in (run["data"], run["gif"], run["still"]) if name)
    for scene in view["scenes"]:
        for panel in scene:
            yield from panel["backdrop"].values()


def key_of(name: str) -> str:
    """The key that stands in a file's name before its ending."""
    return name.rsplit(".", 2)[1]


def is_there(plan: FigurePlan, name: str, output: Output) -> bool:
    """Whether a file of a figure whose key stands in its name is there and whole."""
    return output.fresh(f"{plan.folder}/{name}", key_of(name))


def _view_path(plan: FigurePlan) -> str:
    return f"{plan.folder}/view.json"


def _complete(plan: FigurePlan, output: Output) -> MadeFigure | None:
    """The figure if all its files are there and whole."""
    index = (_view_path(plan), f"{plan.folder}/figure.json")
    if not all(output.fresh(path, plan.key) for path in index):
        return None
    made = _made(plan, output, drawn=0)
    return made if all(output.fresh(path, key_of(path)) for path in made.files if path not in index) else None


def _made(plan: FigurePlan, output: Output, drawn: int) -> MadeFigure:
    view = output.read(_view_path(plan))
    names = sorted({"view.json", "figure.json", *view_files(json.loads(view))})
    return MadeFigure(plan, view, tuple(f"{plan.folder}/{name}" for name in names), drawn)
