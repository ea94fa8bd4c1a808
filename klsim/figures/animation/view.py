"""What the page's script knows of a figure: its controls, its runs in short, and where panels map data to px."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from klsim.figures.animation.outcome import Ending
from klsim.figures.animation.plan import FigurePlan, RunPlan
from klsim.figures.animation.sweep import Axis
from klsim.scene.marks import DENSITY_SAMPLES, Panel, Scale, Scene
from klsim.scene.strokes import STROKES


@dataclass(frozen=True)
class Backdrop:
    """The names of the two pictures of a panel's standing part."""

    light: str
    dark: str


@dataclass(frozen=True)
class Staging:
    """The distinct scenes of a figure, which of them each run has, and the backdrops of each scene's panels."""

    scenes: Sequence[Scene]
    scene_of_run: Sequence[int]
    backdrops: Sequence[Sequence[Backdrop]]


def encode_view(
    plan: FigurePlan,
    endings: Sequence[Ending],
    staging: Staging,
    chunks: Mapping[str, Sequence[int]],
    first: str,
    film_px: tuple[int, int],
) -> bytes:
    """The view as JSON.

    chunks:  the runs in each chunk, by its name
    first:   the encoded numbers of the run that the figure starts with
    film_px: the size of the GIFs
    """
    figure = plan.figure
    chunk_of_run = {run: n for n, runs in enumerate(chunks.values()) for run in runs}
    content = {
        "id": figure.id,
        "axes": [_axis(axis) for axis in figure.axes],
        "presets": [{"label": preset.label, "at": preset.at} for preset in figure.presets],
        "series": series_names(plan),
        "readouts": [asdict(readout) for readout in staging.scenes[0].readouts],
        "scenes": [
            [panel_view(panel, backdrop) for panel, backdrop in zip(scene.panels, backdrops, strict=True)]
            for scene, backdrops in zip(staging.scenes, staging.backdrops, strict=True)
        ],
        "strokes": asdict(STROKES),
        "samples": DENSITY_SAMPLES,
        "film": film_px,
        "chunks": list(chunks),
        "runs": [
            _run(run, ending, staging.scene_of_run[n], chunk_of_run[n])
            for n, (run, ending) in enumerate(zip(plan.runs, endings, strict=True))
        ],
        "start": figure.start,
        "first": json.loads(first),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _run(plan: RunPlan, ending: Ending, scene: int, chunk: int) -> Mapping[str, object]:
    return {
        "at": plan.run.at,
        "last": ending.last,
        "end": ending.end,
        "status": ending.status,
        "ending": ending.manner,
        "converged_at": ending.converged_at,
        "title": ending.title,
        "outcome": ending.outcome,
        "scene": scene,
        "chunk": chunk,
        "gif": plan.gif,
        "still": plan.still,
        "data": plan.data,
    }


def series_names(plan: FigurePlan) -> tuple[str, ...]:
    """The series that the script gets, in their order; the iteration is the index."""
    state = plan.declaration.coordinates(plan.figure.runs[0].settings)
    return (*state, *plan.declaration.measures)


def _axis(axis: Axis) -> Mapping[str, object]:
    return {"name": axis.name, "values": axis.values, "labels": axis.labels, "default": axis.default}


def panel_view(panel: Panel, backdrop: Backdrop) -> Mapping[str, object]:
    """A panel as the script knows it: its size, where data go, what moves, and the pictures of what does not."""
    return {
        "size": [panel.width_px, panel.height_px],
        "box": panel.box_px,
        "x": _scale(panel.x),
        "y": _scale(panel.y),
        "moving": [{"mark": type(mark).__name__.lower(), **asdict(mark)} for mark in panel.moving],
        "backdrop": asdict(backdrop),
    }


def _scale(scale: Scale) -> Mapping[str, object]:
    return {"low": scale.low, "high": scale.high, "kind": scale.kind}
