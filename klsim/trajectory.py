"""What runs did, as a simulation gives it, and what klsim finds out about it itself."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from klsim.diagnostics import closest
from klsim.numerics.behaviour import behaviour
from klsim.numerics.distributions import Array
from klsim.numerics.outcome import stays_from
from klsim.settings.views import RunColumns

Integers: TypeAlias = NDArray[np.int64]

Series: TypeAlias = Array | Callable[[], Array]
"""(runs, N + 1), or (runs, N + 1, size) for many numbers; or a function that gives it."""


class TrajectoryError(Exception):
    """What a simulation gave is not what it declares; `run` is the number of the run at fault, or None."""

    def __init__(self, message: str, run: int | None = None) -> None:
        super().__init__(message, run)
        self.message, self.run = message, run

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Trajectory:
    """What some runs did. N is the longest number of iterations.

    series:       name → (runs, N + 1), or (runs, N + 1, size) for many numbers; NaN after the end of a run.
                  A measure may be a function without arguments that gives it, called only where it is shown
    last:         (runs,) the last recorded iteration
    status:       a word for each run
    converged_at: (runs,) the iteration from which a run stays within its tolerance, or −1
    doubts:       for each run, a sentence that says why its last numbers are not to be trusted, or nothing
    sentences:    for each run, how it ended in words, with {last}, {next} and series as in a Status; or nothing

    What is None is found by klsim: the end of a run by its NaN, how it ended by its objective.
    """

    series: Mapping[str, Series]
    last: Integers | None = None
    status: Sequence[str] | None = None
    converged_at: Integers | None = None
    doubts: Sequence[str] | None = None
    sentences: Sequence[str] | None = None


@dataclass(frozen=True)
class Batch:
    """A trajectory in which nothing is left to find; of its series those that are wanted."""

    series: Mapping[str, Array]
    last: Integers
    status: tuple[str, ...]
    converged_at: Integers
    doubts: tuple[str, ...]
    sentences: tuple[str, ...]


def complete(
    trajectory: Trajectory,
    runs: int,
    state: Sequence[str],
    measures: Sequence[str],
    objectives: Sequence[str],
    tolerances: Sequence[float | None],
    iterations: Sequence[int | None],
    wanted: Collection[str] | None = None,
) -> Batch:
    """A trajectory with all that klsim finds itself.

    objectives, tolerances, iterations: of each run what is to become small, how small, and how long it was to be
    wanted: the measures that are looked at; None for all

    Raises TrajectoryError for shapes, names and numbers that cannot be right.
    """
    _check_names(trajectory.series, [*state, *measures])
    _check_objectives(trajectory.series, objectives)
    judged = () if trajectory.status is not None and trajectory.converged_at is not None else objectives
    measures = [name for name in measures if wanted is None or name in wanted or name in judged]
    series = _checked(trajectory.series, runs, [*state, *measures], iterations)
    _check_numbers_of_objectives(series, objectives)
    if trajectory.last is None:
        last = _found_last(series, state, runs)
        _check_bounds(series, state, objectives, last)
    else:
        last = _row(trajectory.last, runs, "last")
        _check_told_last(series, state, last)
    _check_lengths(last, iterations)
    _check_numbers(series, measures, last)
    converged_at = (
        _found_convergence(series, objectives, tolerances, last)
        if trajectory.converged_at is None
        else _row(trajectory.converged_at, runs, "converged_at")
    )
    if trajectory.status is None:
        status = tuple(
            _found_status(series, state, objectives, int(converged_at[n]), int(last[n]), iterations[n], n)
            for n in range(runs)
        )
    else:
        status = _words(trajectory.status, runs, "status")
    converged_at = _of_converged(converged_at, status)
    if wrong := np.flatnonzero(converged_at > last).tolist():
        at = f"converged_at is {converged_at[wrong[0]]} and the last iteration is {last[wrong[0]]}"
        raise TrajectoryError(at, wrong[0])
    doubts = ("",) * runs if trajectory.doubts is None else _words(trajectory.doubts, runs, "doubts")
    sentences = ("",) * runs if trajectory.sentences is None else _words(trajectory.sentences, runs, "sentences")
    return Batch(series, last, status, converged_at, doubts, sentences)


def in_equal_company(
    simulate: Callable[[RunColumns], Trajectory], settings: RunColumns, values: Array
) -> Trajectory:
    """All runs, those with equal `values` (runs,) simulated together.

    For a setting that decides how long arrays are: a sum over a longer, padded array is rounded otherwise, and
    what a run gives must not depend on the company that it is simulated in.
    """
    places = [np.flatnonzero(values == kind) for kind in np.unique(values)]
    parts = [simulate(settings.take(numbers.tolist())) for numbers in places]
    return parts[0] if len(parts) == 1 else _merge(parts, places)


def _merge(parts: Sequence[Trajectory], places: Sequence[NDArray[np.intp]]) -> Trajectory:
    """One trajectory of several complete ones, each with the numbers of its runs in the whole."""
    runs = sum(map(len, places))
    all_series = [{name: _of(values) for name, values in part.series.items()} for part in parts]
    longest = max(values.shape[1] for part in all_series for values in part.values())
    series = {name: np.full((runs, longest), np.nan) for name in parts[0].series}
    last, converged_at = np.empty((2, runs), dtype=np.int64)
    status, doubts, sentences = [""] * runs, [""] * runs, [""] * runs
    for part, there, numbers in zip(parts, all_series, places, strict=True):
        for name, values in there.items():
            series[name][numbers, : values.shape[1]] = values
        if part.last is None or part.converged_at is None:
            raise TrajectoryError("what is simulated in parts has to say how each run ended")
        last[numbers], converged_at[numbers] = part.last, part.converged_at
        nothing = ("",) * len(numbers)
        told = part.status or (), part.doubts or nothing, part.sentences or nothing
        for n, word, doubt, sentence in zip(numbers, *told, strict=True):
            status[n], doubts[n], sentences[n] = word, doubt, sentence
    return Trajectory(series, last, status, converged_at, doubts, sentences)


def _of(series: Series) -> Array:
    return series() if callable(series) else series


def _check_names(given: object, names: Sequence[str]) -> None:
    """What is declared is given, and nothing else."""
    if not isinstance(given, Mapping):
        raise TrajectoryError(f"the series are a {type(given).__name__}, not a dict of arrays by name")
    if missing := [name for name in names if name not in given]:
        close = closest(missing[0], [str(name) for name in given])
        hint = f"; did you mean {close!r}, which is not declared?" if close and close not in names else ""
        raise TrajectoryError(f"the series {missing[0]!r} is declared and not given{hint}")
    if unknown := [name for name in given if name not in names]:
        raise TrajectoryError(f"the series {unknown[0]!r} is given and not declared: add it to state or measures")


def _checked(
    given: Mapping[str, Series], runs: int, names: Sequence[str], iterations: Sequence[int | None]
) -> Mapping[str, Array]:
    """These series in their order, as floats."""
    series: dict[str, Array] = {}
    for name in names:
        one = _of(given[name])
        try:
            values = np.asarray(one, dtype=np.float64)
        except (TypeError, ValueError):
            raise TrajectoryError(f"the series {name!r} is not all numbers") from None
        if values.ndim not in (2, 3) or len(values) != runs or 0 in values.shape[1:]:
            shape = " × ".join(map(str, values.shape)) or "one number"
            raise TrajectoryError(f"the series {name!r} has the shape {shape}, not {runs} runs × iterations + 1")
        series[name] = values
    if len({values.shape[1] for values in series.values()}) > 1:
        lengths = ", ".join(f"{name} {values.shape[1]}" for name, values in series.items())
        most = max((count for count in iterations if count is not None), default=None)
        wanted = "iterations + 1" if most is None else f"iterations + 1, {most + 1}"
        hint = f"each has the value at the start and one after each iteration: {wanted}"
        raise TrajectoryError(f"series differ in length: {lengths}; {hint}")
    return series


def _check_objectives(given: Collection[str], objectives: Sequence[str]) -> None:
    """What is to become small is a series."""
    for name in dict.fromkeys(objectives):
        if name and name not in given:
            raise TrajectoryError(f"the objective {name!r} is no series of this run", objectives.index(name))


def _check_numbers_of_objectives(series: Mapping[str, Array], objectives: Sequence[str]) -> None:
    """What is to become small is one number."""
    for name in dict.fromkeys(objectives):
        if name in series and series[name].ndim == 3:
            what = f"the objective {name!r} has {series[name].shape[2]} numbers at each iteration"
            raise TrajectoryError(f"{what}; it has to be one: record a measure, and name that")


def _check_bounds(
    series: Mapping[str, Array], state: Sequence[str], objectives: Sequence[str], last: Integers
) -> None:
    """Without an objective nothing would say that a run ended since it left all bounds."""
    for n, end in enumerate(last):
        for name in state:
            values = series[name][n]
            if not objectives[n] and end + 1 < len(values) and np.isinf(values[end + 1]).any():
                hint = "if the run ends there, make it NaN from there on"
                raise TrajectoryError(f"{name} is infinite at iteration {end + 1}; {hint}", n)


def _check_told_last(series: Mapping[str, Array], state: Sequence[str], last: Integers) -> None:
    """A run ends within its arrays, and until then its state is finite."""
    longest = next(iter(series.values())).shape[1] - 1
    if wrong := np.flatnonzero((last < 0) | (last > longest)).tolist():
        end = last[wrong[0]]
        raise TrajectoryError(f"last is {end}, and the series have the iterations 0 to {longest}", wrong[0])
    faults = {name: ~_all_finite(series[name]) & _until(last, longest) for name in state}
    if (found := _first_fault(faults)) is not None:
        n, at, name = found
        raise TrajectoryError(f"{_not_finite(series, [name], n, at)} at iteration {at}", n)


def _until(last: Integers, longest: int) -> NDArray[np.bool_]:
    """Which iterations are recorded of each run, (runs, longest + 1)."""
    recorded: NDArray[np.bool_] = np.arange(longest + 1) <= last[:, np.newaxis]
    return recorded


def _first_fault(faults: Mapping[str, NDArray[np.bool_]]) -> tuple[int, int, str] | None:
    """The first run with a fault, the iteration of it, and the name of the series; None where there is none.

    faults: of each series whether a value is wrong, (runs, N + 1)
    """
    found = [
        (int(runs[0]), int(wrong[runs[0]].argmax()), name)
        for name, wrong in faults.items()
        if len(runs := np.flatnonzero(wrong.any(axis=1)))
    ]
    return min(found, key=lambda fault: fault[0], default=None)


def _check_lengths(last: Integers, iterations: Sequence[int | None]) -> None:
    """No run goes on for longer than it was to."""
    for n, (end, wanted) in enumerate(zip(last.tolist(), iterations, strict=True)):
        if wanted is not None and end > wanted:
            what = f"it goes on to iteration {end}, and `iterations` is {wanted}"
            raise TrajectoryError(f"{what}; give iterations + 1 values, {wanted + 1}, and NaN after them", n)


def _words(given: Sequence[str], runs: int, name: str) -> tuple[str, ...]:
    """A word or sentence for each run."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TrajectoryError(f"{name} is {given!r}, not a list with an entry for each run")
    words = tuple(map(str, given))
    if len(words) != runs:
        raise TrajectoryError(f"{name} has {len(words)} words for {runs} runs")
    return words


def _row(values: Integers, runs: int, name: str) -> Integers:
    try:
        row = np.asarray(values, dtype=np.int64)
    except (TypeError, ValueError):
        raise TrajectoryError(f"{name} is not all whole numbers") from None
    if row.shape != (runs,):
        raise TrajectoryError(f"{name} has the shape {row.shape}, not ({runs},)")
    return row


def _found_last(series: Mapping[str, Array], state: Sequence[str], runs: int) -> Integers:
    """The last iteration of each run before its state is not finite; nothing may come after that."""
    known: NDArray[np.bool_] = np.stack([_all_finite(series[name]) for name in state])
    is_whole, is_any = np.all(known, axis=0), np.any(known, axis=0)
    last: Integers = np.where(np.all(is_whole, axis=1), known.shape[2], np.argmin(is_whole, axis=1)) - 1
    for n in range(runs):
        if last[n] < 0:
            raise TrajectoryError(f"{_not_finite(series, state, n, 0)} at iteration 0", n)
        if is_any[n, last[n] + 1 :].any():
            raise TrajectoryError(
                f"{_not_finite(series, state, n, int(last[n]) + 1)} at iteration {last[n] + 1}", n
            )
    return last


def _check_numbers(series: Mapping[str, Array], measures: Sequence[str], last: Integers) -> None:
    """A measure may be too large to be told, but what is no number is a mistake."""
    unknown = {name: _all_rows(np.isnan(series[name]), np.any) for name in measures}
    found = _first_fault({name: wrong & _until(last, wrong.shape[1] - 1) for name, wrong in unknown.items()})
    if found is not None:
        n, at, name = found
        raise TrajectoryError(f"{name} is NaN at iteration {at}", n)


def _found_convergence(
    series: Mapping[str, Array], objectives: Sequence[str], tolerances: Sequence[float | None], last: Integers
) -> Integers:
    found = np.full(len(last), -1, dtype=np.int64)
    for n, (objective, tolerance) in enumerate(zip(objectives, tolerances, strict=True)):
        if objective and tolerance is not None:
            is_low = series[objective][n, :, np.newaxis] <= tolerance
            found[n] = stays_from(is_low, last[n : n + 1])[0]
    return found


def _of_converged(converged_at: Integers, status: Sequence[str]) -> Integers:
    """The iterations at which runs converged; −1 for those that ended otherwise."""
    for n, word in enumerate(status):
        if word == "converged" and converged_at[n] < 0:
            message = "the status is 'converged' and nothing says from which iteration on"
            raise TrajectoryError(f"{message}; give converged_at, or an objective and a tolerance", n)
    return np.where([word == "converged" for word in status], converged_at, -1)


def _found_status(
    series: Mapping[str, Array],
    state: Sequence[str],
    objectives: Sequence[str],
    converged_at: int,
    last: int,
    iterations: int | None,
    run: int,
) -> str:
    """How a run ended, judged to its end."""
    if not objectives[run]:
        return "finished"
    if converged_at >= 0:
        return "converged"
    if iterations is not None and last < iterations:
        return "diverged"
    height = series[objectives[run]][run, : last + 1]
    states = [np.reshape(series[name][run, : last + 1], (last + 1, -1)) for name in state]
    is_known = bool(np.isfinite(height).all())
    return (is_known and behaviour(np.concatenate(states, axis=1), height, last)) or "unfinished"


def _all_finite(values: Array) -> NDArray[np.bool_]:
    return _all_rows(np.isfinite(values), np.all)


def _all_rows(known: NDArray[np.bool_], fold: Callable[..., Any]) -> NDArray[np.bool_]:
    """Of a series with many numbers one answer for each iteration, (runs, N + 1)."""
    folded: NDArray[np.bool_] = fold(known, axis=2) if known.ndim == 3 else known
    return folded


def _not_finite(series: Mapping[str, Array], names: Sequence[str], run: int, iteration: int) -> str:
    name = next(name for name in names if not _all_finite(series[name])[run, iteration])
    value = np.ravel(series[name][run, iteration])
    return f"{name} is {'NaN' if np.isnan(value).any() else 'infinite'}"
