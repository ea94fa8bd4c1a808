"""Runs in words: the title of a run, how it ended, and one sentence that stands in for its picture."""

from klsim.records.run import Record
from klsim.scene.numbers import format_number
from klsim.sweep.figure import Figure, Run


def title(figure: Figure, run: Run) -> str:
    """The setting of a run on one line: "KL(q, p) · step size 0.02 · momentum 0.9"."""
    words = [
        axis.labels[index] if not axis.numeric else f"{axis.label} {axis.labels[index]}"
        for axis, index in zip(figure.axes, run.at, strict=True)
    ]
    return " · ".join(words)


def outcome(record: Record) -> str:
    """How a run ended, as a sentence."""
    if record.status == "converged":
        return f"Arrived: within {_plain(record, 'tolerance')} of the lowest point from iteration {record.converged_at} on."
    if record.status == "left_domain":
        return f"Variance reached zero at iteration {record.last + 1}."
    if record.status == "diverged":
        return _outcome_of_running_away(record)
    return f"Still on its way after {record.last} iterations, at {_height(record)}."


def description(figure: Figure, record: Record) -> str:
    """One sentence for those who do not see the picture: the setting and what comes of it."""
    end = outcome(record)
    setting = title(figure, record.run).replace(" · ", ", ")
    return f"{setting}: {end[0].lower()}{end[1:]}" if setting else end


def _outcome_of_running_away(record: Record) -> str:
    if record.last < int(_setting(record, "iterations")):
        return f"Ran away: the numbers grow beyond all bounds at iteration {record.last + 1}."
    return f"Ran away: after {record.last} iterations it stands at {_height(record)}, higher than it started."


def _height(record: Record) -> str:
    objective = str(record.run.settings["objective"])
    label = {"kl_qp": "KL(q, p)", "kl_pq": "KL(p, q)"}[objective]
    return f"{label} = {format_number(float(record.series[objective][-1]), 4)}"


def _setting(record: Record, name: str) -> float:
    return float(record.run.settings[name])  # type: ignore[arg-type]


def _plain(record: Record, name: str) -> str:
    return f"{_setting(record, name):g}"
