"""What the page's script knows of a figure: its controls, its runs in short, and where panels map data to px.

The series of the runs are too many to stand in the page. They lie in chunks, scripts that hand their numbers
over when they are loaded; the page itself carries the run that it starts with.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite

from klsim.disk.digests import digest
from klsim.records.describe import ending, outcome, title
from klsim.records.run import Record
from klsim.scene.marks import DENSITY_SAMPLES, Panel, Scale, Scene
from klsim.scene.strokes import STROKES
from klsim.sweep.figure import Axis
from klsim.sweep.plan import FigurePlan, RunPlan

CHUNK_BYTES = 60_000
DIGITS = 5
"""Decimals, and at least as many significant digits, of the numbers that the script draws and shows."""


@dataclass(frozen=True)
class Chunk:
    """A script file with the series of some runs: its name, its bytes, and which runs it holds."""

    name: str
    data: bytes
    runs: tuple[int, ...]


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


def make_chunks(plan: FigurePlan, records: Sequence[Record]) -> tuple[Chunk, ...]:
    """The series of all runs, in files of about `CHUNK_BYTES`."""
    names = series_names(plan)
    return tuple(_chunk(plan.figure.id, part) for part in _parts([_series(record, names) for record in records]))


def encode_view(
    plan: FigurePlan,
    records: Sequence[Record],
    staging: Staging,
    chunks: Sequence[Chunk],
    film_px: tuple[int, int],
) -> bytes:
    """The view as JSON; `film_px` is the size of the GIFs."""
    figure, names = plan.figure, series_names(plan)
    chunk_of_run = {run: n for n, chunk in enumerate(chunks) for run in chunk.runs}
    start = figure.runs.index(figure.default)
    content = {
        "id": figure.id,
        "axes": [_axis(axis) for axis in figure.axes],
        "presets": [{"label": preset.label, "at": preset.at} for preset in figure.presets],
        "series": names,
        "readouts": [asdict(readout) for readout in staging.scenes[0].readouts],
        "scenes": [
            [panel_view(panel, backdrop) for panel, backdrop in zip(scene.panels, backdrops, strict=True)]
            for scene, backdrops in zip(staging.scenes, staging.backdrops, strict=True)
        ],
        "strokes": asdict(STROKES),
        "samples": DENSITY_SAMPLES,
        "film": film_px,
        "chunks": [chunk.name for chunk in chunks],
        "runs": [
            _run(plan.runs[n], record, title(figure, record.run), staging, n, chunk_of_run[n])
            for n, record in enumerate(records)
        ],
        "start": start,
        "first": _series(records[start], names),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _run(plan: RunPlan, record: Record, named: str, staging: Staging, n: int, chunk: int) -> Mapping[str, object]:
    scene = staging.scene_of_run[n]
    return {
        "at": record.run.at,
        "last": record.last,
        "end": record.frames[-1],
        "status": record.status,
        "ending": ending(record),
        "converged_at": record.converged_at,
        "title": named,
        "outcome": outcome(record, staging.scenes[scene]),
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


def _series(record: Record, names: Sequence[str]) -> list[list[float | None]]:
    return [[_short(value) for value in record.series[name].tolist()] for name in names]


def _short(value: float) -> float | None:
    if not isfinite(value):
        return None
    rounded = round(value, DIGITS) if 0.1 <= abs(value) < 1e6 else float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded


def _parts(series: list[list[list[float | None]]]) -> Iterator[dict[int, str]]:
    part: dict[int, str] = {}
    for n, run in enumerate(series):
        text = json.dumps(run, allow_nan=False, separators=(",", ":"))
        if part and sum(map(len, part.values())) + len(text) > CHUNK_BYTES:
            yield part
            part = {}
        part[n] = text
    yield part


def _chunk(figure: str, part: Mapping[int, str]) -> Chunk:
    numbers = ",".join(f"{n}:{text}" for n, text in part.items())
    data = f'(self.klsim=self.klsim||[]).push(["{figure}",{{{numbers}}}]);\n'.encode()
    return Chunk(f"runs-{min(part)}.{digest(data)}.js", data, tuple(part))
