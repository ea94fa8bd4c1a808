"""One run, simulated: its series cut to its length, how it ended, and which iterations its GIF shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any, cast

import numpy as np

from klsim.engine.codec import Codec
from klsim.figures.animation.sweep import Run
from klsim.numerics.distributions import Array
from klsim.simulation import Declaration
from klsim.trajectory import Batch

SCHEMA = "klsim/run/1"
MOST_FRAMES = 60


@dataclass(frozen=True, eq=False)
class Record:
    """What one run did.

    series:       name → (last + 1,) values, or (last + 1, size), "iteration" among them
    converged_at: an iteration, or None
    frames:       the iterations that the GIF shows, in playing order
    doubt:        a sentence that says why its last numbers are not to be trusted, or nothing; words only, not data
    """

    run: Run
    series: Mapping[str, Array]
    status: str
    converged_at: int | None
    frames: tuple[int, ...]
    doubt: str = ""

    @property
    def last(self) -> int:
        """The last iteration recorded."""
        return len(self.series["iteration"]) - 1


RECORDS = Codec.of(Record, Run)


def make_records(declaration: Declaration, runs: Sequence[Run], batch: Batch) -> tuple[Record, ...]:
    """The records of some runs, in their order, from what they did."""
    return tuple(_record(declaration, run, batch, n) for n, run in enumerate(runs))


def encode_record(record: Record) -> bytes:
    """A record as strict JSON, format `klsim/run/1`: floats read back exactly, a number too large is null."""
    content = {
        "schema": SCHEMA,
        "setting": dict(record.run.setting),
        "status": record.status,
        "converged_at": record.converged_at,
        "iteration": list(range(record.last + 1)),
        **{name: _numbers(series) for name, series in record.series.items() if name != "iteration"},
        "frames": list(record.frames),
    }
    return json.dumps(content, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()


def _record(declaration: Declaration, run: Run, batch: Batch, n: int) -> Record:
    last = int(batch.last[n])
    settled = int(batch.converged_at[n])
    series = {"iteration": np.arange(last + 1.0)}
    series |= {name: values[n, : last + 1] for name, values in batch.series.items()}
    converged_at = settled if settled >= 0 else None
    rests_at = _rests_at(declaration, run, series) if batch.status[n] == "stuck" else converged_at
    frames = choose_frames(last, rests_at)
    return Record(run, series, batch.status[n], converged_at, frames, batch.doubts[n])


def _rests_at(declaration: Declaration, run: Run, series: Mapping[str, Array]) -> int:
    """The iteration from which the objective of a run differs from its last by no more than the tolerance."""
    objective = declaration.objective_of(run.settings)
    if not objective:
        return len(series["iteration"]) - 1
    height = series[objective]
    is_moving = np.abs(height - height[-1]) > cast(float, run.settings.get("tolerance", 0.0))
    return int(np.flatnonzero(is_moving).max(initial=-1)) + 1


def choose_frames(last: int, rests_at: int | None) -> tuple[int, ...]:
    """Evenly spaced iterations from 0 to the last one worth watching, at most `MOST_FRAMES` and one more.

    A run that converged or got stuck at iteration `rests_at` is shown a quarter of its way beyond that; the
    others to their end.
    """
    end = last if rests_at is None else min(last, ceil(1.25 * rests_at) + 4)
    stride = max(1, ceil(end / MOST_FRAMES))
    shown = list(range(0, end + 1, stride))
    return tuple(shown if shown[-1] == end else [*shown, end])


def _numbers(series: Array) -> list[Any]:
    if series.ndim == 2:
        return [_numbers(row) for row in series]
    values: list[float] = series.tolist()
    return list(values) if np.isfinite(series).all() else [v if isfinite(v) else None for v in values]
