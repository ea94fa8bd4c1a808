"""Having a simulation compute runs, all at once or one by one, and telling where it goes wrong."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from klsim.batch import Batch, complete
from klsim.diagnostics import ContentError
from klsim.engine.time_limit import OutOfTimeError, time_limit
from klsim.figures.animation.sweep import Run
from klsim.numerics.distributions import Array
from klsim.settings.views import RunColumns, RunSettings
from klsim.simulation import Simulation
from klsim.simulation_faults import Fault, fault_at, fault_of, is_interrupt, is_own
from klsim.simulation_soundness import names_in_sentence
from klsim.statuses import STATUSES, WITHOUT_OBJECTIVE
from klsim.trajectory import Trajectory, TrajectoryError
from klsim.trajectory_soundness import real_numbers


def simulate(
    simulation: Simulation, source: str, runs: Sequence[Run], wanted: Collection[str] | None = None
) -> Batch:
    """What these runs do. Raises ContentError where the file of an author fails, with the run at fault if one is.

    source: the simulation, "module:name"
    wanted: the measures that are looked at; None for all
    """
    function = simulation.simulate or simulation.run
    try:
        with time_limit(simulation.seconds):
            return _complete(simulation, _compute(simulation, runs), runs, wanted)
    except ContentError:
        raise
    except BaseException as error:
        if is_own(source) or is_interrupt(error):
            raise
        if isinstance(error, TrajectoryError):
            raise fault_at(function, str(error), _in_run(runs, error.run)) from error
        raise fault_of(error, _in_run(runs, _run_at_fault(simulation, runs, error)), function) from error


def _compute(simulation: Simulation, runs: Sequence[Run]) -> Trajectory:
    if simulation.simulate is not None:
        return simulation.simulate(_columns(simulation, runs))
    assert simulation.run is not None
    parts = [_series_of_one(simulation.run(RunSettings(run.settings)), n) for n, run in enumerate(runs)]
    return Trajectory(_stacked(parts, runs))


def _columns(simulation: Simulation, runs: Sequence[Run]) -> RunColumns:
    return RunColumns(simulation.settings, [run.settings for run in runs])


def _series_of_one(given: object, number: int) -> Mapping[str, Array]:
    """The series of a run, (N + 1,) or (N + 1, size), from arrays by name or from its values at each iteration."""
    if isinstance(given, Mapping):
        return {name: _numbers(name, values, number) for name, values in given.items()}
    if not isinstance(given, Iterable) or isinstance(given, str | np.ndarray):
        what = f"run gives {'None' if given is None else f'a {type(given).__name__}'}"
        message = f"{what}; it returns a dict of series, or yields one for each iteration"
        raise TrajectoryError(message, number)
    states = list(given)
    if not states:
        message = "run yields nothing; it yields a dict for each iteration, the first for iteration 0"
        raise TrajectoryError(message, number)
    for n, state in enumerate(states):
        if not isinstance(state, Mapping):
            message = f"run gives a {type(state).__name__} at iteration {n}, not a dict of numbers by name"
            raise TrajectoryError(message, number)
        if set(state) != set(states[0]):
            raise TrajectoryError(f"run yields other names at iteration {n} than at iteration 0", number)
    return {name: _numbers(name, [state[name] for state in states], number) for name in states[0]}


def _numbers(name: str, values: Any, number: int) -> Array:
    try:
        return real_numbers(name, values, number)
    except (TypeError, ValueError):
        message = f"the series {name!r} is not all numbers, equally many at each iteration"
        raise TrajectoryError(message, number) from None


def _stacked(parts: Sequence[Mapping[str, Array]], runs: Sequence[Run]) -> Mapping[str, Array]:
    """Series of runs of different lengths together, NaN after the end of each."""
    stacked = {}
    for n, part in enumerate(parts):
        if set(part) != set(parts[0]):
            raise TrajectoryError(f"run gives other series, {', '.join(part)}, than in another run", n)
        for name, values in part.items():
            if values.ndim not in (1, 2) or not len(values):
                raise TrajectoryError(f"the series {name!r} has to be a list of values, one for each iteration", n)
            if values.shape[1:] != (first := parts[0][name]).shape[1:]:
                message = f"{other_sizes(name, size_of(values, 1), size_of(first, 1))} {runs[0].words}"
                raise TrajectoryError(message, n)
    for name in parts[0]:
        several = [part[name] for part in parts]
        longest = max(len(values) for values in several)
        stacked[name] = np.stack(
            [np.pad(v, [(0, longest - len(v)), *[(0, 0)] * (v.ndim - 1)], constant_values=np.nan) for v in several]
        )
    return stacked


def size_of(values: Array, axes: int = 2) -> int | None:
    """How many numbers a series has at each iteration, the axis after so many others; None if it is one number."""
    return values.shape[axes] if values.ndim > axes else None


def other_sizes(name: str, size: int | None, other: int | None) -> str:
    """Words for a series that has another size in a run than in another, which follows."""
    return f"{name} has {_count(size)} at each iteration, and {_count(other)}"


def _count(size: int | None) -> str:
    return "one number" if size is None else f"{size} numbers"


def _complete(
    simulation: Simulation, trajectory: object, runs: Sequence[Run], wanted: Collection[str] | None
) -> Batch:
    if not isinstance(trajectory, Trajectory):
        raise TrajectoryError(f"simulate gives a {type(trajectory).__name__}, not a Trajectory")
    settings = [run.settings for run in runs]
    objectives = [simulation.objective_of(one) for one in settings]
    batch = complete(
        trajectory,
        len(runs),
        simulation.coordinates(settings[0]),
        simulation.measures,
        objectives,
        [cast("float | None", one.get("tolerance")) for one in settings],
        [cast("int | None", one.get("iterations")) for one in settings],
        wanted,
    )
    own = [status.word for status in simulation.statuses]
    for word, has_objective in dict.fromkeys(zip(batch.status, map(bool, objectives), strict=True)):
        if word not in (*(STATUSES if has_objective else WITHOUT_OBJECTIVE), *own):
            n = batch.status.index(word)
            raise TrajectoryError(f"the status {word!r} is not declared; add Status({word!r}, …) to statuses", n)
    _check_sentences(simulation, batch)
    return batch


def _check_sentences(simulation: Simulation, batch: Batch) -> None:
    """Sentences of statuses have the last value of series with one number."""
    function = simulation.simulate or simulation.run
    for status in simulation.statuses:
        if wrong := _wrong_in_sentence(status.sentence, batch, simulation):
            raise fault_at(function, Fault(f"the sentence of status {status.word!r} {wrong}", status))
    for sentence in dict.fromkeys(batch.sentences):
        if wrong := _wrong_in_sentence(sentence, batch, simulation):
            raise TrajectoryError(f"the sentence {sentence!r} {wrong}", batch.sentences.index(sentence))


def _wrong_in_sentence(sentence: str, batch: Batch, simulation: Simulation) -> str:
    """What is wrong with a sentence for these runs; nothing if nothing is."""
    try:
        names = names_in_sentence(sentence)
    except ValueError as error:
        return f"cannot be read: {error}"
    for name in names:
        if name in ("last", "next"):
            continue
        if name not in batch.series and name not in simulation.measures:
            return f"has {{{name}}}, which is no series of these runs"
        if name in batch.series and (size := size_of(batch.series[name])) is not None:
            return f"has {{{name}}}, which is {size} numbers; record a measure, and write that"
    return ""


def _run_at_fault(simulation: Simulation, runs: Sequence[Run], error: BaseException) -> int | None:
    """The first run that fails in the same way when it is computed alone; None if none does."""
    if len(runs) == 1 or isinstance(error, OutOfTimeError):
        return 0 if len(runs) == 1 else None
    for n, run in enumerate(runs):
        try:
            with time_limit(simulation.seconds):
                _compute(simulation, [run])
        except BaseException as other:
            if is_interrupt(other):
                raise
            if type(other) is type(error):
                return n
    return None


def _in_run(runs: Sequence[Run], n: int | None) -> str:
    return "" if n is None else runs[n].words
