"""How the maps of a figure are computed and drawn: one for each combination of the axes that none shows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import cast

from klsim.declaration import DECLARATIONS
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task, module_of
from klsim.figures.animation.map_block import spacing
from klsim.figures.animation.map_words import MAP
from klsim.figures.animation.sweep import Axis, Figure, OutcomeMap, Position, with_assigned
from klsim.figures.kind import file_name
from klsim.render.panel_image import ENDINGS
from klsim.render.vignette import Form
from klsim.scene.theme import Themes
from klsim.settings.scalars import Settings

_HERE = __name__.rpartition(".")[0]

SLAB = 20_000
"""About how many runs a task computes."""


@dataclass(frozen=True)
class MapPlan:
    """The maps of a figure.

    folder: where its files go, and how its tasks are called
    """

    figure: Figure
    map: OutcomeMap
    folder: str

    @classmethod
    def of(cls, figure: Figure, folder: str) -> "MapPlan | None":
        """The maps of a figure, if it has any."""
        return cls(figure, figure.map, folder) if figure.map else None

    @cached_property
    def others(self) -> Sequence[tuple[int, Axis]]:
        """The axes that no map shows, with their numbers."""
        shown = [axis.name for axis in self.map.axes]
        return [(n, axis) for n, axis in enumerate(self.figure.axes) if axis.name not in shown]

    @cached_property
    def places(self) -> Sequence[Position]:
        """Of each map the values of the other axes."""
        return list(product(*(range(len(axis.values)) for _, axis in self.others)))

    @property
    def cover(self) -> Part:
        """The picture of the map that the figure starts with."""
        return Part(self.task, (f"{self._first}",))

    def caption(self, place: Position) -> str:
        """What all runs of a map have in common, on one line."""
        return " · ".join(axis.tell(index) for (_, axis), index in zip(self.others, place, strict=True))

    def outcomes(self) -> Iterator[Task]:
        """What computes the runs, some rows at a time."""
        for n in range(len(self.places)):
            for rows in self._slabs:
                yield self._outcomes(n, rows)

    def count_runs(self, tasks: Collection[str]) -> int:
        """How many of the runs are computed by some tasks."""
        width = len(self.map.x.values)
        rows = [(n, slab) for n in range(len(self.places)) for slab in self._slabs]
        return sum(width * len(slab) for n, slab in rows if self._outcome_task(n, slab) in tasks)

    def pictures(self, themes: Themes) -> Task:
        """What draws all of them, in one scale of colours."""
        figure = self.figure
        axes = [(axis.label, axis.values, axis.labels, spacing(axis)) for axis in self.map.axes]
        return Task(
            self.task,
            f"{_HERE}.map_pictures:make_maps",
            values=(
                figure.id,
                DECLARATIONS.encode(figure.declaration).decode(),
                axes,
                self.map.colour,
                self._iterations,
                [len(self._slabs)] * len(self.places),
                themes.light.colours,
                themes.dark.colours,
                themes.styles,
            ),
            files=themes.fonts,
            needs=tuple(Part(task.name, ("outcomes",)) for task in self.outcomes()),
        )

    def vignette(self, form: Form, themes: Themes) -> Task:
        """What draws the vignette of the map that the figure starts with."""
        return Task(
            f"{self.folder}/{form.name}",
            f"{_HERE}.map_vignettes:draw_vignette",
            values=(
                tuple(form),
                DECLARATIONS.encode(self.figure.declaration).decode(),
                self.map.colour,
                self._iterations,
                [len(self._slabs)] * len(self.places),
                self._first,
                themes.light.colours,
                themes.dark.colours,
            ),
            needs=tuple(Part(task.name, ("outcomes",)) for task in self.outcomes()),
        )

    @property
    def task(self) -> str:
        """The task that draws them."""
        return f"{self.folder}/maps"

    @property
    def words(self) -> Part:
        """What it says of them."""
        return Part(self.task, ("panel", "words"))

    def files(self, made: Results) -> tuple[list[tuple[Position, str, dict[str, str], str]], dict[str, Product]]:
        """Of each map its place, its caption, and the names of its pictures and of its table; and these files."""
        files: dict[str, Product] = {}
        names: list[tuple[Position, str, dict[str, str], str]] = []
        for n, place in enumerate(self.places):
            pictures: dict[str, str] = {}
            for ending in ENDINGS:
                found = made.product(self.task, f"{n}{ending}")
                pictures[f"{MAP}{ending}"] = file_name(f"{MAP}{ending}", "png", found)
                files[pictures[f"{MAP}{ending}"]] = found
            found = made.product(self.task, f"{n}.js")
            table = file_name(MAP, "js", found)
            files[table] = found
            names.append((place, self.caption(place), pictures, table))
        return names, files

    @property
    def _first(self) -> int:
        return self.places.index(tuple(axis.default for _, axis in self.others))

    @property
    def _iterations(self) -> int:
        return cast(int, self._settings(self.places[0]).get("iterations", 0))

    @cached_property
    def _slabs(self) -> Sequence[range]:
        count = len(self.map.y.values)
        rows = max(SLAB // len(self.map.x.values), 1)
        return [range(first, min(first + rows, count)) for first in range(0, count, rows)]

    def _settings(self, place: Position) -> Settings:
        """What all runs of a map have."""
        assigned: dict[str, object] = {}
        for (_, axis), index in zip(self.others, place, strict=True):
            assigned.update(axis.assigns[index])
        return with_assigned(self.figure.settings, cast(Settings, assigned))

    def _outcome_task(self, number: int, rows: range) -> str:
        return f"{self.folder}/maps/{number}/{rows.start}"

    def _outcomes(self, number: int, rows: range) -> Task:
        return Task(
            self._outcome_task(number, rows),
            f"{_HERE}.pixels:compute_pixels",
            values=(
                self.figure.source,
                self._settings(self.places[number]),
                self.figure.order,
                self.map.x.assigns,
                self.map.y.assigns[rows.start : rows.stop],
            ),
            code=(module_of(self.figure.source),),
        )
