"""The index of a figure as JSON, format `klsim/figure/1`."""

import json
from collections.abc import Mapping, Sequence

from klsim.figures.animation.outcome import Ending
from klsim.figures.animation.plan import FigurePlan, RunPlan
from klsim.figures.animation.sweep import Axis

SCHEMA = "klsim/figure/1"


def encode_figure(plan: FigurePlan, endings: Sequence[Ending]) -> bytes:
    """Everything that a program needs to find and understand the files of a figure; an ending for each run."""
    figure = plan.figure
    content = {
        "schema": SCHEMA,
        "id": figure.id,
        "article": plan.article,
        "simulation": figure.simulation,
        "caption": figure.caption,
        "settings": dict(figure.settings),
        "axes": [_axis(axis) for axis in figure.axes],
        "presets": [{"label": preset.label, "at": list(preset.at)} for preset in figure.presets],
        "state": list(plan.declaration.coordinates(figure.runs[0].settings)),
        "runs": [_run(run, ending) for run, ending in zip(plan.runs, endings, strict=True)],
    }
    return (json.dumps(content, allow_nan=False, ensure_ascii=False, indent=1) + "\n").encode()


def _axis(axis: Axis) -> Mapping[str, object]:
    groups = {"groups": [_group(axis, dict(assign)) for assign in axis.assigns]} if axis.named else {}
    return {
        "name": axis.name,
        "label": axis.label,
        "values": list(axis.values),
        **groups,
        "default": axis.default,
    }


def _group(axis: Axis, assign: dict[str, object]) -> object:
    """The numbers of a group; for an axis that is one setting, without repeating its name."""
    return assign.get(axis.name, assign)


def _run(run: RunPlan, ending: Ending) -> Mapping[str, object]:
    return {
        "at": list(run.run.at),
        "status": ending.status,
        "iterations": ending.last,
        "converged_at": ending.converged_at,
        "data": run.data,
        "gif": run.gif,
        "still": run.still,
        "description": ending.description,
    }
