"""What a page needs of an animation: its controls, its runs in short, and where panels map data to px."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from klsim.engine.codec import Codec
from klsim.engine.task import Products
from klsim.figures.animation.index import encode_index
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.record import RECORDS
from klsim.figures.animation.sweep import FIGURES, Axis, Figure, Position
from klsim.figures.panel import PanelFiles, PanelView, panel_data, view_panel
from klsim.render.layout import lay_out
from klsim.render.sheets import SheetLayout, lay_out_sheets
from klsim.scene.codec import SCENES
from klsim.scene.film import Film, Stretch
from klsim.scene.marks import DENSITY_SAMPLES, Key, Readout, Scene
from klsim.scene.strokes import STROKES
from klsim.simulation import COUNTING


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
class AnimationView:
    """An animation ready for a page.

    series: the names of the series that the script gets; the iteration is the index
    legends: how the runs of each scene look that share its picture; nothing where none do
    leaps:  of each run what its film leaves out
    scenes: the panels of each distinct scene
    film:   the size of its GIFs in px
    chunks: the scripts with the numbers of its runs
    sheet:  how sheets have pictures, where the simulation draws
    first:  the encoded numbers of the runs of the picture that it starts with, by the numbers of the runs
    """

    figure: Figure
    series: tuple[str, ...]
    readouts: tuple[Readout, ...]
    scenes: tuple[tuple[PanelView, ...], ...]
    legends: tuple[tuple[Key, ...], ...]
    leaps: tuple[tuple[Stretch, ...], ...]
    film: tuple[int, int]
    chunks: tuple[str, ...]
    runs: tuple[RunView, ...]
    first: str
    sheet: SheetLayout | None = None

    @property
    def start(self) -> RunView:
        """The run that the figure starts with."""
        return self.runs[self.figure.start]


VIEWS = Codec(
    {
        **SCENES.kinds,
        **FIGURES.kinds,
        **OUTCOMES.kinds,
        **{kind.__name__: kind for kind in (AnimationView, RunView, PanelView, PanelFiles, SheetLayout)},
    }
)


def make_view(
    article: str,
    encoded: str,
    series: Sequence[str],
    header_lines: int,
    runs: Sequence[tuple[int, str, str | None, str | None]],
    chunks: Sequence[tuple[str, Sequence[int]]],
    panels: Sequence[Mapping[str, str]],
    sheets: Sequence[tuple[Sequence[str], Sequence[int]]],
    scenes: Products,
    *parts: Products,
) -> Products:
    """The view of a figure, `view`, a still for lists, `poster`, and its index, `figure.json`. A still that is not
    drawn has no path.

    encoded: the figure
    runs:    of each the number of its scene, and the names of its record, its GIF and its still
    chunks:  the name of each script, and the runs that it has
    panels:  of each scene the file names of its panel images
    sheets:  of each run the names of its sheets and the iterations that they show, where the simulation draws
    parts:   `outcomes` and, in some of them, `first`, of all runs in their order, and the `film` of each picture
             that runs share
    """
    figure = FIGURES.decode(encoded.encode(), Figure)
    slices = [part for part in parts if "outcomes" in part]
    outcomes = [one for part in slices for one in OUTCOMES.decode_many(part["outcomes"], Outcome)]
    films = [RECORDS.decode(part["film"], Film) for part in parts if "film" in part]
    leaps = {n: film.leaps for film, picture in zip(films, figure.pictures, strict=False) for n in picture}
    known = [SCENES.decode(scenes[str(n)], Scene) for n in range(len(panels))]
    chunk_of_run = {run: n for n, (_, several) in enumerate(chunks) for run in several}
    layout = lay_out(known[0], header_lines)
    view = AnimationView(
        figure=figure,
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
        runs=tuple(
            RunView(at, outcome, scene, chunk_of_run[n], data, gif, still, *_pictures(sheets, n))
            for n, (at, outcome, (scene, data, gif, still)) in enumerate(
                zip(figure.positions, outcomes, runs, strict=True)
            )
        ),
        first=json.dumps(
            {n: found for part in slices if "first" in part for n, found in json.loads(part["first"]).items()}
        ),
        sheet=lay_out_sheets(known[0].panels[0].width_px, known[0].panels[0].height_px) if sheets else None,
    )
    still, (width, height) = view.start.still, view.film
    poster = {
        "path": f"{article}/{figure.id}/{still}" if still else "",
        "width": width,
        "height": height,
        "alt": describe_picture(view, view.start),
        "caption": figure.caption,
    }
    return {
        "view": VIEWS.encode(view),
        "poster": json.dumps(poster).encode(),
        "figure.json": encode_index(article, view.figure, view.runs, view.sheet),
    }


def _pictures(
    sheets: Sequence[tuple[Sequence[str], Sequence[int]]], n: int
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    names, iterations = sheets[n] if sheets else ((), ())
    return tuple(names), tuple(iterations)


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
        "strokes": asdict(STROKES),
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
        "start": figure.start,
        "first": json.loads(view.first),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


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


def _together(view: AnimationView) -> Mapping[str, object]:
    """The number of the axis whose values share a picture, the colour of each, and how each run ended in brief."""
    axis = view.figure.together
    if axis is None:
        return {}
    roles = {key.runner: key.role for keys in view.legends for key in keys}
    return {
        "together": axis,
        "roles": [roles.get(n, "ink") for n in range(len(view.figure.axes[axis].values))],
        "briefs": [run.outcome.brief for run in view.runs],
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
        "still": run.still,
        "data": run.data,
        **({"sheets": run.sheets, "pictures": run.pictures} if run.sheets else {}),
    }


def _axis(axis: Axis) -> Mapping[str, object]:
    return {"name": axis.name, "values": axis.values, "labels": axis.labels, "default": axis.default}
