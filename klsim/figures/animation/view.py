"""What a page needs of an animation: its controls, its runs in short, and where panels map data to px."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from klsim.declaration import COUNTING
from klsim.engine.codec import Codec
from klsim.engine.task import Products
from klsim.figures.animation.index import encode_index
from klsim.figures.animation.links import link_to, page_address
from klsim.figures.animation.map_words import MAP_WORDS, MapWords
from klsim.figures.animation.outcome import OUTCOMES, Outcome, notes_of
from klsim.figures.animation.record import RECORDS
from klsim.figures.animation.reduction import grid_figure, shown_figure
from klsim.figures.animation.starts import find_starts
from klsim.figures.animation.sweep import FIGURES, Axis, Figure, Position
from klsim.figures.panel import PanelFiles, PanelView, panel_data, view_panel
from klsim.render.layout import lay_out
from klsim.render.sheets import SheetLayout, lay_out_sheets
from klsim.scene.arrows import switched_kinds
from klsim.scene.codec import SCENES
from klsim.scene.film import Film, Stretch
from klsim.scene.marks import DENSITY_SAMPLES, Arrow, Key, Readout, Scene
from klsim.scene.strokes import OF_ARROWS, STROKES
from klsim.statuses import words_of_endings

Files: TypeAlias = tuple[int, str, str | None, str | None]
"""The number of a scene, and the names of a record, a GIF and a still."""

SheetFiles: TypeAlias = tuple[Sequence[str], Sequence[int]]
"""The names of the sheets of a run, and the iterations that they show."""


@dataclass(frozen=True)
class RunView:
    """A run without its numbers: how it ended, and the names of its files; no `gif` and `still` unless drawn.

    scene, chunk: the numbers of its scene, and of the script that has its numbers
    sheets, pictures: the images with its pictures, and the iterations that these show, where the simulation draws
    """

    at: Position
    outcome: Outcome
    scene: int
    chunk: int
    data: str
    gif: str | None
    still: str | None
    sheets: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True)
class MapView:
    """A map of outcomes: where it stands among the other axes, what its runs have in common, and its files.

    text: what it shows, in words
    """

    at: Position
    caption: str
    pictures: PanelFiles
    table: str
    text: str


@dataclass(frozen=True)
class AnimationView:
    """An animation ready for a page.

    figure: with the axes by which readers choose; `grid` as maps show it
    outcomes: how the runs of the grid ended
    chosen: of each run that is shown its number in the grid
    series: the names of the series that the script gets; the iteration is the index
    legends: how the runs of each scene look that share its picture; nothing where none do
    leaps:  of each run what its film leaves out
    scenes: the panels of each distinct scene
    film:   the size of its GIFs in px
    chunks: the scripts with the numbers of its runs
    sheet:  how sheets have pictures, where the simulation draws
    first:  the encoded numbers of the runs of the picture that it starts with, by the numbers of the runs
    maps:   its maps of outcomes
    colours: of these, the class of each and what it means
    frame:  where the runs lie in their pictures, as JSON
    starts: where runs start, if readers choose it by pointing, as JSON
    arrows: of each kind that readers may switch, one
    """

    figure: Figure
    grid: Figure
    outcomes: tuple[Outcome, ...]
    chosen: tuple[int, ...]
    series: tuple[str, ...]
    readouts: tuple[Readout, ...]
    scenes: tuple[tuple[PanelView, ...], ...]
    legends: tuple[tuple[Key, ...], ...]
    leaps: tuple[tuple[Stretch, ...], ...]
    film: tuple[int, int]
    chunks: tuple[str, ...]
    runs: tuple[RunView, ...]
    first: str
    maps: tuple[MapView, ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    frame: str = ""
    sheet: SheetLayout | None = None
    starts: str = ""
    arrows: tuple[Arrow, ...] = ()

    @property
    def start(self) -> RunView:
        """The run that the figure starts with."""
        return self.runs[self.figure.start]

    @property
    def first_map(self) -> MapView | None:
        """The map that is shown with it, if there is one."""
        found = self.figure.map
        shown = [axis.name for axis in found.axes] if found else []
        place = [n for axis, n in zip(self.figure.axes, self.start.at, strict=True) if axis.name not in shown]
        return next((one for one in self.maps if list(one.at) == place), None)


VIEWS = Codec(
    {
        **SCENES.kinds,
        **FIGURES.kinds,
        **OUTCOMES.kinds,
        **{kind.__name__: kind for kind in (AnimationView, RunView, MapView, PanelView, PanelFiles, SheetLayout)},
    }
)


def make_view(
    article: str,
    encoded: str,
    series: Sequence[str],
    header_lines: int,
    runs: Sequence[Files],
    grid: Sequence[str],
    shown: Sequence[Files],
    chunks: Sequence[tuple[str, Sequence[int]]],
    panels: Sequence[Mapping[str, str]],
    maps: Sequence[tuple[Position, str, str, str, str]],
    sheets: Sequence[SheetFiles],
    scenes: Products,
    *parts: Products,
) -> Products:
    """The view of a figure, `view`, its still, `poster`, what stands for it in lists, `cover`, and its index,
    `figure.json`. A still that is not drawn has no path.

    encoded: the figure
    runs:    of each the number of its scene, and the names of its record, its GIF and its still
    grid:    of all in maps the names of their records
    shown:   the same as of runs of what pages show
    chunks:  the name of each script, and what it has of that
    panels:  of each scene the file names of its panel images
    maps:    of each map its place, its caption, and the names of its pictures, light and dark, and of its table
    sheets:  of each run its sheets, where the simulation draws
    parts:   `outcomes` of the runs in their order, of what maps show and of what pages show, where it is not the
             same; the latter with `first` in some of them; the `film` of each picture that runs share; and the
             `words` and the `panel` of maps
    """
    whole = FIGURES.decode(encoded.encode(), Figure)
    stages = [whole, grid_figure(whole), shown_figure(whole)]
    slices = [part for part in parts if "outcomes" in part]
    told = _outcomes_of_stages(
        stages, [one for p in slices for one in OUTCOMES.decode_many(p["outcomes"], Outcome)]
    )
    figure, outcomes = stages[-1], told[-1]
    films = [RECORDS.decode(part["film"], Film) for part in parts if "film" in part]
    leaps = {n: film.leaps for film, picture in zip(films, figure.pictures, strict=False) for n in picture}
    known = [SCENES.decode(scenes[str(n)], Scene) for n in range(len(panels))]
    chunk_of_run = {run: n for n, (_, several) in enumerate(chunks) for run in several}
    layout = lay_out(known[0], header_lines)
    view = AnimationView(
        figure=figure,
        grid=stages[1],
        outcomes=told[1],
        chosen=tuple(one.best.number if one.best else n for n, one in enumerate(outcomes)),
        series=tuple(series),
        readouts=known[0].readouts,
        scenes=tuple(
            tuple(
                view_panel(panel, PanelFiles(files[panel.name], files[f"{panel.name}-dark"]))
                for panel in scene.panels
            )
            for scene, files in zip(known, panels, strict=True)
        ),
        legends=tuple(scene.legend for scene in known),
        leaps=tuple(leaps.get(n, outcome.leaps) for n, outcome in enumerate(outcomes)),
        film=(layout.width_px, layout.height_px),
        chunks=tuple(name for name, _ in chunks),
        runs=_views(figure, outcomes, shown, chunk_of_run, sheets),
        first=json.dumps(
            {n: found for part in slices if "first" in part for n, found in json.loads(part["first"]).items()}
        ),
        sheet=lay_out_sheets(known[0].panels[0].width_px, known[0].panels[0].height_px) if sheets else None,
        arrows=tuple(switched_kinds(known[shown[figure.start][0]]).values()),
        starts=json.dumps(starts) if (starts := find_starts(figure, known)) else "",
        **_maps(maps, [part for part in parts if "words" in part]),
    )
    still, (width, height) = view.start.still, view.film
    poster = {
        "path": f"{article}/{figure.id}/{still}" if still else "",
        "width": width,
        "height": height,
        "alt": describe_picture(view, view.start),
        "caption": figure.caption,
        "setting": view.start.outcome.title if figure.together is None else "",
        "outcome": view.start.outcome.outcome if figure.together is None else describe_picture(view, view.start),
        "state": page_address(link_to(figure, view.start.at), ""),
    }
    simulated = _views(whole, told[0], runs, {}, sheets)
    summed = _views(stages[1], told[1], [(0, name, None, None) for name in grid], {}, ())
    return {
        "view": VIEWS.encode(view),
        "poster": json.dumps(poster).encode(),
        "cover": json.dumps({**poster, **_cover(article, view)}).encode(),
        "figure.json": encode_index(article, whole, simulated, summed, view.runs, view.maps, view.sheet),
    }


def _cover(article: str, view: AnimationView) -> Mapping[str, Any]:
    """The map that a figure starts with, if it has any: its path, size and words."""
    shown = view.first_map
    if shown is None:
        return {}
    width, height = json.loads(view.frame)["size"]
    path = f"{article}/{view.figure.id}/{shown.pictures.light}"
    return {"path": path, "width": width, "height": height, "alt": shown.text}


def _maps(maps: Sequence[tuple[Position, str, str, str, str]], told: Sequence[Products]) -> Mapping[str, Any]:
    """What the view of a figure has of its maps."""
    if not told:
        return {}
    words = MAP_WORDS.decode(told[0]["words"], MapWords)
    return {
        "maps": tuple(
            MapView(tuple(at), caption, PanelFiles(light, dark), table, text)
            for (at, caption, light, dark, table), text in zip(maps, words.texts, strict=True)
        ),
        "colours": words.legend,
        "frame": told[0]["panel"].decode(),
    }


def _outcomes_of_stages(stages: Sequence[Figure], outcomes: Sequence[Outcome]) -> Sequence[tuple[Outcome, ...]]:
    """The outcomes of each stage, one after another; one that is as the one before has none of its own."""
    found: list[tuple[Outcome, ...]] = []
    begin = 0
    for n, stage in enumerate(stages):
        if n and len(stage.axes) == len(stages[n - 1].axes):
            found.append(found[-1])
            continue
        end = begin + len(stage.positions)
        found.append(tuple(outcomes[begin:end]))
        begin = end
    return found


def _views(
    figure: Figure,
    outcomes: Sequence[Outcome],
    files: Sequence[Files],
    chunk_of_run: Mapping[int, int],
    sheets: Sequence[SheetFiles],
) -> tuple[RunView, ...]:
    no_sheets: list[SheetFiles] = [((), ())] * len(outcomes)
    return tuple(
        RunView(at, outcome, scene, chunk_of_run.get(n, 0), data, gif, still, tuple(names), tuple(iterations))
        for n, (at, outcome, (scene, data, gif, still), (names, iterations)) in enumerate(
            zip(figure.positions, outcomes, files, sheets or no_sheets, strict=True)
        )
    )


def describe_picture(view: AnimationView, run: RunView) -> str:
    """A sentence for those who do not see the picture of a run: all the runs that it shows, that one first."""
    figure = view.figure
    if figure.together is None:
        return f"{run.outcome.title}: {run.outcome.outcome}"
    others = [one for one in view.runs if one is not run and figure.others(one.at) == figure.others(run.at)]
    return " ".join(f"{one.outcome.title}: {one.outcome.outcome}" for one in (run, *others))


def view_data(view: AnimationView) -> str:
    """What the page's script knows of a figure, as JSON."""
    figure = view.figure
    content = {
        "id": figure.id,
        "axes": [_axis(axis) for axis in figure.axes],
        "presets": [{"label": preset.label, "at": preset.at} for preset in figure.presets],
        "series": view.series,
        "readouts": [asdict(readout) for readout in view.readouts],
        "scenes": [[panel_data(panel) for panel in panels] for panels in view.scenes],
        "strokes": _strokes(figure),
        "samples": DENSITY_SAMPLES,
        "film": view.film,
        "pace": figure.pace,
        "chunks": view.chunks,
        **_counting(figure),
        **({"sheet": asdict(view.sheet)} if view.sheet else {}),
        "runs": [
            *(_run(run, leaps) for run, leaps in zip(view.runs, view.leaps, strict=True)),
            *(_missing(figure, at) for at in figure.missing),
        ],
        **_together(view),
        **_map_data(view),
        **({"starts": json.loads(view.starts)} if view.starts else {}),
        **({"arrows": dict(figure.arrows)} if figure.arrows else {}),
        "start": figure.start,
        "first": json.loads(view.first),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _strokes(figure: Figure) -> Mapping[str, float]:
    """How marks are drawn; few figures have arrows."""
    left_out = () if figure.arrows else OF_ARROWS
    return {name: value for name, value in asdict(STROKES).items() if name not in left_out}


def _counting(figure: Figure) -> Mapping[str, object]:
    """How recorded runs count their iterations, where not from 0 on, and whether they lack numbers."""
    is_usual, recording = figure.declaration.counting == COUNTING, figure.recording
    has_gaps = recording is not None and (recording.has_gaps or bool(figure.missing))
    return {
        **({} if is_usual else {"counting": figure.declaration.counting}),
        **({"gaps": True} if has_gaps else {}),
    }


def _missing(figure: Figure, at: Position) -> Mapping[str, object]:
    """A run that was not recorded: it has no numbers, and ends where it begins."""
    return {
        "at": at,
        "missing": True,
        "last": 0,
        "end": 0,
        "leaps": (),
        "title": figure.title_at(at),
        "outcome": "This run was not recorded.",
        "scene": 0,
        "gif": None,
        "data": None,
    }


def _map_data(view: AnimationView) -> Mapping[str, object]:
    """Its maps: both axes, how many runs lie along each, the words for endings, and where it all is."""
    found = view.figure.map
    if found is None:
        return {}
    axes = [{"name": axis.name, "label": axis.label, "count": len(axis.values)} for axis in found.axes]
    words = words_of_endings(view.figure.declaration.statuses)
    maps = [{"at": one.at, "table": one.table} for one in view.maps]
    return {"map": {**json.loads(view.frame), "axes": axes, "words": words, "maps": maps}}


def _together(view: AnimationView) -> Mapping[str, object]:
    """The number of the axis whose values share a picture, the colour of each, and how each run ended in brief."""
    axis = view.figure.together
    if axis is None:
        return {}
    roles = {key.runner: key.role for keys in view.legends for key in keys}
    return {
        "together": axis,
        "roles": [roles.get(n, "ink") for n in range(len(view.figure.axes[axis].values))],
        "notes": [notes_of(run.outcome) for run in view.runs],
    }


def _run(run: RunView, leaps: tuple[Stretch, ...]) -> Mapping[str, object]:
    return {
        "at": run.at,
        "last": run.outcome.last,
        "end": run.outcome.end,
        "leaps": leaps,
        "status": run.outcome.status,
        "ending": run.outcome.ending,
        "converged_at": run.outcome.converged_at,
        "title": run.outcome.title,
        "outcome": run.outcome.outcome,
        "scene": run.scene,
        "chunk": run.chunk,
        "gif": run.gif,
        "data": run.data,
        **({"sheets": run.sheets, "pictures": run.pictures} if run.sheets else {}),
    }


def _axis(axis: Axis) -> Mapping[str, object]:
    return {"name": axis.name, "values": axis.values, "labels": axis.labels, "default": axis.default}
