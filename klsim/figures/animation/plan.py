"""How the runs of an animation are computed, drawn and published: its tasks, and what comes of them."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from klsim.diagnostics import Location
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task, module_of
from klsim.figures.animation.drawing import ITERATIONS, SHEET
from klsim.figures.animation.outline import SIZES, Outline
from klsim.figures.animation.recording import Recording
from klsim.figures.animation.sweep import FIGURES, Figure
from klsim.figures.kind import Drawn, file_name
from klsim.scene.theme import Themes
from klsim.simulation import DECLARATIONS
from klsim.simulation_faults import is_own

_HERE = __name__.rpartition(".")[0]
_NOWHERE = Location("", 0)

Picture: TypeAlias = tuple[int, ...]
"""The numbers of the runs that share it."""


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
        """The panels of each scene, and the outcomes of runs, once it is known that the scenes fit them.

        The films of pictures that several runs share too.
        """
        return [
            *self._panels(themes),
            *self._fits(),
            *map(self._ends, self.slices),
            *self._films(),
            *self._pictures(themes),
        ]

    def animations(self, themes: Themes) -> Sequence[Task]:
        """The backgrounds, and the animations of those runs that are drawn; none where simulations draw."""
        return [] if self.figure.declaration.is_drawn else list(self._animations(themes))

    def count_runs(self, tasks: Collection[str]) -> int:
        """How many of its runs are computed or drawn by some of its tasks."""
        computed = {n for numbers in self.slices if self._runs(numbers) in tasks for n in numbers}
        drawn = {n for picture in self.figure.pictures if self._animation(picture) in tasks for n in picture}
        return len(computed | drawn)

    def sizes(self, made: Results) -> str:
        """How large the sheets are of pictures that have just been drawn by the simulation itself."""
        tasks = [self._animation(picture) for picture in self.figure.pictures]
        if not self.figure.declaration.is_drawn or not any(task in made.ran for task in tasks):
            return ""
        sheets = [(task, name) for task in tasks for name in made.products(task) if name.startswith(SHEET)]
        size = sum(len(made.read(*sheet)) for sheet in sheets)
        pictures = sum(len(json.loads(made.read(task, ITERATIONS))) for task in tasks)
        return f"{pictures} pictures of {len(tasks)} runs in {len(sheets)} sheets, {size / 1e6:.1f} MB, GIFs aside"

    @property
    def poster(self) -> Part | None:
        """The last frame of the picture that it starts with, if that is drawn."""
        start, figure = self.figure.start, self.figure
        name = "together" if figure.together is not None else figure.names[start]
        drawn = (picture for picture in figure.drawn if start in picture)
        return next((Part(self._animation(picture), (f"{name}.png",)) for picture in drawn), None)

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
        sheets, sheet_files = self._sheets(made)
        files |= sheet_files
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
                sheets,
            ),
            needs=(
                self._scenes(),
                *(self._endings(numbers) for numbers in self.slices),
                *(Part(self._film(picture), ("film",)) for picture in self._shared),
            ),
        )
        return Drawn(files, view, ("figure.json",))

    def _simulation(self, numbers: range) -> Task:
        figure = self.figure
        if figure.recording is not None:
            return self._recorded(figure.recording, numbers)
        drawn = self._drawn
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
                [figure.runner(n) for n in numbers],
                figure.pace,
            ),
            needs=(self._scenes(),),
            code=(module_of(figure.source),),
        )

    def _recorded(self, recording: Recording, numbers: range) -> Task:
        figure, part = self.figure, slice(numbers.start, numbers.stop)
        return Task(
            self._runs(numbers),
            f"{_HERE}.recorded_runs:record_runs",
            values=(
                DECLARATIONS.encode(figure.declaration).decode(),
                FIGURES.encode(recording.goal).decode(),
                [run.setting for run in figure.runs[part]],
                figure.names[part],
                [figure.names[n] for n in numbers if n in self._drawn],
                self.outline.scene_of_run[part],
                [figure.runner(n) for n in numbers],
                figure.pace,
                [str(n) for n in recording.numbers[part]],
                recording.endings[part],
            ),
            needs=(self._scenes(), Part(recording.task, tuple(str(n) for n in recording.numbers[part]))),
        )

    @cached_property
    def _drawn(self) -> frozenset[int]:
        """The numbers of the runs that are drawn, or may be."""
        if self.figure.declaration.is_drawn:
            return frozenset(range(len(self.figure.runs)))
        return frozenset(n for picture in (*self.figure.drawn, *self._shared) for n in picture)

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
        if self.figure.together is not None:
            yield from (self._race(picture, themes) for picture in self.figure.drawn)
            return
        drawn = frozenset(n for (n,) in self.figure.drawn)
        for numbers in self.slices:
            runs, outcomes = self._runs(numbers), self._outcomes(numbers)
            for n in sorted(drawn.intersection(numbers), key=lambda n: (scene_of_run[n], n)):
                yield Task(
                    self._animation((n,)),
                    f"{_HERE}.pictures:draw_animation",
                    values=(themes.styles,),
                    files=themes.fonts,
                    needs=(
                        Part(backgrounds, (str(scene_of_run[n]),)),
                        Part(runs, (names[n],)),
                        Part(outcomes, (names[n],)),
                    ),
                )

    def _pictures(self, themes: Themes) -> Iterator[Task]:
        """What draws the pictures of runs whose simulation draws itself."""
        figure = self.figure
        if not figure.declaration.is_drawn:
            return
        drawn = frozenset(n for (n,) in figure.drawn)
        for numbers in self.slices:
            for n in numbers:
                run = figure.runs[n]
                yield Task(
                    self._animation((n,)),
                    f"{_HERE}.drawn_runs:draw_run",
                    values=(
                        figure.source,
                        figure.names[n],
                        run.settings,
                        run.words,
                        themes.light.colours,
                        self.header_lines,
                        themes.styles,
                        n in drawn,
                    ),
                    files=themes.fonts,
                    needs=(
                        self._scenes(self.outline.scene_of_run[n]),
                        Part(self._runs(numbers), (figure.names[n],)),
                        Part(self._outcomes(numbers), (figure.names[n],)),
                    ),
                    code=(module_of(figure.source),),
                )

    def _sheets(self, made: Results) -> tuple[list[tuple[Sequence[str], Sequence[int]]], dict[str, Product]]:
        """Of each run the names of its sheets and which iterations they show, and these files."""
        files: dict[str, Product] = {}
        found: list[tuple[Sequence[str], Sequence[int]]] = []
        for n, run in enumerate(self.figure.runs if self.figure.declaration.is_drawn else ()):
            task, names = self._animation((n,)), []
            count = sum(name.startswith(SHEET) for name in made.products(task))
            for k in range(count):
                product = made.product(task, f"{SHEET}{k}")
                names.append(file_name(f"{run.slug}.{k}", "png", product))
                files[names[-1]] = product
            found.append((names, json.loads(made.read(task, ITERATIONS))))
        return found, files

    def _race(self, picture: Picture, themes: Themes) -> Task:
        """What draws several runs in one picture."""
        figure = self.figure
        return Task(
            self._animation(picture),
            f"{_HERE}.races:draw_race",
            values=(
                figure.picture_title(picture),
                self._entries(picture),
                figure.names[figure.front(picture)],
                themes.styles,
            ),
            files=themes.fonts,
            needs=(
                Part(f"{self.folder}/backgrounds", (str(self.outline.scene_of_run[picture[0]]),)),
                Part(self._film(picture), ("film",)),
                *self._of(picture, self._runs),
                *self._of(picture, self._outcomes),
            ),
        )

    def _films(self) -> Iterator[Task]:
        """What plans the films of pictures that several runs share."""
        for picture in self._shared:
            yield Task(
                self._film(picture),
                f"{_HERE}.races:plan_race",
                values=(self._entries(picture), self.figure.names[self.figure.front(picture)], self.figure.pace),
                needs=(self._scenes(self.outline.scene_of_run[picture[0]]), *self._of(picture, self._runs)),
            )

    def _entries(self, picture: Picture) -> Sequence[tuple[int, str]]:
        """The place on their axis and the name of each run of a shared picture."""
        return [(self.figure.runner(n) or 0, self.figure.names[n]) for n in picture]

    def _of(self, picture: Picture, task: Callable[[range], str]) -> Iterator[Part]:
        """What the tasks of slices make of the runs of a picture."""
        for numbers in self.slices:
            if there := tuple(self.figure.names[n] for n in picture if n in numbers):
                yield Part(task(numbers), there)

    @property
    def _shared(self) -> Sequence[Picture]:
        """The pictures that several runs share, or may share."""
        return () if self.figure.together is None else self.figure.pictures

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
                [figure.runner(n) for n in numbers],
                DECLARATIONS.encode(figure.declaration).decode(),
                figure.series,
                figure.first_picture,
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
        figure = self.figure
        pictures: dict[int, Mapping[str, str]] = {}
        names: Mapping[str, str]
        files: dict[str, Product] = {}
        if all(self._animation(picture) in made.made for picture in figure.drawn):
            for picture in figure.drawn:
                task = self._animation(picture)
                endings = {
                    ending: made.product(task, name)
                    for name in made.products(task)
                    if (ending := name.rpartition(".")[2]) in ("gif", "png")
                }
                slug = figure.picture_slug(picture)
                names = {ending: file_name(slug, ending, product) for ending, product in endings.items()}
                files |= {names[ending]: product for ending, product in endings.items()}
                pictures |= dict.fromkeys(picture, names)
        runs: list[tuple[int, str, str | None, str | None]] = []
        for n, run in enumerate(figure.runs):
            record = made.product(*self._json(n))
            name = file_name(run.slug, "json", record)
            files[name] = record
            drawn = pictures.get(n, {})
            runs.append((self.outline.scene_of_run[n], name, drawn.get("gif"), drawn.get("png")))
        return runs, files

    def _json(self, number: int) -> tuple[str, str]:
        """The task that makes the record of a run as it is published, and how it calls it."""
        part = self.record(number)
        if self.figure.together is not None:
            picture = next(picture for picture in self._shared if number in picture)
            return self._film(picture), f"{self.figure.names[number]}.json"
        return part.task, f"{self.figure.names[number]}.json"

    @property
    def _fit(self) -> str:
        return f"{self.folder}/fit"

    def _runs(self, numbers: range) -> str:
        return f"{self.folder}/runs/{numbers.start}"

    def _animation(self, picture: Picture) -> str:
        return f"{self.folder}/animations/{self.figure.names[picture[0]]}"

    def _film(self, picture: Picture) -> str:
        return f"{self.folder}/films/{self.figure.names[picture[0]]}"

    def _outcomes(self, numbers: range) -> str:
        return f"{self.folder}/outcomes/{numbers.start}"

    def _endings(self, numbers: range) -> Part:
        first = ("first",) if any(n in numbers for n in self.figure.first_picture) else ()
        return Part(self._outcomes(numbers), ("outcomes", *first))

    def _scenes(self, *numbers: int) -> Part:
        """The scenes of the figure, all of them or some."""
        return Part(f"{self.folder}/outline", tuple(map(str, numbers or range(self.outline.count))))

    def _encoded(self) -> str:
        """The figure without its places: a text that moves down makes nothing anew."""
        return FIGURES.encode(replace(self.figure, location=_NOWHERE, locations={})).decode()
