"""What the page's script knows of an animation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from klsim.declaration import COUNTING
from klsim.figures.animation.outcome import notes_of
from klsim.figures.animation.sweep import Axis, Figure, Position
from klsim.figures.animation.view import AnimationView, RunView
from klsim.figures.panel import WiderPanelView, panel_data, wider_data
from klsim.scene.film import Stretch
from klsim.scene.marks import DENSITY_SAMPLES
from klsim.scene.strokes import OF_ARROWS, STROKES
from klsim.scene.zooming import Zoom
from klsim.statuses import words_of_endings

MOST_AHEAD = 40
"""So many scripts a page loads before anyone asks for their runs; those of packed records are too large for it."""


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
        **({"ahead": True} if len(view.chunks) <= MOST_AHEAD and not _is_packed(view) else {}),
        **_counting(figure),
        **({"sheet": asdict(view.sheet)} if view.sheet else {}),
        **({"wider": [[*map(wider_data, panels)] for panels in view.wider]} if any(view.wider) else {}),
        "runs": [
            *(
                {**_run(run, leaps), **_zooms(view.wider[run.scene], zooms)}
                for run, leaps, zooms in zip(view.runs, view.leaps, view.zooms, strict=True)
            ),
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


def _is_packed(view: AnimationView) -> bool:
    return any(run.index is not None for run in view.runs)


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
        **({} if run.index is None else {"index": run.index}),
        **({"sheets": run.sheets, "pictures": run.pictures} if run.sheets else {}),
    }


def _zooms(wider: Sequence[WiderPanelView], zooms: Sequence[Zoom]) -> Mapping[str, object]:
    """Where a run leaves its panels: from which iteration on which of them is as which of the wider ones.

    −1 is a panel as it was at first.
    """
    places = {(panel.panel, panel.factors): n for n, panel in enumerate(wider)}
    told = [(zoom.at, zoom.panel, places.get((zoom.panel, zoom.factors), -1)) for zoom in zooms]
    return {"zooms": told} if told else {}


def _axis(axis: Axis) -> Mapping[str, object]:
    return {"name": axis.name, "values": axis.values, "labels": axis.labels, "default": axis.default}
