"""What runs did, with all that klsim finds out about it itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.behaviour import behaviour
from klsim.numerics.distributions import Array
from klsim.numerics.outcome import stays_from
from klsim.trajectory import Integers, Trajectory, TrajectoryError
from klsim.trajectory_soundness import (
    all_finite,
    check_bounds,
    check_lengths,
    check_names,
    check_numbers,
    check_numbers_of_objectives,
    check_objectives,
    check_told_last,
    checked_row,
    checked_series,
    checked_words,
    tell_not_finite,
)


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
    check_names(trajectory.series, [*state, *measures])
    check_objectives(trajectory.series, objectives)
    judged = () if trajectory.status is not None and trajectory.converged_at is not None else objectives
    measures = [name for name in measures if wanted is None or name in wanted or name in judged]
    series = checked_series(trajectory.series, runs, [*state, *measures], iterations)
    check_numbers_of_objectives(series, objectives)
    if trajectory.last is None:
        last = _found_last(series, state, runs)
        check_bounds(series, state, objectives, last)
    else:
        last = checked_row(trajectory.last, runs, "last")
        check_told_last(series, state, last)
    check_lengths(last, iterations)
    check_numbers(series, measures, last)
    converged_at = (
        _found_convergence(series, objectives, tolerances, last)
        if trajectory.converged_at is None
        else checked_row(trajectory.converged_at, runs, "converged_at")
    )
    if trajectory.status is None:
        status = tuple(
            _found_status(series, state, objectives, int(converged_at[n]), int(last[n]), iterations[n], n)
            for n in range(runs)
        )
    else:
        status = checked_words(trajectory.status, runs, "status")
    converged_at = _of_converged(converged_at, status)
    if wrong := np.flatnonzero(converged_at > last).tolist():
        at = f"converged_at is {converged_at[wrong[0]]} and the last iteration is {last[wrong[0]]}"
        raise TrajectoryError(at, wrong[0])
    nothing = ("",) * runs
    doubts = nothing if trajectory.doubts is None else checked_words(trajectory.doubts, runs, "doubts")
    sentences = (
        ("",) * runs if trajectory.sentences is None else checked_words(trajectory.sentences, runs, "sentences")
    )
    return Batch(series, last, status, converged_at, doubts, sentences)


def _found_last(series: Mapping[str, Array], state: Sequence[str], runs: int) -> Integers:
    """The last iteration of each run before its state is not finite; nothing may come after that."""
    known: NDArray[np.bool_] = np.stack([all_finite(series[name]) for name in state])
    is_whole, is_any = np.all(known, axis=0), np.any(known, axis=0)
    last: Integers = np.where(np.all(is_whole, axis=1), known.shape[2], np.argmin(is_whole, axis=1)) - 1
    for n in range(runs):
        if last[n] < 0:
            raise TrajectoryError(f"{tell_not_finite(series, state, n, 0)} at iteration 0", n)
        if is_any[n, last[n] + 1 :].any():
            raise TrajectoryError(
                f"{tell_not_finite(series, state, n, int(last[n]) + 1)} at iteration {last[n] + 1}", n
            )
    return last


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
