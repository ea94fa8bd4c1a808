"""The index of a figure as JSON, format `klsim/figure/1`."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from klsim.declaration import Declaration
from klsim.figures.animation.outcome import Outcome
from klsim.figures.animation.sweep import PACKED, Axis, Figure, Position
from klsim.figures.panel import PanelFiles
from klsim.scene.spread import PERCENTAGES
from klsim.statuses import FIRST_FIVE, OTHERS

SCHEMA = "klsim/figure/1"
MOST_DESCRIBED = 10_000
"""Of packed runs: with more of them each is told by its numbers only."""

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
    def index(self) -> int | None: ...
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


class ToldMap(Protocol):
    """A map of outcomes: its place among the axes that it does not show, its pictures, and itself in words."""

    @property
    def at(self) -> Position: ...
    @property
    def pictures(self) -> PanelFiles: ...
    @property
    def table(self) -> str: ...
    @property
    def text(self) -> str: ...


def encode_index(
    article: str,
    figure: Figure,
    runs: Sequence[Told],
    grid: Sequence[Told],
    shown: Sequence[Told],
    maps: Sequence[ToldMap] = (),
    sheets: Sheets | None = None,
) -> bytes:
    """Everything that a program needs to find and understand the files of a figure.

    grid:   those that are summed up as one, where an axis says so; else the runs
    shown:  of these the best, where an axis says so; else all
    sheets: how those of its runs have pictures, where the simulation draws
    """
    known = {run.at: run for run in runs}
    is_told = len(runs) <= MOST_DESCRIBED or figure.records != PACKED
    content = {
        "schema": SCHEMA,
        "id": figure.id,
        "article": article,
        "simulation": figure.simulation,
        "caption": figure.caption,
        "settings": {name: value for name, value in figure.settings.items() if value != {}},
        "axes": [_axis(axis) for axis in figure.axes],
        **({} if figure.together is None else {"together": figure.axes[figure.together].name}),
        **_best(figure, shown),
        **_over(figure, grid),
        "presets": [{"label": preset.label, "at": list(preset.at)} for preset in figure.presets],
        "state": list(figure.declaration.coordinates(figure.runs[0].settings)),
        **_map(figure, maps),
        **_statuses(figure.declaration, {run.outcome.status for run in runs}),
        **({"sheets": {name: getattr(sheets, name) for name in _SHEET}} if sheets else {}),
        **({"sources": list(figure.recording.sources)} if figure.recording else {}),
        "runs": [
            _run(known[at], figure.declaration, is_told) if at in known else {"at": list(at), "missing": True}
            for at in sorted([*known, *figure.missing])
        ],
    }
    return _encode(content, is_short=figure.records == PACKED)


def _encode(content: Mapping[str, Any], *, is_short: bool) -> bytes:
    """The index as JSON, indented, or with a line for each of its runs, which come last."""
    if not is_short:
        return (json.dumps(content, allow_nan=False, ensure_ascii=False, indent=1) + "\n").encode()
    runs = ",\n".join(
        [json.dumps(run, allow_nan=False, ensure_ascii=False, separators=(",", ":")) for run in content["runs"]]
    )
    head = json.dumps({**content, "runs": []}, allow_nan=False, ensure_ascii=False, indent=1)
    return "".join((head.removesuffix("[]\n}"), "[\n", runs, "\n]}\n")).encode()


def _axis(axis: Axis) -> Mapping[str, object]:
    groups = {"groups": [_group(axis, dict(assign)) for assign in axis.assigns]} if axis.named else {}
    return {
        "name": axis.name,
        "label": axis.label,
        "values": list(axis.values),
        **groups,
        "default": axis.default,
    }


def _map(figure: Figure, maps: Sequence[ToldMap]) -> Mapping[str, object]:
    if figure.map is None:
        return {}
    axes = {
        name: {"name": axis.name, "label": axis.label, "values": list(axis.values)}
        for name, axis in (("x", figure.map.x), ("y", figure.map.y))
    }
    pictures = [
        {
            "at": list(one.at),
            "light": one.pictures.light,
            "dark": one.pictures.dark,
            "table": one.table,
            "description": one.text,
        }
        for one in maps
    ]
    return {"map": {**axes, "colour": figure.map.colour, "maps": pictures}}


def _best(figure: Figure, shown: Sequence[Told]) -> Mapping[str, object]:
    """The value of an axis at which each is shown, and how wide the good ones lie around it."""
    if figure.best is None:
        return {}
    chosen = [(one.outcome.best, one.at) for one in shown]
    runs = [
        {"at": _whole_position(figure, at, best.place), "value": best.value, "width": best.width}
        for best, at in chosen
        if best
    ]
    return {"best": {"axis": figure.axes[figure.best].name, "runs": runs}}


def _over(figure: Figure, grid: Sequence[Told]) -> Mapping[str, object]:
    """The runs of an axis that are summed up."""
    if figure.over is None:
        return {}
    groups = [
        {
            "at": [*one.at[: figure.over], None, *one.at[figure.over :]],
            "runs": summary.count,
            "converged_share": summary.converged_share,
            "converged_at": summary.converged_at,
            "data": one.data,
            "description": one.outcome.description,
        }
        for one in grid
        for summary in [one.outcome.summary]
        if summary
    ]
    return {"over": {"axis": figure.axes[figure.over].name, "percentages": [*PERCENTAGES], "groups": groups}}


def _whole_position(figure: Figure, at: Position, place: int) -> Sequence[int | None]:
    """A position of what is shown among all axes; None on that which is summed up."""
    hidden = {figure.best: place, figure.over: None}
    rest = iter(at)
    return [hidden[n] if n in hidden else next(rest) for n in range(len(figure.axes))]


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


def _run(run: Told, declaration: Declaration, is_told: bool) -> Mapping[str, object]:
    return {
        "at": list(run.at),
        "status": run.outcome.status,
        "iterations": declaration.iteration(run.outcome.last),
        "converged_at": None if (at := run.outcome.converged_at) is None else declaration.iteration(at),
        "data": run.data,
        **({} if run.index is None else {"index": run.index}),
        "gif": run.gif,
        "still": run.still,
        **({"description": run.outcome.description} if is_told else {}),
        **({"sheets": list(run.sheets), "pictures": list(run.pictures)} if run.sheets else {}),
    }
