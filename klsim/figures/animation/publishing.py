"""What is published of an animation once its tasks are done."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from klsim.diagnostics import Location
from klsim.engine.results import Product, Results
from klsim.engine.task import Part, Task
from klsim.figures.animation.choosing import BEST
from klsim.figures.animation.drawing import ITERATIONS, SHEET
from klsim.figures.animation.map_plan import MapPlan
from klsim.figures.animation.map_words import MAP
from klsim.figures.animation.packing import COUNTS, pack_name, pack_stem
from klsim.figures.animation.portrait_files import name_portrait
from klsim.figures.animation.stages import Stages
from klsim.figures.animation.sweep import FIGURES
from klsim.figures.animation.vectors import VECTOR
from klsim.figures.animation.wider_files import wider_files, wider_files_of_runs
from klsim.figures.kind import Drawn, file_name
from klsim.figures.place import DEFAULT
from klsim.render.panel_image import NARROW, WIDE

_HERE = __name__.rpartition(".")[0]
_NOWHERE = Location("", 0)

Files: TypeAlias = Mapping[str, Product]

RecordFile: TypeAlias = tuple[str, int | None]
"""The name of the file with a record, and its place among those that are packed there."""

RunFiles: TypeAlias = tuple[int, str, int | None, str | None, str | None]
"""Of a run the number of its scene, the file with its record and its place there, its GIF and its still."""

PictureFiles: TypeAlias = Mapping[str, tuple[str, Product]]
"""The name and the content of a GIF and a still by their endings; nothing of what is not drawn."""

_ENDINGS = ("gif", "png")


def publish(stages: Stages, header_lines: int, made: Results) -> Drawn:
    """The files of an animation, and the task that ends it; of pictures none unless all of them are there."""
    pictures = _pictures(stages, made)
    chosen = _chosen(stages, made)
    runs, files = _runs(stages, made, chosen, pictures)
    grid, sums = _grid(stages, made, [(name, index) for _, name, index, *_ in runs])
    shown = _shown(stages, chosen, grid, pictures)
    files |= {**sums, **dict(one for picture in pictures.values() for one in picture.values())}
    portrait, of_portrait = name_portrait(stages, made) if pictures else (None, {})
    files |= {**_default(stages, pictures), **_vector(stages, made), **of_portrait}
    chunks: list[tuple[str, Sequence[int]]] = []
    for numbers in stages.shown.slices:
        task = stages.shown.outcome(numbers)
        for product, several in json.loads(made.read(task, "chunks")):
            script = made.product(task, product)
            name = file_name(pack_stem(len(chunks)), "js", script) if stages.is_packed else product
            chunks.append((name, several))
            files[name] = script
    panels = []
    for n in range(stages.outline.count):
        named = _panels(stages, n, made)
        files |= {file: made.product(stages.panels(n), name) for name, file in named.items()}
        panels.append(named)
    wider = {str(n): wider_files(stages, n, made) for n in stages.outline.zooming}
    for n in stages.outline.zooming:
        files |= {file: made.product(stages.wider_panels(n), name) for name, file in wider[str(n)].items()}
    maps = MapPlan.of(stages.figure, stages.folder)
    drawn, more = maps.files(made) if maps else ([], {})
    sheets, of_sheets = _sheets(stages, made)
    files |= {**more, **of_sheets}
    view = Task(
        f"{stages.folder}/view",
        f"{_HERE}.view_task:make_view",
        values=(
            stages.folder.partition("/")[0],
            _encoded(stages),
            stages.series,
            header_lines,
            runs,
            grid,
            shown,
            chunks,
            panels,
            wider,
            drawn,
            sheets,
            portrait,
        ),
        needs=(
            stages.scenes(),
            *(Part(stages.wider(n)) for n in stages.outline.zooming),
            *_endings(stages),
            *(Part(stages.film(one), ("film",)) for one in stages.shared),
            *([maps.words] if maps else []),
        ),
    )
    return Drawn(files, view, ("figure.json",))


@dataclass(frozen=True)
class FileNames:
    """How the files of a figure are called, by which pages go.

    shown:  of each run that is shown
    panels: of each scene those of its panels, by the names of its products
    wider:  of each run that is shown those of the panels that zoom out after it, for wide screens
    maps:   of all maps, for wide screens
    """

    shown: Sequence[RunFiles]
    panels: Sequence[Mapping[str, str]]
    wider: Sequence[Sequence[str]]
    maps: Sequence[str]

    def within(self, chosen: Sequence[int], start: int) -> tuple[str, ...]:
        """The files of a page that shows these runs, on narrow screens as on wide ones, and the picture of the one
        that it starts with."""
        scenes = sorted({self.shown[n][0] for n in chosen})
        panels = [file for n in scenes for name, file in self.panels[n].items() if NARROW not in name]
        wider = (file for n in chosen for file in self.wider[n])
        pictures = filter(None, self.shown[start][3:])
        return tuple(dict.fromkeys([*(self.shown[n][1] for n in chosen), *panels, *wider, *pictures, *self.maps]))

    def packs(self, chosen: Sequence[int]) -> Mapping[str, Sequence[int]]:
        """Of the packs with the records of these runs their places there."""
        found: dict[str, list[int]] = {}
        for _, name, index, *_ in (self.shown[n] for n in chosen):
            if index is not None:
                found.setdefault(name, []).append(index)
        return found


def name_files(stages: Stages, made: Results) -> FileNames:
    """How the files of a figure are called."""
    pictures, chosen = _pictures(stages, made), _chosen(stages, made)
    runs, _ = _runs(stages, made, chosen, pictures)
    grid, _ = _grid(stages, made, [(name, index) for _, name, index, *_ in runs])
    maps = MapPlan.of(stages.figure, stages.folder)
    return FileNames(
        _shown(stages, chosen, grid, pictures),
        [_panels(stages, n, made) for n in range(stages.outline.count)],
        wider_files_of_runs(stages, made),
        tuple(_map_files(maps, made)) if maps else (),
    )


def _map_files(maps: MapPlan, made: Results) -> Iterator[str]:
    for _, _, pictures, table in maps.files(made)[0]:
        yield from (*(pictures[f"{MAP}{ending}"] for ending in WIDE), table)


def _shown(
    stages: Stages, chosen: Sequence[int], grid: Sequence[RecordFile], pictures: Mapping[int, PictureFiles]
) -> list[RunFiles]:
    """The files of each run that is shown, given the names of the records in maps."""
    return [
        _files(stages.scene_of(stages.shown, n), *grid[number], pictures.get(n, {}))
        for n, number in enumerate(chosen)
    ]


def _panels(stages: Stages, scene: int, made: Results) -> Mapping[str, str]:
    """How the images of a scene's panels are called, by the names of their products."""
    task = stages.panels(scene)
    return {name: file_name(name, "png", made.product(task, name)) for name in made.products(task)}


def _endings(stages: Stages) -> Sequence[Part]:
    """How the runs of each stage ended; of those shown first also the numbers."""
    first = stages.shown.figure.first_picture
    return [
        Part(
            stage.outcome(numbers),
            ("outcomes", "first")
            if stage is stages.shown and not set(first).isdisjoint(numbers)
            else ("outcomes",),
        )
        for stage in stages.different
        for numbers in stage.slices
    ]


def _pictures(stages: Stages, made: Results) -> Mapping[int, PictureFiles]:
    """Of each run that is shown the files of its picture; nothing unless all are drawn."""
    figure = stages.shown.figure
    if not all(stages.animation(picture) in made.made for picture in figure.drawn):
        return {}
    found: dict[int, PictureFiles] = {}
    for picture in figure.drawn:
        task, slug = stages.animation(picture), figure.picture_slug(picture)
        endings = {
            ending: made.product(task, name)
            for name in made.products(task)
            if (ending := name.rpartition(".")[2]) in _ENDINGS
        }
        names = {ending: (file_name(slug, ending, one), one) for ending, one in endings.items()}
        found |= dict.fromkeys(picture, names)
    return found


def _default(stages: Stages, pictures: Mapping[int, PictureFiles]) -> Files:
    """The pictures that the figure starts with once more, by names that stay."""
    picture = pictures.get(stages.shown.figure.start, {})
    return {f"{DEFAULT}.{ending}": product for ending, (_, product) in picture.items()}


def _vector(stages: Stages, made: Results) -> Files:
    """The last of these as SVG; nothing where the simulation draws."""
    task = stages.vector(stages.shown.figure.first_picture)
    return {f"{DEFAULT}.svg": made.product(task, VECTOR)} if task in made.made else {}


def _sheets(stages: Stages, made: Results) -> tuple[list[tuple[Sequence[str], Sequence[int]]], Files]:
    """Where the simulation draws, of each run its sheets and the iterations that they show; and these files."""
    files: dict[str, Product] = {}
    found: list[tuple[Sequence[str], Sequence[int]]] = []
    for n, run in enumerate(stages.figure.runs if stages.figure.declaration.is_drawn else ()):
        task, names = stages.animation((n,)), []
        count = sum(name.startswith(SHEET) for name in made.products(task))
        for k in range(count):
            product = made.product(task, f"{SHEET}{k}")
            names.append(file_name(f"{run.slug}.{k}", "png", product))
            files[names[-1]] = product
        found.append((names, json.loads(made.read(task, ITERATIONS))))
    return found, files


def _chosen(stages: Stages, made: Results) -> Sequence[int]:
    """Of each run that is shown its number in the grid."""
    shown = stages.shown
    if shown is stages.grid:
        return range(len(shown.figure.positions))
    parts = (json.loads(made.read(shown.task(numbers), BEST)) for numbers in shown.slices)
    return [number for part in parts for number, *_ in part]


def _runs(
    stages: Stages, made: Results, chosen: Sequence[int], pictures: Mapping[int, PictureFiles]
) -> tuple[list[RunFiles], dict[str, Product]]:
    """The files of each run, and the content of their records."""
    picture_of = {run: pictures.get(n, {}) for n, number in enumerate(chosen) for run in stages.members(number)}
    records, files = (_packs if stages.is_packed else _records)(stages, made)
    runs = [
        _files(scene, *record, picture_of.get(n, {}))
        for n, (scene, record) in enumerate(zip(stages.outline.scene_of_run, records, strict=True))
    ]
    return runs, files


def _records(stages: Stages, made: Results) -> tuple[Sequence[RecordFile], dict[str, Product]]:
    """The file of the record of each run."""
    publishers, figure = stages.publishers(), stages.figure
    products = [made.product(publishers[n], f"{name}.json") for n, name in enumerate(figure.names)]
    names = [file_name(run.slug, "json", product) for run, product in zip(figure.runs, products, strict=True)]
    return [(name, None) for name in names], dict(zip(names, products, strict=True))


def _packs(stages: Stages, made: Results) -> tuple[Sequence[RecordFile], dict[str, Product]]:
    """The pack with the record of each run, and where it is in it."""
    files: dict[str, Product] = {}
    records: list[RecordFile] = []
    for task in map(stages.packs, stages.runs.slices):
        for n, count in enumerate(json.loads(made.read(task, COUNTS))):
            product = made.product(task, pack_name(n))
            name = file_name(pack_stem(len(files)), "json", product)
            files[name] = product
            records += ((name, index) for index in range(count))
    return records, files


def _grid(stages: Stages, made: Results, names: Sequence[RecordFile]) -> tuple[Sequence[RecordFile], Files]:
    """The files of the records of all in maps, where runs have these, and the content of what is summed up."""
    if stages.grid is stages.runs:
        return names, {}
    figure = stages.grid.figure
    records = [
        made.product(stages.grid.record(n).task, f"{figure.names[n]}.json") for n in range(len(figure.positions))
    ]
    slugs = (run.slug for run in figure.runs)
    found = [file_name(f"{slug}_spread", "json", one) for slug, one in zip(slugs, records, strict=True)]
    return [(name, None) for name in found], dict(zip(found, records, strict=True))


def _files(scene: int, name: str, index: int | None, picture: PictureFiles) -> RunFiles:
    gif, still = (picture[ending][0] if ending in picture else None for ending in _ENDINGS)
    return scene, name, index, gif, still


def _encoded(stages: Stages) -> str:
    """The figure without its places: a text that moves down makes nothing anew."""
    return FIGURES.encode(replace(stages.figure, location=_NOWHERE, locations={})).decode()
