"""Runs in words: how a run ended, and one sentence that stands in for its picture."""

from typing import cast

import numpy as np

from klsim.content.schema import number_text
from klsim.declaration import COUNTING, Declaration
from klsim.figures.animation.record import Record
from klsim.figures.animation.summary import Summary
from klsim.scene.gaps import hold_gaps
from klsim.scene.marks import CLOCK, Point, Scene
from klsim.scene.numbers import format_number
from klsim.scene.spread import quantile
from klsim.scene.zooming import stretches, widen
from klsim.statuses import OTHERS, words_of_endings

DECIMALS = 4
"""Of numbers in words that the picture does not show."""


def outcome(declaration: Declaration, record: Record, scene: Scene) -> str:
    """How a run ended, as a few sentences; a doubt comes first, where no picture is too small for it."""
    left = left_picture_at(record, scene)
    went = "" if left is None else f"{_who(record)} the picture at {_when(declaration, record, left)}."
    end = describe_summary if record.summary else _describe_end
    aside = _describe_aside(declaration, record, scene)
    return " ".join(part for part in (record.doubt, went, end(declaration, record, scene), aside) if part)


def _who(record: Record) -> str:
    return "The median left" if record.summary else "Left"


def describe(titled: str, ended: str) -> str:
    """The sentence of a title and an outcome."""
    setting = titled.replace(" · ", ", ")
    return f"{setting}: {ended[0].lower()}{ended[1:]}" if setting else ended


def ending(record: Record) -> str:
    """The status of a run; one that arrived by doubtful numbers is `unfinished`."""
    return "unfinished" if record.doubt and record.status == "converged" else record.status


def brief(declaration: Declaration, record: Record) -> str:
    """How a run ended in a few words, the same as in the key of a map: "goes to and fro for ever"."""
    if record.summary:
        return brief_summary(record.summary)
    word = ending(record)
    if word == "converged":
        return f"arrives at {_when(declaration, record, record.converged_at or 0).rpartition(' ')[2]}"
    return words_of_endings(declaration.statuses)[word]


def left_picture_at(record: Record, scene: Scene) -> int | None:
    """The iteration from which a point of the picture stays outside of its panel as that is then, or None."""
    inside = np.ones(record.last + 1, dtype=bool)
    for number, first in enumerate(scene.panels):
        for start, end, factors in stretches(record.film.zooms, number, record.last + 1):
            panel = widen(first, factors)
            for mark in panel.moving:
                if isinstance(mark, Point) and not mark.held:
                    for scale, name in ((panel.x, mark.x), (panel.y, mark.y)):
                        where = scale.fraction(hold_gaps(record.series[name])[start:end])
                        inside[start:end] &= (where >= 0) & (where <= 1)
    return None if inside[-1] else int(np.flatnonzero(inside)[-1]) + 1 if inside.any() else 0


def _describe_end(declaration: Declaration, record: Record, scene: Scene) -> str:
    status = declaration.status(record.status)
    sentence = record.sentence or (status.sentence if status else "")
    if sentence:
        finals = {name: _final(record, scene, name) for name, values in record.series.items() if values.ndim == 1}
        return sentence.format(**finals, last=record.last, next=record.last + 1)
    reached = _objective(declaration, record, scene)
    if record.status == "converged" and "tolerance" not in record.run.settings:
        when = _when(declaration, record, record.converged_at or 0)
        return f"Arrived: {declaration.goal} from {when} on." if declaration.goal else f"Arrived at {when}."
    if record.status == "converged":
        tolerance = number_text(_number(record, "tolerance"))
        within = f"within {tolerance} of the lowest point from iteration {record.converged_at} on."
        return f"By such numbers it is {within}" if record.doubt else f"Arrived: {within}"
    if record.status == "finished":
        return f"Ended {_after(declaration, record)}."
    if record.status == "left_domain":
        return f"Left its domain at iteration {record.last + 1}."
    if record.status == "stuck":
        return f"Came to rest {_at_place(declaration, record, scene)}{reached}".rstrip(" ,") + "."
    if usual := next((one for one in OTHERS if one.word == record.status), None):
        end = usual.sentence.format(last=record.last)
        return f"{end}; now {reached}." if reached else f"{end}."
    if record.status == "unfinished":
        return f"Still on its way {_after(declaration, record)}{f', {reached}' if reached else ''}."
    if record.last < cast(int, record.run.settings.get("iterations", record.last)):
        return f"Ran away: beyond all bounds at iteration {record.last + 1}."
    return f"Ran away: {_after(declaration, record)} it stands {reached}."


def _describe_aside(declaration: Declaration, record: Record, scene: Scene) -> str:
    """What the last digit of the start decides, of a run that would end otherwise from the next number."""
    aside = record.aside
    if aside is None:
        return ""
    words = words_of_endings(declaration.statuses)[aside.status]
    if aside.converged_at is not None:
        first, stride = declaration.counting
        words = f"arrives at {first + stride * aside.converged_at}"
    elif aside.status == record.status and aside.objective is not None:
        series = declaration.objective_of(record.run.settings)
        value = format_number(aside.objective, _decimals(scene, series))
        words = declaration.summary.format(label=declaration.label(series), value=value)
    return f"The last digit of its start decides this; from the next one: {words}."


def _when(declaration: Declaration, record: Record, n: int) -> str:
    """The moment of a row of a record, as its runs count: "iteration 40", "step 4000"."""
    clock = declaration.clock or CLOCK
    return f"{declaration.label(clock)} {record.series[clock][n]:.0f}"


def _after(declaration: Declaration, record: Record) -> str:
    """When a run ended: "after 40 iterations", or "at step 4000" where runs count otherwise."""
    if declaration.clock or declaration.counting != COUNTING:
        return f"at {_when(declaration, record, record.last)}"
    return f"after {record.last} iterations"


def describe_summary(declaration: Declaration, record: Record, scene: Scene) -> str:
    """How runs ended that are summed up: how many arrived and when, where the others are, and how far apart."""
    summary = record.summary
    assert summary is not None
    told = (_arrivals(declaration, summary), _others(declaration, summary), _spread(declaration, record, scene))
    return " ".join(part for part in (*told, _stops(summary)) if part)


def _arrivals(declaration: Declaration, summary: Summary) -> str:
    count = summary.count
    if not declaration.objective:
        return f"{count} runs as one."
    if not summary.converged:
        return f"None of {count} arrives."
    who = f"All {count} arrive" if summary.converged == count else f"{summary.converged} of {count} arrive"
    who += "s" * (summary.converged == 1)
    if summary.first == summary.last:
        return f"{who} at iteration {summary.first}."
    median = "" if summary.converged_at is None else f", the median of all at iteration {summary.converged_at:g}"
    return f"{who}{median}, the first at {summary.first} and the last at {summary.last}."


def _others(declaration: Declaration, summary: Summary) -> str:
    """How many ended otherwise, in the words of the key of maps."""
    words = words_of_endings(declaration.statuses)
    others = [f"{words[word]}: {count}" for word, count in summary.statuses.items() if word != "converged"]
    told = ", ".join(others)
    return f"{told[0].upper()}{told[1:]}." if told and declaration.objective else ""


def _spread(declaration: Declaration, record: Record, scene: Scene) -> str:
    """Where the runs are in the end, by their objective, else by their state if that is one number."""
    name = declaration.objective_of(record.run.settings) or declaration.coordinates(record.run.settings)[0]
    if record.series[name].ndim > 1:
        return ""
    median, low, high = (_final(record, scene, one) for one in (name, quantile(name, 25), quantile(name, 75)))
    label = declaration.label(name)
    return f"In the end {label} is {median} in the median, and from {low} to {high} for the middle half."


def _stops(summary: Summary) -> str:
    if summary.stopped is None:
        return ""
    count, first = summary.stopped
    what = "1 ends early" if count == 1 else f"{count} end early"
    when = f"at iteration {first}" if count == 1 else f"the first at iteration {first}"
    values = "its last value" if count == 1 else "their last values"
    return f"{what}, {when}, and count{'s' * (count == 1)} with {values} from then on."


def brief_summary(summary: Summary) -> str:
    """How runs ended that are summed up, in a few words: "12 of 16 arrive, median 47"."""
    told = f"{summary.converged} of {summary.count} arrive"
    return told if summary.converged_at is None else f"{told}, median {summary.converged_at:g}"


def _objective(declaration: Declaration, record: Record, scene: Scene) -> str:
    """Where a run ended, by its objective: "at KL(q, p) = 0.2134"."""
    series = declaration.objective_of(record.run.settings)
    if not series:
        return ""
    return declaration.summary.format(label=declaration.label(series), value=_final(record, scene, series))


def _at_place(declaration: Declaration, record: Record, scene: Scene) -> str:
    """Where a run ended that has one coordinate: "at position 3.06, "; of more the picture tells."""
    names = declaration.coordinates(record.run.settings)
    if len(names) > 1 or record.series[names[0]].ndim > 1:
        return ""
    return f"at {names[0].replace('_', ' ')} {_final(record, scene, names[0])}, "


def _final(record: Record, scene: Scene, name: str) -> str:
    """The last value of a series, with the decimals that the picture shows."""
    return format_number(float(record.series[name][-1]), _decimals(scene, name))


def _decimals(scene: Scene, name: str) -> int:
    shown = name.partition("~")[0]
    return next((readout.decimals for readout in scene.readouts if readout.series == shown), DECIMALS)


def _number(record: Record, name: str) -> float:
    return cast(float, record.run.settings[name])
