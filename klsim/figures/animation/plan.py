"""How the runs of an animation are computed, drawn and published: its tasks, and what comes of them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from klsim.diagnostics import Location
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task, module_of
from klsim.figures.animation.outline import SIZES, Outline
from klsim.figures.animation.sweep import FIGURES, Figure
from klsim.figures.kind import Drawn, file_name
from klsim.scene.theme import Themes
from klsim.simulation import DECLARATIONS
from klsim.simulation_faults import is_own

_HERE = __name__.rpartition(".")[0]
_NOWHERE = Location("", 0)


@dataclass(frozen=True)
class AnimationPlan:
    """An animation whose scenes are known.

    folder:       where its files go, and how its tasks are called
    header_lines: how many lines of words all its GIFs have above the panels
    """

    figure: Figure
    folder: str
    outline: Outline
    header_lines: int

    @property
    def records(self) -> Sequence[Task]:
        """What computes its runs, in slices."""
        return [self._simulation(numbers) for numbers in self.slices]

    def essentials(self, themes: Themes) -> Sequence[Task]:
        """The panels of each scene, and the outcomes of runs, once it is known that the scenes fit them."""
        return [*self._panels(themes), *self._fits(), *map(self._ends, self.slices)]

    def animations(self, themes: Themes) -> Sequence[Task]:
        """The backgrounds, and the animations of those runs that are drawn."""
        return list(self._animations(themes))

    @property
    def poster(self) -> Part | None:
        """The last frame of the run that it starts with, if that is drawn."""
        start = self.figure.start
        name = f"{self.figure.names[start]}.png"
        return Part(self._animation(start), (name,)) if start in self.figure.drawn else None

    def record(self, number: int) -> Part:
        """The record of a run, as a task may need it."""
        first = next(numbers.start for numbers in self.slices if number in numbers)
        return Part(f"{self.folder}/runs/{first}", (f"{self.figure.names[number]}.json",))

    @cached_property
    def slices(self) -> Sequence[range]:
        """The numbers of the runs that are simulated together: always the same ones."""
        count, length = len(self.figure.runs), self.outline.together
        return [range(first, min(first + length, count)) for first in range(0, count, length)]

    def finish(self, made: Results) -> Drawn:
        """Every record, animation, still, script and panel image, and the task that ends the figure; unless all
        animations are there, none of them, and no still."""
        runs, files = self._run_files(made)
        chunks: list[tuple[str, Sequence[int]]] = []
        for numbers in self.slices:
            task = self._outcomes(numbers)
            for name, several in json.loads(made.read(task, "chunks")):
                chunks.append((name, several))
                files[name] = made.product(task, name)
        panels = []
        for n in range(self.outline.count):
            task = f"{self.folder}/panels/{n}"
            products = {name: made.product(task, name) for name in made.products(task)}
            named = {name: file_name(name, "png", product) for name, product in products.items()}
            files |= {named[name]: product for name, product in products.items()}
            panels.append(named)
        view = Task(
            f"{self.folder}/view",
            f"{_HERE}.view:make_view",
            values=(
                self.folder.partition("/")[0],
                self._encoded(),
                self.figure.series,
                self.header_lines,
                runs,
                chunks,
                panels,
            ),
            needs=(self._scenes(), *(self._endings(numbers) for numbers in self.slices)),
        )
        return Drawn(files, view, ("figure.json",))

    def _simulation(self, numbers: range) -> Task:
        figure, drawn = self.figure, frozenset(self.figure.drawn)
        several = figure.runs[numbers.start : numbers.stop]
        return Task(
            self._runs(numbers),
            f"{_HERE}.runs:simulate_runs",
            values=(
                figure.source,
                figure.simulation,
                [(run.setting, run.settings) for run in several],
                figure.names[numbers.start : numbers.stop],
                [figure.names[n] for n in numbers if n in drawn],
                self.outline.scene_of_run[numbers.start : numbers.stop],
                figure.pace,
            ),
            needs=(self._scenes(),),
            code=(module_of(figure.source),),
        )

    def _fits(self) -> Iterator[Task]:
        """What compares runs and scenes; those of klsim's own simulations fit."""
        if not is_own(self.figure.source):
            yield Task(
                self._fit,
                f"{_HERE}.fitting:check_fit",
                values=(self.figure.source, [self.figure.runs[numbers.start].setting for numbers in self.slices]),
                needs=(self._scenes(), *(Part(self._runs(numbers), (SIZES,)) for numbers in self.slices)),
                code=(module_of(self.figure.source),),
            )

    def _panels(self, themes: Themes) -> Iterator[Task]:
        for n in range(self.outline.count):
            yield Task(
                f"{self.folder}/panels/{n}",
                "klsim.render.panel_image:draw_panels",
                values=(themes.light.colours, themes.dark.colours, themes.styles),
                files=themes.fonts,
                needs=(self._scenes(n),),
            )

    def _animations(self, themes: Themes) -> Iterator[Task]:
        backgrounds, names, scene_of_run = (
            f"{self.folder}/backgrounds",
            self.figure.names,
            self.outline.scene_of_run,
        )
        yield Task(
            backgrounds,
            f"{_HERE}.pictures:make_backgrounds",
            values=(themes.light.colours, self.header_lines, themes.styles),
            files=themes.fonts,
            needs=(self._scenes(),),
        )
        drawn = frozenset(self.figure.drawn)
        for numbers in self.slices:
            runs, outcomes = self._runs(numbers), self._outcomes(numbers)
            for n in sorted(drawn.intersection(numbers), key=lambda n: (scene_of_run[n], n)):
                yield Task(
                    self._animation(n),
                    f"{_HERE}.pictures:draw_animation",
                    values=(themes.styles,),
                    files=themes.fonts,
                    needs=(
                        Part(backgrounds, (str(scene_of_run[n]),)),
                        Part(runs, (names[n],)),
                        Part(outcomes, (names[n],)),
                    ),
                )

    def _ends(self, numbers: range) -> Task:
        figure, part = self.figure, slice(numbers.start, numbers.stop)
        return Task(
            self._outcomes(numbers),
            f"{_HERE}.outcomes:make_outcomes",
            values=(
                figure.id,
                numbers.start,
                figure.names[part],
                [figure.title(run) for run in figure.runs[part]],
                self.outline.scene_of_run[part],
                DECLARATIONS.encode(figure.declaration).decode(),
                figure.series,
                figure.start,
            ),
            needs=(
                Part(self._runs(numbers), ("records",)),
                self._scenes(),
                *([] if is_own(self.figure.source) else [Part(self._fit)]),
            ),
        )

    def _run_files(
        self, made: Results
    ) -> tuple[list[tuple[int, str, str | None, str | None]], dict[str, Product]]:
        """For each run the number of its scene and the names of its files, and these files."""
        figure, drawn = self.figure, frozenset(self.figure.drawn)
        if not all(self._animation(n) in made.made for n in drawn):
            drawn = frozenset()
        runs: list[tuple[int, str, str | None, str | None]] = []
        files: dict[str, Product] = {}
        for numbers in self.slices:
            for n in numbers:
                slug, name = figure.runs[n].slug, figure.names[n]
                products = {"json": made.product(self._runs(numbers), f"{name}.json")}
                if n in drawn:
                    animation = self._animation(n)
                    products |= {ending: made.product(animation, f"{name}.{ending}") for ending in ("gif", "png")}
                names = {ending: file_name(slug, ending, product) for ending, product in products.items()}
                files |= {names[ending]: product for ending, product in products.items()}
                runs.append((self.outline.scene_of_run[n], names["json"], names.get("gif"), names.get("png")))
        return runs, files

    @property
    def _fit(self) -> str:
        return f"{self.folder}/fit"

    def _runs(self, numbers: range) -> str:
        return f"{self.folder}/runs/{numbers.start}"

    def _animation(self, number: int) -> str:
        return f"{self.folder}/animations/{self.figure.names[number]}"

    def _outcomes(self, numbers: range) -> str:
        return f"{self.folder}/outcomes/{numbers.start}"

    def _endings(self, numbers: range) -> Part:
        first = ("first",) if self.figure.start in numbers else ()
        return Part(self._outcomes(numbers), ("outcomes", *first))

    def _scenes(self, *numbers: int) -> Part:
        """The scenes of the figure, all of them or some."""
        return Part(f"{self.folder}/outline", tuple(map(str, numbers or range(self.outline.count))))

    def _encoded(self) -> str:
        """The figure without its places: a text that moves down makes nothing anew."""
        return FIGURES.encode(replace(self.figure, location=_NOWHERE, locations={})).decode()
