"""Runs in words: the title of a run, how it ended, and one sentence that stands in for its picture."""

from typing import cast

import numpy as np

from klsim.records.run import Record
from klsim.scene.marks import Point, Scene
from klsim.scene.numbers import format_number
from klsim.simulations.catalogue import CATALOGUE
from klsim.simulations.settings import number_text
from klsim.sweep.figure import Figure, Run


def title(figure: Figure, run: Run) -> str:
    """The setting of a run on one line: "KL(q, p) · step size 0.02 · momentum 0.9"."""
    words = [
        axis.labels[index] if not axis.numeric else f"{axis.label} {axis.labels[index]}"
        for axis, index in zip(figure.axes, run.at, strict=True)
    ]
    return " · ".join(words)


def outcome(record: Record, scene: Scene) -> str:
    """How a run ended, as one or two sentences."""
    told = _ending(record)
    left = left_picture_at(record, scene)
    return told if left is None else f"Left the picture at iteration {left}. {told}"


def description(figure: Figure, record: Record, scene: Scene) -> str:
    """One sentence for those who do not see the picture: the setting and what comes of it."""
    end = outcome(record, scene)
    setting = title(figure, record.run).replace(" · ", ", ")
    return f"{setting}: {end[0].lower()}{end[1:]}" if setting else end


def left_picture_at(record: Record, scene: Scene) -> int | None:
    """The iteration from which a point of the picture stays outside of its panel, or None."""
    marks = [(panel, mark) for panel in scene.panels for mark in panel.moving if isinstance(mark, Point)]
    inside = np.ones(record.last + 1, dtype=bool)
    for panel, mark in marks:
        for scale, name in ((panel.x, mark.x), (panel.y, mark.y)):
            where = scale.fraction(record.series[name])
            inside &= (where >= 0) & (where <= 1)
    return None if inside[-1] else int(np.flatnonzero(inside)[-1]) + 1 if inside.any() else 0


def _ending(record: Record) -> str:
    if record.status == "converged":
        tolerance = number_text(_number(record, "tolerance"))
        return f"Arrived: within {tolerance} of the lowest point from iteration {record.converged_at} on."
    if record.status == "left_domain":
        return f"Variance reached zero at iteration {record.last + 1}."
    if record.status == "unfinished":
        return f"Still on its way after {record.last} iterations, at {_height(record)}."
    if record.last < _number(record, "iterations"):
        return f"Ran away: beyond all bounds at iteration {record.last + 1}."
    return f"Ran away: after {record.last} iterations it stands at {_height(record)}."


def _height(record: Record) -> str:
    declaration = CATALOGUE[record.simulation]
    measure = declaration.descended(record.run.settings)
    return f"{declaration.labels[measure]} = {format_number(float(record.series[measure][-1]), 4)}"


def _number(record: Record, name: str) -> float:
    return cast(float, record.run.settings[name])
