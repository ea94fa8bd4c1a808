"""How the runs of an animation are computed and drawn: its tasks."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from klsim.declaration import DECLARATIONS
from klsim.engine.results import Results
from klsim.engine.task import Part, Task, module_of
from klsim.figures.animation.chunks import CHUNK_BYTES, LARGE_CHUNK_BYTES
from klsim.figures.animation.drawing import ITERATIONS, SHEET
from klsim.figures.animation.drawing_plan import animations, films, panels, pictures, wider
from klsim.figures.animation.linked import choose_runs
from klsim.figures.animation.links import RunLink
from klsim.figures.animation.map_plan import MapPlan
from klsim.figures.animation.outline import SIZES, Outline
from klsim.figures.animation.packing import COUNTS
from klsim.figures.animation.packs import packs, unpacked
from klsim.figures.animation.publishing import name_files, publish
from klsim.figures.animation.recording import Recording
from klsim.figures.animation.reducing import framings, reductions
from klsim.figures.animation.stage import Stage
from klsim.figures.animation.stages import Stages
from klsim.figures.animation.sweep import FIGURES, Figure, Run
from klsim.figures.animation.targets import GRID, RUN, SHOWN
from klsim.figures.animation.vignette_plan import vignette
from klsim.figures.kind import COVER, POSTER, VIEW, Drawn, Enclosed, Target
from klsim.render.vignette import Form
from klsim.scene.theme import Themes
from klsim.simulation_faults import is_own

_HERE = __name__.rpartition(".")[0]


@dataclass(frozen=True)
class AnimationPlan:
    """An animation whose scenes are known.

    header_lines: how many lines of words all its GIFs have above the panels
    """

    stages: Stages
    header_lines: int

    @property
    def figure(self) -> Figure:
        """The figure as its block declares it."""
        return self.stages.figure

    @property
    def outline(self) -> Outline:
        """Its scenes, and which of them each run has."""
        return self.stages.outline

    @cached_property
    def records(self) -> Sequence[Task]:
        """What computes its runs, in slices, and those of its maps."""
        maps = self.maps.outcomes() if self.maps else ()
        return [*(self._simulation(numbers) for numbers in self.stages.runs.slices), *maps]

    @property
    def maps(self) -> MapPlan | None:
        """How its maps of outcomes are made, if it has any."""
        return MapPlan.of(self.figure, self.stages.folder)

    @property
    def reductions(self) -> Sequence[Task]:
        """What sums its runs up, and chooses the best of what there is then."""
        return reductions(self.stages)

    def essentials(self, themes: Themes) -> Sequence[Task]:
        """The panels of each scene, and the outcomes of runs, once it is known that the scenes fit them.

        The films of pictures that several runs share, and maps, too.
        """
        maps = [self.maps.pictures(themes)] if self.maps else []
        ends = [self._ends(stage, numbers) for stage in self.stages.different for numbers in stage.slices]
        return [
            *panels(self.stages, themes),
            *self._fits(),
            *self.reductions,
            *ends,
            *films(self.stages),
            *wider(self.stages, themes),
            *framings(self.stages),
            *packs(self.stages),
            *maps,
            *pictures(self.stages, self.header_lines, themes),
        ]

    def animations(self, themes: Themes) -> Sequence[Task]:
        """The backgrounds, and the animations of those runs that are drawn; none where simulations draw."""
        if self.figure.declaration.is_drawn:
            return []
        return list(animations(self.stages, self.header_lines, themes))

    def count_runs(self, tasks: Collection[str]) -> int:
        """How many of its runs are computed or drawn by some of its tasks, those of its maps among them."""
        runs, shown = self.stages.runs, self.stages.shown
        computed = {n for numbers in runs.slices if runs.task(numbers) in tasks for n in numbers}
        drawn = (picture for picture in shown.figure.pictures if self.stages.animation(picture) in tasks)
        of_maps = self.maps.count_runs(tasks) if self.maps else 0
        return len(computed.union(shown.firsts[n] for picture in drawn for n in picture)) + of_maps

    def sizes(self, made: Results) -> str:
        """How large the sheets are of pictures that have just been drawn by the simulation itself."""
        if not self.figure.declaration.is_drawn:
            return ""
        tasks = [self.stages.animation(picture) for picture in self.figure.pictures]
        if not any(task in made.ran for task in tasks):
            return ""
        sheets = [(task, name) for task in tasks for name in made.products(task) if name.startswith(SHEET)]
        size = sum(len(made.read(*sheet)) for sheet in sheets)
        pictures = sum(len(json.loads(made.read(task, ITERATIONS))) for task in tasks)
        return f"{pictures} pictures of {len(tasks)} runs in {len(sheets)} sheets, {size / 1e6:.1f} MB, GIFs aside"

    @property
    def poster(self) -> Part | None:
        """The last frame of the picture that it starts with, if that is drawn."""
        figure = self.stages.shown.figure
        start = figure.start
        name = "together" if figure.together is not None else figure.names[start]
        drawn = (picture for picture in figure.drawn if start in picture)
        return next((Part(self.stages.animation(picture), (f"{name}.png",)) for picture in drawn), None)

    @property
    def cover(self) -> Part | None:
        """Its map of outcomes, if it has any, else its poster."""
        return self.maps.cover if self.maps else self.poster

    def vignette(self, form: Form, themes: Themes) -> Task | None:
        """The same without axes and words."""
        return vignette(self.stages, form, themes)

    def record(self, target: Target) -> tuple[Part, Sequence[Task]]:
        """What a number in prose is compared with, and what has to be done for it if it is in a pack."""
        stages = {RUN: self.stages.runs, GRID: self.stages.grid, SHOWN: self.stages.shown}
        stage = stages[target.stage]
        if stage is not self.stages.runs or not self.stages.is_packed_at_once:
            return stage.record(target.number, ".json"), ()
        task = unpacked(self.stages, target.number)
        return Part(task.name, (f"{self.figure.names[target.number]}.json",)), (task,)

    def compute(self, run: Run) -> Task:
        """What computes the record of a run that lies beside one of its own, `<slug>.json`."""
        number, figure = self.figure.places[run.at], self.figure
        return Task(
            f"{self.stages.folder}/stated/{run.slug}",
            f"{_HERE}.runs:simulate_runs",
            values=(
                figure.source,
                figure.simulation,
                [(run.setting, run.settings)],
                [run.slug],
                [],
                [self.outline.scene_of_run[number]],
                [figure.runner(number)],
                figure.pace,
                figure.looks_aside,
                False,
            ),
            needs=(self.stages.scenes(),),
            code=(module_of(figure.source),),
        )

    def finish(self, made: Results) -> Drawn:
        """Every record, animation, still, script and panel image, and the task that ends the figure."""
        return publish(self.stages, self.header_lines, made)

    def enclose(self, links: Sequence[RunLink], count: int | None, made: Results) -> Enclosed:
        """The records of some runs, what they are drawn on, and what it looks like where no script runs."""
        folder, shown = self.stages.folder, self.stages.shown
        chosen = choose_runs(shown.figure, links, count)
        names = name_files(self.stages, made)
        view = Task(
            f"{folder}/enclosed",
            f"{_HERE}.enclosing:enclose_view",
            needs=(Part(f"{folder}/view", (VIEW, POSTER, COVER)),),
        )
        files = names.within(chosen, shown.figure.start)
        return Enclosed(Part(view.name, (VIEW, POSTER, COVER)), (view,), files, names.packs(chosen))

    def _simulation(self, numbers: range) -> Task:
        figure = self.figure
        if figure.recording is not None:
            return self._recorded(figure.recording, numbers)
        several = figure.runs[numbers.start : numbers.stop]
        return Task(
            self.stages.runs.task(numbers),
            f"{_HERE}.runs:simulate_runs",
            values=(
                figure.source,
                figure.simulation,
                [(run.setting, run.settings) for run in several],
                figure.names[numbers.start : numbers.stop],
                [figure.names[n] for n in numbers if n in self._needed],
                self.outline.scene_of_run[numbers.start : numbers.stop],
                [figure.runner(n) for n in numbers],
                figure.pace,
                figure.looks_aside,
                self.stages.is_packed_at_once,
            ),
            needs=(self.stages.scenes(),),
            code=(module_of(figure.source),),
        )

    def _recorded(self, recording: Recording, numbers: range) -> Task:
        figure, part = self.figure, slice(numbers.start, numbers.stop)
        data = tuple(str(n) for n in recording.numbers[part])
        return Task(
            self.stages.runs.task(numbers),
            f"{_HERE}.recorded_runs:record_runs",
            values=(
                DECLARATIONS.encode(figure.declaration).decode(),
                FIGURES.encode(recording.goal).decode(),
                [run.setting for run in figure.runs[part]],
                figure.names[part],
                [figure.names[n] for n in numbers if n in self._needed],
                self.outline.scene_of_run[part],
                [figure.runner(n) for n in numbers],
                figure.pace,
                data,
                recording.endings[part],
                self.stages.is_packed_at_once,
            ),
            needs=(self.stages.scenes(), Part(recording.task, data)),
        )

    @cached_property
    def _needed(self) -> Collection[int]:
        """The numbers of the runs whose records other tasks take one by one."""
        figure = self.figure
        if self.stages.shared or self.stages.is_reduced or figure.declaration.is_drawn:
            return range(len(figure.positions))
        return frozenset(n for picture in figure.drawn for n in picture)

    @cached_property
    def _drawn(self) -> Collection[int]:
        """The numbers of what is shown of which pictures are drawn."""
        figure = self.stages.shown.figure
        pictures = figure.pictures if figure.declaration.is_drawn else figure.drawn
        return frozenset(n for picture in pictures for n in picture)

    def _fits(self) -> Iterator[Task]:
        """What compares runs and scenes; those of klsim's own simulations fit."""
        if not is_own(self.figure.source):
            slices = self.stages.runs.slices
            yield Task(
                self._fit,
                f"{_HERE}.fitting:check_fit",
                values=(self.figure.source, [self.figure.runs[numbers.start].setting for numbers in slices]),
                needs=(
                    self.stages.scenes(),
                    *(Part(self.stages.runs.task(numbers), (SIZES,)) for numbers in slices),
                ),
                code=(module_of(self.figure.source),),
            )

    def _ends(self, stage: Stage, numbers: range) -> Task:
        figure, part = stage.figure, slice(numbers.start, numbers.stop)
        is_shown = stage is self.stages.shown
        return Task(
            stage.outcome(numbers),
            f"{_HERE}.outcomes:make_outcomes",
            values=(
                figure.id,
                numbers.start,
                {figure.names[n]: n - numbers.start for n in numbers if is_shown and n in self._drawn},
                [figure.told(run.at) for run in figure.runs[part]],
                [self.stages.scene_of(stage, n) for n in numbers],
                figure.together,
                [figure.runner(n) for n in numbers],
                DECLARATIONS.encode(figure.declaration).decode(),
                self.stages.series if is_shown else None,
                figure.first_picture if is_shown else (),
                LARGE_CHUNK_BYTES if self.stages.is_packed else CHUNK_BYTES,
            ),
            needs=(
                Part(stage.task(numbers), ("records", COUNTS) if self.stages.is_packed_at_once else ("records",)),
                self.stages.scenes(),
                *([] if is_own(self.figure.source) else [Part(self._fit)]),
            ),
        )

    @property
    def _fit(self) -> str:
        return f"{self.stages.folder}/fit"
