"""What cannot be right about what a simulation gives: each of these raises TrajectoryError for it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klsim.diagnostics import closest
from klsim.numerics.distributions import Array
from klsim.trajectory import GivenSeries, Integers, TrajectoryError, evaluated


def check_names(given: object, names: Sequence[str]) -> None:
    """What is declared is given, and nothing else."""
    if not isinstance(given, Mapping):
        raise TrajectoryError(f"the series are a {type(given).__name__}, not a dict of arrays by name")
    if missing := [name for name in names if name not in given]:
        close = closest(missing[0], [str(name) for name in given])
        hint = f"; did you mean {close!r}, which is not declared?" if close and close not in names else ""
        raise TrajectoryError(f"the series {missing[0]!r} is declared and not given{hint}")
    if unknown := [name for name in given if name not in names]:
        raise TrajectoryError(f"the series {unknown[0]!r} is given and not declared: add it to state or measures")


def checked_series(
    given: Mapping[str, GivenSeries], runs: int, names: Sequence[str], iterations: Sequence[int | None]
) -> Mapping[str, Array]:
    """These series in their order, as floats."""
    series: dict[str, Array] = {}
    for name in names:
        one = evaluated(given[name])
        try:
            values = real_numbers(name, one)
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


def real_numbers(name: str, values: Any, run: int | None = None) -> Array:
    """The values of a series as floats. Raises TypeError or ValueError for what is not all numbers."""
    array = np.asarray(values)
    if array.dtype.kind == "c":
        hint = "record its real and its imaginary part, or how large it is, as series of their own"
        raise TrajectoryError(f"the series {name!r} has complex numbers; {hint}", run)
    return array.astype(np.float64, copy=False)


def check_objectives(given: Collection[str], objectives: Sequence[str]) -> None:
    """What is to become small is a series."""
    for name in dict.fromkeys(objectives):
        if name and name not in given:
            raise TrajectoryError(f"the objective {name!r} is no series of this run", objectives.index(name))


def check_numbers_of_objectives(series: Mapping[str, Array], objectives: Sequence[str]) -> None:
    """What is to become small is one number."""
    for name in dict.fromkeys(objectives):
        if name in series and series[name].ndim == 3:
            what = f"the objective {name!r} has {series[name].shape[2]} numbers at each iteration"
            raise TrajectoryError(f"{what}; it has to be one: record a measure, and name that")


def check_bounds(
    series: Mapping[str, Array], state: Sequence[str], objectives: Sequence[str], last: Integers
) -> None:
    """Without an objective nothing would say that a run ended since it left all bounds."""
    for n, end in enumerate(last):
        for name in state:
            values = series[name][n]
            if not objectives[n] and end + 1 < len(values) and np.isinf(values[end + 1]).any():
                hint = "if the run ends there, make it NaN from there on"
                raise TrajectoryError(f"{name} is infinite at iteration {end + 1}; {hint}", n)


def check_told_last(series: Mapping[str, Array], state: Sequence[str], last: Integers) -> None:
    """A run ends within its arrays, and until then its state is finite."""
    longest = next(iter(series.values())).shape[1] - 1
    if wrong := np.flatnonzero((last < 0) | (last > longest)).tolist():
        end = last[wrong[0]]
        raise TrajectoryError(f"last is {end}, and the series have the iterations 0 to {longest}", wrong[0])
    faults = {name: ~all_finite(series[name]) & _until(last, longest) for name in state}
    if (found := _first_fault(faults)) is not None:
        n, at, name = found
        raise TrajectoryError(f"{tell_not_finite(series, [name], n, at)} at iteration {at}", n)


def check_lengths(last: Integers, iterations: Sequence[int | None]) -> None:
    """No run goes on for longer than it was to."""
    for n, (end, wanted) in enumerate(zip(last.tolist(), iterations, strict=True)):
        if wanted is not None and end > wanted:
            what = f"it goes on to iteration {end}, and `iterations` is {wanted}"
            raise TrajectoryError(f"{what}; give iterations + 1 values, {wanted + 1}, and NaN after them", n)


def check_numbers(series: Mapping[str, Array], measures: Sequence[str], last: Integers) -> None:
    """A measure may be too large to be told, but what is no number is a mistake."""
    unknown = {name: _all_rows(np.isnan(series[name]), np.any) for name in measures}
    found = _first_fault({name: wrong & _until(last, wrong.shape[1] - 1) for name, wrong in unknown.items()})
    if found is not None:
        n, at, name = found
        raise TrajectoryError(f"{name} is NaN at iteration {at}", n)


def checked_words(given: Sequence[str], runs: int, name: str) -> tuple[str, ...]:
    """A word or sentence for each run."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TrajectoryError(f"{name} is {given!r}, not a list with an entry for each run")
    words = tuple(map(str, given))
    if len(words) != runs:
        raise TrajectoryError(f"{name} has {len(words)} words for {runs} runs")
    return words


def checked_row(values: Integers, runs: int, name: str) -> Integers:
    try:
        row = np.asarray(values, dtype=np.int64)
    except (TypeError, ValueError):
        raise TrajectoryError(f"{name} is not all whole numbers") from None
    if row.shape != (runs,):
        raise TrajectoryError(f"{name} has the shape {row.shape}, not ({runs},)")
    return row


def all_finite(values: Array) -> NDArray[np.bool_]:
    return _all_rows(np.isfinite(values), np.all)


def tell_not_finite(series: Mapping[str, Array], names: Sequence[str], run: int, iteration: int) -> str:
    name = next(name for name in names if not all_finite(series[name])[run, iteration])
    value = np.ravel(series[name][run, iteration])
    return f"{name} is {'NaN' if np.isnan(value).any() else 'infinite'}"


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


def _all_rows(known: NDArray[np.bool_], fold: Callable[..., Any]) -> NDArray[np.bool_]:
    """Of a series with many numbers one answer for each iteration, (runs, N + 1)."""
    folded: NDArray[np.bool_] = fold(known, axis=2) if known.ndim == 3 else known
    return folded
