"""The stages of an animation: its runs, what they are summed up to, what is shown; and how tasks are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from klsim.engine.task import Part, Plain
from klsim.figures.animation.outline import Outline
from klsim.figures.animation.reduction import choose_best, sum_over
from klsim.figures.animation.stage import Stage
from klsim.figures.animation.sweep import PACKED, Figure
from klsim.scene.spread import spread_names
from klsim.scene.wider import AFTER

Picture: TypeAlias = tuple[int, ...]
"""The numbers of the runs that share it, among those that are shown."""


@dataclass(frozen=True)
class Stages:
    """A figure whose scenes are known; `folder` is what the names of its tasks begin with."""

    figure: Figure
    folder: str
    outline: Outline

    @cached_property
    def runs(self) -> Stage:
        """The runs as they are simulated."""
        return Stage.simulated(self.figure, self.folder, self.outline.together)

    @cached_property
    def grid(self) -> Stage:
        """The runs as maps show them: those of the axis `over` are one."""
        return self.runs.reduced(sum_over(self.figure), self.folder, "sums")

    @cached_property
    def shown(self) -> Stage:
        """The runs as pages show them: of the axis `best` there is but the best."""
        return self.grid.reduced(choose_best(self.grid.figure), self.folder, "bests")

    @property
    def different(self) -> Sequence[Stage]:
        """Those that are not as the one before."""
        found = [self.runs]
        for stage in (self.grid, self.shown):
            if stage is not found[-1]:
                found.append(stage)
        return found

    @property
    def is_packed(self) -> bool:
        """Whether many records are in one file."""
        return self.figure.records == PACKED

    @property
    def is_packed_at_once(self) -> bool:
        """Whether the tasks that simulate pack them: where none has to wait for a film that it shares."""
        return self.is_packed and not self.is_reduced and self.figure.together is None

    @property
    def is_reduced(self) -> bool:
        """Whether less is shown than all runs."""
        return self.shown is not self.runs

    def candidates(self, shown: int) -> tuple[int, ...]:
        """The numbers in the grid of what may be shown as this."""
        return (shown,) if self.shown is self.grid else self.shown.members[shown]

    def members(self, number: int) -> tuple[int, ...]:
        """The numbers of the runs that are summed up as this one of the grid."""
        return (number,) if self.grid is self.runs else self.grid.members[number]

    @property
    def shared(self) -> Sequence[Picture]:
        """The pictures that several runs share, or may share."""
        return () if self.figure.together is None else self.shown.figure.pictures

    @property
    def series(self) -> tuple[str, ...]:
        """The names of the series that are shown."""
        return self.figure.series if self.figure.over is None else spread_names(self.figure.series)

    def scene_of(self, stage: Stage, number: int) -> int:
        """The number of the scene of a run."""
        return self.outline.scene_of_run[stage.firsts[number]]

    def scenes(self, *numbers: int) -> Part:
        """The scenes of the figure, all of them or some."""
        return Part(f"{self.folder}/outline", tuple(map(str, numbers or range(self.outline.count))))

    def animation(self, picture: Picture) -> str:
        """The task that draws a picture."""
        return f"{self.folder}/animations/{self.shown.figure.names[picture[0]]}"

    def film(self, picture: Picture) -> str:
        """The task that plans its film, if several runs share it."""
        return f"{self.folder}/films/{self.shown.figure.names[picture[0]]}"

    def framing(self, picture: Picture) -> str:
        """The task that gives the records of its runs the frames of its film, where not all runs are shown."""
        return f"{self.folder}/framed/{self.shown.figure.names[picture[0]]}"

    def packs(self, numbers: range) -> str:
        """The task that has the packs with the records of a slice of runs."""
        return self.runs.task(numbers) if self.is_packed_at_once else f"{self.folder}/packs/{numbers.start}"

    def publishers(self) -> Mapping[int, str]:
        """The task that makes the record of each run as it is published, or as it is packed."""
        if not self.is_reduced and not self.shared:
            return {n: self.runs.task(numbers) for numbers in self.runs.slices for n in numbers}
        task = self.framing if self.is_reduced else self.film
        return {
            run: task(picture)
            for picture in self.shown.figure.pictures
            for n in picture
            for number in self.candidates(n)
            for run in self.members(number)
        }

    def reel(self, picture: Picture) -> tuple[Plain, ...]:
        """What `make_reel` is told of a picture."""
        figure = self.shown.figure
        return (
            figure.picture_title(picture) if figure.together is not None else "",
            [figure.runner(n) for n in picture],
            figure.runner(figure.front(picture)) or 0,
            [[n - numbers.start for n in picture if n in numbers] for numbers in self._slices_of(picture)],
        )

    def parts_of_reel(self, picture: Picture) -> tuple[Part, ...]:
        """What it takes."""
        slices = self._slices_of(picture)
        return (
            self.scenes(self.scene_of(self.shown, picture[0])),
            *(Part(self.shown.task(numbers), ("records",)) for numbers in slices),
            *(Part(self.shown.outcome(numbers), ("outcomes",)) for numbers in slices),
            *([Part(self.film(picture), ("film",))] if self.shared else []),
            *self.zoomed(picture),
        )

    def _slices_of(self, picture: Picture) -> Sequence[range]:
        return [numbers for numbers in self.shown.slices if set(numbers) & set(picture)]

    def vector(self, picture: Picture) -> str:
        """The task that writes the last frame of a picture as SVG."""
        return f"{self.folder}/vectors/{self.shown.figure.names[picture[0]]}"

    def portrait(self, picture: Picture) -> str:
        """The task that draws a picture for narrow screens."""
        return f"{self.folder}/portraits/{self.shown.figure.names[picture[0]]}"

    def panels(self, scene: int) -> str:
        """The task that draws what stands still in a scene."""
        return f"{self.folder}/panels/{scene}"

    def wider(self, scene: int) -> str:
        """The task that makes its panels as they are when they have zoomed out."""
        return f"{self.folder}/wider/{scene}"

    def wider_panels(self, scene: int) -> str:
        """The task that draws what stands still in these."""
        return f"{self.folder}/wider-panels/{scene}"

    def pictures_of(self, scene: int) -> Sequence[Picture]:
        """The pictures with a scene, in the order of their runs."""
        return [one for one in self.shown.figure.pictures if self.scene_of(self.shown, one[0]) == scene]

    def zoomed(self, picture: Picture) -> tuple[Part, ...]:
        """The panels of a picture as they are when they have zoomed out, if any of its scene may."""
        if self.scene_of(self.shown, picture[0]) not in self.outline.zooming:
            return ()
        figure = self.shown.figure
        task, own = self.after(picture), (f"{AFTER}{figure.names[picture[0]]}",)
        return (Part(task, own) if picture in figure.drawn else Part(task),)

    def after(self, picture: Picture) -> str:
        """What makes these: for all pictures with the scene in a slice of runs, or for one of several runs."""
        scene, (numbers, *_) = self.scene_of(self.shown, picture[0]), self._slices_of(picture)
        which = self.shown.figure.names[picture[0]] if self.shared else numbers.start
        return f"{self.folder}/after/{scene}-{which}"

    def zooming(self, scene: int) -> tuple[Part, ...]:
        """The panels of a scene as they are when they have zoomed out, if any do."""
        return (Part(self.wider(scene)),) if scene in self.outline.zooming else ()
