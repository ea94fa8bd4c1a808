"""Runs in JSON files of the format `klsim/run/1`, whoever wrote them: one run, a list, or `klsim/runs/1`."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from klsim.declaration import STATUS_WORD
from klsim.diagnostics import Code, Location, nearest
from klsim.numerics.distributions import Array
from klsim.recordings.loose import Loose, check_steps
from klsim.recordings.survey import AxisValue

RUN, RUNS = "klsim/run/1", "klsim/runs/1"
_NO_SERIES = ("schema", "setting", "status", "converged_at", "frames", "skipped")
CLOCK = "iteration"


def read_runs(data: bytes, file: str) -> Sequence[Mapping[str, Any]]:
    """The runs of a file as JSON has them. Raises ContentError for what is no JSON, or not of these formats."""
    try:
        content = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as error:
        raise Location(file, error.lineno).failure(Code.INVALID_VALUE, f"this is no JSON: {error.msg}") from None
    except (UnicodeDecodeError, RecursionError):
        raise Location(file, 1).failure(Code.NOT_TEXT, "this is no JSON in UTF-8") from None
    start = Location(file, 1)
    if isinstance(content, dict) and content.get("schema") == RUNS:
        content = content.get("runs")
    runs = content if isinstance(content, list) else [content]
    for n, run in enumerate(runs):
        if not isinstance(run, dict):
            raise start.failure(Code.WRONG_TYPE, f"{_which(n, runs)} is no object", f"write runs as {RUN}")
        if run.get("schema", RUN) != RUN:
            hint = nearest(str(run["schema"]), [RUN, RUNS], "formats")
            raise start.failure(Code.INVALID_VALUE, f"the format is {run['schema']!r}; {hint}", f"expected {RUN}")
    if not runs:
        raise start.failure(Code.EMPTY_FILE, "there are no runs in it")
    return runs


def names_in(runs: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of settings in the first of some runs, and then of its series."""
    setting = runs[0].get("setting")
    return (*(setting if isinstance(setting, dict) else ()), *(name for name in runs[0] if name not in _NO_SERIES))


def settings_in(runs: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of the settings of the first run."""
    setting = runs[0].get("setting")
    return tuple(setting) if isinstance(setting, dict) else ()


def runs_of_json(
    runs: Sequence[Mapping[str, Any]], file: str, axes: Sequence[str], iteration: str
) -> Iterator[Loose]:
    """The runs of a file. Raises ContentError for a setting that is not there, and for series of other lengths."""
    start = Location(file, 1)
    for n, run in enumerate(runs):
        which = _which(n, runs)
        setting = run.get("setting", {})
        if not isinstance(setting, dict):
            raise start.failure(Code.WRONG_TYPE, f"`setting` of {which} is no object", "write {name: value}")
        values = tuple(_value(setting, axis, start, which) for axis in axes)
        names = [name for name in run if name not in (*_NO_SERIES, iteration or CLOCK)]
        series = {name: _series(run[name], name, start, which) for name in names}
        if not series:
            raise start.failure(Code.EMPTY_FILE, f"{which} has no series", 'write one as a list: "loss": [2, 1]')
        lengths = {name: len(one) for name, one in series.items()}
        steps = run.get(iteration or CLOCK)
        clock = None if steps is None else _series(steps, iteration or CLOCK, start, which)
        if clock is not None:
            lengths[iteration or CLOCK] = len(clock)
            check_steps(np.ravel(clock), start, iteration or CLOCK)
            if clock.ndim > 1 or (np.diff(clock) <= 0).any():
                message = f"{iteration or CLOCK} of {which} does not rise from entry to entry"
                raise start.failure(Code.WRONG_ORDER, message, "sort the series by it")
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name} {length}" for name, length in lengths.items())
            raise start.failure(Code.WRONG_LENGTH, f"the series of {which} differ in length: {told}")
        yield Loose(values, series, clock, start, *_ending(run, start, which))


def _which(n: int, runs: Sequence[object]) -> str:
    return f"run {n + 1}" if len(runs) > 1 else "the run"


def _value(setting: Mapping[str, Any], axis: str, start: Location, which: str) -> AxisValue:
    if axis not in setting:
        message = f"`setting` of {which} has no {axis!r}"
        raise start.failure(Code.UNKNOWN_FIELD, message, nearest(axis, setting, "settings"))
    value = setting[axis]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value) + 0.0
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise start.failure(Code.WRONG_TYPE, f"{axis!r} of {which} is {value!r}, not a number or a word")


def _series(given: object, name: str, start: Location, which: str) -> Array:
    """Numbers (n,), or (n, size), NaN for null."""
    message = f"{name!r} of {which} is no list of numbers, equally many at each iteration"
    if not isinstance(given, list) or not given:
        raise start.failure(Code.WRONG_TYPE, message)
    rows = [[one] if not isinstance(one, list) else one for one in given]
    is_many = isinstance(given[0], list)
    if any(isinstance(one, list) != is_many for one in given) or len({len(row) for row in rows}) != 1:
        raise start.failure(Code.WRONG_TYPE, message)
    if not rows[0] or any(
        one is not None and (isinstance(one, bool) or not isinstance(one, int | float))
        for row in rows
        for one in row
    ):
        raise start.failure(Code.WRONG_TYPE, message, "null is a missing number")
    values = np.array([[math.nan if one is None else float(one) for one in row] for row in rows])
    return values if is_many else values[:, 0]


def _ending(run: Mapping[str, Any], start: Location, which: str) -> tuple[str, int | None]:
    status, at = run.get("status", ""), run.get("converged_at")
    if not isinstance(status, str) or (status and not STATUS_WORD.fullmatch(status)):
        raise start.failure(Code.WRONG_TYPE, f"the status of {which} is {status!r}, not a word such as finished")
    if at is not None and (isinstance(at, bool) or not isinstance(at, int)):
        raise start.failure(Code.WRONG_TYPE, f"converged_at of {which} is {at!r}, not an iteration")
    return status, at
