"""Making the files of one figure, those that are not there yet."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from klsim.disk.output import Output
from klsim.scene.theme import Themes
from klsim.site.progress import Progress
from klsim.sweep.plan import FigurePlan

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""The builtin `map`, or one like it that works in parallel and keeps the order."""


@dataclass(frozen=True)
class MadeFigure:
    """A figure with all its files in place: its view, the paths of its files, and how many runs were drawn."""

    plan: FigurePlan
    view: bytes
    files: tuple[str, ...]
    drawn: int


def ensure_figure(plan: FigurePlan, themes: Themes, output: Output, map: Map, progress: Progress) -> MadeFigure:
    """The figure from what is in the output folder, completed where something is missing or damaged."""
    if (view := _complete_view(plan, output)) is not None:
        progress.advance(len(plan.runs))
        return MadeFigure(plan, view, tuple(_paths(plan, view)), drawn=0)
    from klsim.site.draw import draw_figure  # numpy and matplotlib are imported only where something is drawn

    drawn = draw_figure(plan, themes, output, map, progress)
    view = output.read(_view_path(plan))
    return MadeFigure(plan, view, tuple(_paths(plan, view)), drawn)


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


def _view_path(plan: FigurePlan) -> str:
    return f"{plan.folder}/view.json"


def _complete_view(plan: FigurePlan, output: Output) -> bytes | None:
    index = (_view_path(plan), f"{plan.folder}/figure.json")
    if not all(output.fresh(path, plan.key) for path in index):
        return None
    view = output.read(_view_path(plan))
    files = set(view_files(json.loads(view)))
    whole = all(output.fresh(f"{plan.folder}/{name}", key_of(name)) for name in files)
    return view if whole else None


def _paths(plan: FigurePlan, view: bytes) -> Sequence[str]:
    names = sorted({"view.json", "figure.json", *view_files(json.loads(view))})
    return [f"{plan.folder}/{name}" for name in names]
