"""What a page needs of an animation: its controls, its runs in short, and where panels map data to px."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from klsim.engine.codec import Codec
from klsim.engine.task import Products
from klsim.figures.animation.index import encode_index
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.sweep import FIGURES, Axis, Figure, Position
from klsim.figures.panel import PanelFiles, PanelView, panel_data, view_panel
from klsim.render.layout import lay_out
from klsim.scene.codec import SCENES
from klsim.scene.marks import DENSITY_SAMPLES, Readout, Scene
from klsim.scene.strokes import STROKES


@dataclass(frozen=True)
class RunView:
    """A run without its numbers: how it ended, and the names of its files; no `gif` and `still` unless drawn.

    scene, chunk: the numbers of its scene, and of the script that has its numbers
    """

    at: Position
    outcome: Outcome
    scene: int
    chunk: int
    data: str
    gif: str | None
    still: str | None


@dataclass(frozen=True)
class AnimationView:
    """An animation ready for a page.

    series: the names of the series that the script gets; the iteration is the index
    scenes: the panels of each distinct scene
    film:   the size of its GIFs in px
    chunks: the scripts with the numbers of its runs
    first:  the encoded numbers of the run that it starts with
    """

    figure: Figure
    series: tuple[str, ...]
    readouts: tuple[Readout, ...]
    scenes: tuple[tuple[PanelView, ...], ...]
    film: tuple[int, int]
    chunks: tuple[str, ...]
    runs: tuple[RunView, ...]
    first: str

    @property
    def start(self) -> RunView:
        """The run that the figure starts with."""
        return self.runs[self.figure.start]


VIEWS = Codec(
    {
        **SCENES.kinds,
        **FIGURES.kinds,
        **OUTCOMES.kinds,
        **{kind.__name__: kind for kind in (AnimationView, RunView, PanelView, PanelFiles)},
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
    scenes: Products,
    *slices: Products,
) -> Products:
    """The view of a figure, `view`, a still for lists, `poster`, and its index, `figure.json`. A still that is not
    drawn has no path.

    encoded: the figure
    runs:    of each the number of its scene, and the names of its record, its GIF and its still
    chunks:  the name of each script, and the runs that it has
    panels:  of each scene the file names of its panel images
    slices:  `outcomes` and, in one of them, `first`, of all runs in their order
    """
    figure = FIGURES.decode(encoded.encode(), Figure)
    outcomes = [one for part in slices for one in OUTCOMES.decode_many(part["outcomes"], Outcome)]
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
        film=(layout.width_px, layout.height_px),
        chunks=tuple(name for name, _ in chunks),
        runs=tuple(
            RunView(at, outcome, scene, chunk_of_run[n], data, gif, still)
            for n, (at, outcome, (scene, data, gif, still)) in enumerate(
                zip(figure.positions, outcomes, runs, strict=True)
            )
        ),
        first=next(part["first"] for part in slices if "first" in part).decode(),
    )
    still, (width, height) = view.start.still, view.film
    poster = {
        "path": f"{article}/{figure.id}/{still}" if still else "",
        "width": width,
        "height": height,
        "alt": f"{view.start.outcome.title}: {view.start.outcome.outcome}",
        "caption": figure.caption,
    }
    return {
        "view": VIEWS.encode(view),
        "poster": json.dumps(poster).encode(),
        "figure.json": encode_index(article, view.figure, view.runs),
    }


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
        "runs": [_run(run) for run in view.runs],
        "start": figure.start,
        "first": json.loads(view.first),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _run(run: RunView) -> Mapping[str, object]:
    return {
        "at": run.at,
        "last": run.outcome.last,
        "end": run.outcome.end,
        "leaps": run.outcome.leaps,
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
    }


def _axis(axis: Axis) -> Mapping[str, object]:
    return {"name": axis.name, "values": axis.values, "labels": axis.labels, "default": axis.default}
