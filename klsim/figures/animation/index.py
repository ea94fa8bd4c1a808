"""The index of a figure as JSON, format `klsim/figure/1`."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from klsim.figures.animation.outcome import Outcome
from klsim.figures.animation.sweep import Axis, Figure, Position
from klsim.simulation import Declaration
from klsim.statuses import FIRST_FIVE, OTHERS

SCHEMA = "klsim/figure/1"
_SHEET = ("width", "height", "columns", "rows")


class Told(Protocol):
    """A run as its figure's index has it: its place, how it ended, and the names of its files."""

    @property
    def at(self) -> Position: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def data(self) -> str: ...
    @property
    def gif(self) -> str | None: ...
    @property
    def still(self) -> str | None: ...
    @property
    def sheets(self) -> tuple[str, ...]: ...
    @property
    def pictures(self) -> tuple[int, ...]: ...


class Sheets(Protocol):
    """How sheets have pictures: their size in px, and how many there are across and down."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def columns(self) -> int: ...
    @property
    def rows(self) -> int: ...


def encode_index(article: str, figure: Figure, runs: Sequence[Told], sheets: Sheets | None = None) -> bytes:
    """Everything that a program needs to find and understand the files of a figure."""
    known = {run.at: run for run in runs}
    content = {
        "schema": SCHEMA,
        "id": figure.id,
        "article": article,
        "simulation": figure.simulation,
        "caption": figure.caption,
        "settings": dict(figure.settings),
        "axes": [_axis(axis) for axis in figure.axes],
        **({} if figure.together is None else {"together": figure.axes[figure.together].name}),
        "presets": [{"label": preset.label, "at": list(preset.at)} for preset in figure.presets],
        "state": list(figure.declaration.coordinates(figure.runs[0].settings)),
        **_statuses(figure.declaration, {run.outcome.status for run in runs}),
        **({"sheets": {name: getattr(sheets, name) for name in _SHEET}} if sheets else {}),
        **({"sources": list(figure.recording.sources)} if figure.recording else {}),
        "runs": [
            _run(known[at], figure.declaration) if at in known else {"at": list(at), "missing": True}
            for at in sorted([*known, *figure.missing])
        ],
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


def _statuses(declaration: Declaration, words: Collection[str]) -> Mapping[str, object]:
    """What there is to say of the statuses that occur; the first five need no words."""
    declared = {status.word: status for status in (*OTHERS, *declaration.statuses)}
    told = {
        word: {"label": status.shown, "sign": status.sign, "role": status.role}
        for word, status in declared.items()
        if word in words and word not in FIRST_FIVE
    }
    return {"statuses": told} if told else {}


def _group(axis: Axis, assign: dict[str, object]) -> object:
    """The numbers of a group; for an axis that is one setting, without repeating its name."""
    return assign.get(axis.name, assign)


def _run(run: Told, declaration: Declaration) -> Mapping[str, object]:
    return {
        "at": list(run.at),
        "status": run.outcome.status,
        "iterations": declaration.iteration(run.outcome.last),
        "converged_at": None if (at := run.outcome.converged_at) is None else declaration.iteration(at),
        "data": run.data,
        "gif": run.gif,
        "still": run.still,
        "description": run.outcome.description,
        **({"sheets": list(run.sheets), "pictures": list(run.pictures)} if run.sheets else {}),
    }
