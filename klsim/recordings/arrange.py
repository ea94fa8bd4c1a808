"""Recorded runs in the order of their grid, cut to their length, and what there is to know of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from klsim.diagnostics import Code
from klsim.numerics.distributions import Array
from klsim.recordings.loose import Loose, cut, ordered_values
from klsim.recordings.names import series_names
from klsim.recordings.survey import DataAxis, Extent

_CLOCK = "iteration"
_OWN_CLOCK = "recorded_iteration"


@dataclass(frozen=True, eq=False)
class Arranged:
    """Runs in the order of their positions.

    at:       for each run its place on each axis
    series:   of each run by name, all of one length
    counting: the first iteration and the step to the next, if all runs count alike
    clock:    else the series that says which iteration a row is
    endings:  how each ended and from which row on it had converged, or −1, if the files say so
    """

    axes: tuple[DataAxis, ...]
    at: tuple[tuple[int, ...], ...]
    series: tuple[Mapping[str, Array], ...]
    extents: tuple[Extent, ...]
    counting: tuple[int, int]
    clock: str
    has_gaps: bool
    endings: tuple[tuple[str, int], ...]


def arrange(runs: Sequence[Loose], axes: Sequence[str], iteration: str) -> Arranged:
    """The runs that have any numbers.

    Raises ContentError for two with one setting, and for those that differ in what they record.
    """
    runs = [run for run in runs if cut(run)]
    values = [ordered_values([run.setting[n] for run in runs]) for n in range(len(axes))]
    places: dict[tuple[int, ...], Loose] = {}
    for run in runs:
        at = tuple(several.index(one) for several, one in zip(values, run.setting, strict=True))
        if (other := places.setdefault(at, run)) is not run:
            message = f"a second run is {run.words}"
            hint = f"the first is in {other.location.file}; name in `axes` what tells them apart"
            raise run.location.failure(Code.DUPLICATE_VALUE, message, hint)
    order = sorted(places)
    sorted_runs = [places[at] for at in order]
    sizes = _sizes(sorted_runs)
    names = series_names(sizes)
    counting = _counting(sorted_runs) if sorted_runs else (0, 1)
    clock = "" if counting else _clock_name(iteration, names)
    series = tuple(_named(run, names, clock) for run in sorted_runs)
    labels = {name: written for written, name in names.items()} | ({clock: iteration or _CLOCK} if clock else {})
    return Arranged(
        axes=tuple(
            DataAxis(name, axis, several)
            for (axis, name), several in zip(series_names(axes).items(), values, strict=True)
        ),
        at=tuple(order),
        series=series,
        extents=tuple(_extent(name, labels[name], [one[name] for one in series]) for name in series[0])
        if series
        else (),
        counting=counting or (0, 1),
        clock=clock,
        has_gaps=any(np.isnan(values).any() for one in series for values in one.values()),
        endings=tuple(map(_ending, sorted_runs)) if any(run.status for run in sorted_runs) else (),
    )


def _sizes(runs: Sequence[Loose]) -> Mapping[str, int | None]:
    """How many numbers each series has at each iteration: the same in all runs."""
    first: dict[str, int | None] = {}
    for n, run in enumerate(runs):
        sizes = {name: values.shape[1] if values.ndim > 1 else None for name, values in run.series.items()}
        first = first or sizes
        if n and sizes.keys() != first.keys():
            name = next(iter(sizes.keys() ^ first.keys()))
            has = "has no" if name in first else "has another"
            message = f"{run.words} {has} series {name!r}, {runs[0].words} has{'' if name in first else ' not'}"
            raise run.location.failure(Code.UNKNOWN_FIELD, message, "all runs of a figure record the same")
        if wrong := next((name for name in sizes if sizes[name] != first[name]), None):
            message = f"{wrong} of {run.words} has another size than that of {runs[0].words}"
            raise run.location.failure(Code.WRONG_LENGTH, message, "all runs of a figure record the same")
    return first


def _counting(runs: Sequence[Loose]) -> tuple[int, int] | None:
    """How all runs count their iterations: the first, and the step to the next. None where they do not agree."""
    steps = [np.arange(len(run)) if run.steps is None else run.steps for run in runs]
    first = steps[0][0]
    strides = {stride for several in steps for stride in np.unique(np.diff(several)).tolist()} or {1}
    is_even = len(strides) == 1 and all(several[0] == first for several in steps)
    return (int(first), int(strides.pop())) if is_even else None


def _clock_name(iteration: str, names: Mapping[str, str]) -> str:
    """The name of the series that says which iteration a row is."""
    if iteration in ("", _CLOCK):
        return _OWN_CLOCK
    name = series_names([*names, iteration])[iteration]
    return name if name not in names.values() else _OWN_CLOCK


def _named(run: Loose, names: Mapping[str, str], clock: str) -> Mapping[str, Array]:
    length = cut(run)
    steps = np.arange(len(run), dtype=np.float64) if run.steps is None else run.steps
    found = {clock: steps[:length]} if clock else {}
    found |= {names[written]: values[:length] for written, values in run.series.items()}
    return found


def _ending(run: Loose) -> tuple[str, int]:
    """How the file says that a run ended; it converged only if it is said when."""
    steps = np.arange(len(run)) if run.steps is None else run.steps
    if run.status != "converged":
        return run.status or "finished", -1
    at = np.flatnonzero(steps[: cut(run)] == run.converged_at).tolist()
    return ("converged", at[0]) if at else ("unfinished", -1)


def _extent(name: str, label: str, several: Sequence[Array]) -> Extent:
    low = positive = np.inf
    high = -np.inf
    for values in several:
        finite = values[np.isfinite(values)]
        low, high = min(low, finite.min(initial=np.inf)), max(high, finite.max(initial=-np.inf))
        positive = min(positive, finite[finite > 0].min(initial=np.inf))
    size = several[0][0].size if several[0].ndim > 1 else None
    if low > high:
        low = high = 0.0
    return Extent(name, label, size, float(low), float(high), float(positive) if np.isfinite(positive) else 0.0)
