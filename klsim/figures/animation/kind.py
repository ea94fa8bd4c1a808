"""The kind of figure that an `animation` block declares."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from klsim.content.blocks import Block
from klsim.diagnostics import Location
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task
from klsim.figures.animation.block import parse_figure
from klsim.figures.animation.scenes import find_pictured
from klsim.figures.animation.simulations import HOMES
from klsim.figures.animation.sweep import FIGURES, Figure
from klsim.figures.kind import Drawn, file_name
from klsim.scene.theme import Themes
from klsim.simulation import CATALOGUE
from klsim.simulations.limits import MOST_HELD

TOGETHER = 128
"""How many runs are simulated together at the most, so that there are tasks to share."""

_HERE = __name__.rpartition(".")[0]
_NOWHERE = Location("", 0)


class Animation:
    """A sweep of runs, each an animation that readers switch to, play and compare."""

    fence = "animation"
    bundle = "figures"
    scripts = ("figures", "overview")
    page = f"{_HERE}.page"
    figures = FIGURES

    def parse(self, block: Block) -> Figure:
        """The figure that a block declares. Raises ContentError with every mistake in it."""
        return parse_figure(block, CATALOGUE)

    def controls(self, figure: Figure) -> Sequence[str]:
        """Sliders have ids, since labels name them."""
        return [axis.name for axis in figure.axes if axis.numeric]

    def runs(self, figure: Figure) -> int:
        """How many runs it has."""
        return len(figure.positions)

    def gifs(self, figure: Figure) -> int:
        """How many of them are drawn."""
        return len(figure.drawn)

    def tasks(self, figure: Figure, folder: str, themes: Themes) -> Sequence[Task]:
        """Scenes, the panels of each, runs in slices, their outcomes, and animations of those that are drawn."""
        return [*_scene_tasks(figure, folder, themes), *_run_tasks(figure, folder, themes)]

    def finish(self, figure: Figure, folder: str, made: Results) -> Drawn:
        """Every record, animation, still, script and panel image."""
        runs, files = _run_files(figure, folder, made)
        chunks: list[tuple[str, Sequence[int]]] = []
        for first in (numbers.start for numbers in slices(figure)):
            task = f"{folder}/outcomes/{first}"
            for name, several in json.loads(made.read(task, "chunks")):
                chunks.append((name, several))
                files[name] = made.product(task, name)
        panels = []
        for n in range(len(find_pictured(figure, CATALOGUE[figure.simulation]).scenes)):
            products = {
                name: made.product(f"{folder}/panels/{n}", name) for name in made.products(f"{folder}/panels/{n}")
            }
            named = {name: file_name(name, "png", product) for name, product in products.items()}
            files |= {named[name]: product for name, product in products.items()}
            panels.append(named)
        view = Task(
            f"{folder}/view",
            f"{_HERE}.view:make_view",
            values=(folder.partition("/")[0], _encoded(figure), series_names(figure), runs, chunks, panels),
            needs=(
                Part(f"{folder}/scenes"),
                *(
                    Part(f"{folder}/outcomes/{numbers.start}", _told(figure, numbers))
                    for numbers in slices(figure)
                ),
            ),
        )
        return Drawn(files, view, ("figure.json",))


def slices(figure: Figure) -> Iterator[range]:
    """The numbers of the runs that are simulated together: as many as memory holds, and always the same ones."""
    declaration = CATALOGUE[figure.simulation]
    length = max(min(TOGETHER, MOST_HELD // max(declaration.held(run.settings) for run in figure.runs)), 1)
    for first in range(0, len(figure.runs), length):
        yield range(first, min(first + length, len(figure.runs)))


def record_part(figure: Figure, folder: str, number: int) -> Part:
    """The record of a run, as a task may need it."""
    first = next(numbers.start for numbers in slices(figure) if number in numbers)
    return Part(f"{folder}/runs/{first}", (f"{figure.names[number]}.json",))


def series_names(figure: Figure) -> tuple[str, ...]:
    """The series that the page's script gets, in their order; the iteration is the index."""
    declaration = CATALOGUE[figure.simulation]
    return (*declaration.coordinates(figure.runs[0].settings), *declaration.measures)


def _scene_tasks(figure: Figure, folder: str, themes: Themes) -> Iterator[Task]:
    home, pictured = HOMES[figure.simulation], find_pictured(figure, CATALOGUE[figure.simulation])
    scenes = f"{folder}/scenes"
    yield Task(
        scenes, f"{_HERE}.scene_set:make_scenes", values=(home.scene, pictured.scenes), code=(home.modules[1],)
    )
    colours = themes.light.colours, themes.dark.colours
    for n in range(len(pictured.scenes)):
        yield Task(
            f"{folder}/panels/{n}",
            "klsim.render.panel_image:draw_panels",
            values=colours,
            needs=(Part(scenes, (str(n),)),),
        )


def _run_tasks(figure: Figure, folder: str, themes: Themes) -> Iterator[Task]:
    home, scenes, backgrounds = HOMES[figure.simulation], Part(f"{folder}/scenes"), f"{folder}/backgrounds"
    scene_of_run = find_pictured(figure, CATALOGUE[figure.simulation]).scene_of_run
    yield Task(backgrounds, f"{_HERE}.drawn:prepare_backgrounds", values=(themes.light.colours,), needs=(scenes,))
    drawn, known = frozenset(figure.drawn), figure.names
    for numbers in slices(figure):
        first, several = numbers.start, figure.runs[numbers.start : numbers.stop]
        runs, outcomes = f"{folder}/runs/{first}", f"{folder}/outcomes/{first}"
        names = known[numbers.start : numbers.stop]
        shown = [n for n in numbers if n in drawn]
        yield Task(
            runs,
            f"{_HERE}.simulated:simulate",
            values=(
                home.simulate,
                figure.simulation,
                [(run.setting, run.settings) for run in several],
                names,
                [known[n] for n in shown],
            ),
            code=(home.modules[0],),
        )
        yield Task(
            outcomes,
            f"{_HERE}.told:tell_outcomes",
            values=(
                figure.id,
                first,
                names,
                [figure.title(run) for run in several],
                scene_of_run[numbers.start : numbers.stop],
                series_names(figure),
                figure.start,
            ),
            needs=(Part(runs, ("records",)), scenes),
        )
        for n in sorted(shown, key=lambda n: scene_of_run[n]):
            yield Task(
                f"{folder}/animations/{known[n]}",
                f"{_HERE}.drawn:draw_animation",
                needs=(
                    Part(backgrounds, (str(scene_of_run[n]),)),
                    Part(runs, (known[n],)),
                    Part(outcomes, (known[n],)),
                ),
            )


def _run_files(
    figure: Figure, folder: str, made: Results
) -> tuple[list[tuple[int, str, str | None, str | None]], dict[str, Product]]:
    """For each run the number of its scene and the names of its files, and these files."""
    scene_of_run = find_pictured(figure, CATALOGUE[figure.simulation]).scene_of_run
    drawn = frozenset(figure.drawn)
    runs: list[tuple[int, str, str | None, str | None]] = []
    files: dict[str, Product] = {}
    for numbers in slices(figure):
        for n in numbers:
            slug, name = figure.runs[n].slug, figure.names[n]
            products = {"json": made.product(f"{folder}/runs/{numbers.start}", f"{name}.json")}
            if n in drawn:
                animation = f"{folder}/animations/{name}"
                products |= {ending: made.product(animation, f"{name}.{ending}") for ending in ("gif", "png")}
            names = {ending: file_name(slug, ending, product) for ending, product in products.items()}
            files |= {names[ending]: product for ending, product in products.items()}
            runs.append((scene_of_run[n], names["json"], names.get("gif"), names.get("png")))
    return runs, files


def _told(figure: Figure, numbers: range) -> tuple[str, ...]:
    return ("endings", "first") if figure.start in numbers else ("endings",)


def _encoded(figure: Figure) -> str:
    """A figure without its place: a text that moves down makes nothing anew."""
    return FIGURES.encode(replace(figure, location=_NOWHERE)).decode()
