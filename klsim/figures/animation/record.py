"""One run, simulated: its series cut to its length, how it ended, and which iterations its film shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, cast

import numpy as np

from klsim.batch import Batch
from klsim.declaration import Declaration
from klsim.engine.codec import Codec
from klsim.figures.animation.summary import Aside, Best, Summary
from klsim.figures.animation.sweep import Run
from klsim.numerics.behaviour import comes_back_from
from klsim.numerics.distributions import Array
from klsim.scene.arrows import switched_kinds
from klsim.scene.film import Film, plan_film
from klsim.scene.marks import Panel, Scene
from klsim.scene.motion import trace
from klsim.scene.zooming import Zoom, plan_zooms

SCHEMA = "klsim/run/1"
MOST_DRAWN = 150
"""Of a run whose pictures an author draws so many frames are shown."""

STAYING = ("converged", "stuck", "oscillating", "circling")
"""Statuses of runs that do not run away, if they went on."""

TO_AND_FRO_SECONDS = 2.0
"""How long a run is shown that comes back for ever, before it counts as seen."""


@dataclass(frozen=True, eq=False)
class Record:
    """What one run did.

    series:       name → (last + 1,) values, or (last + 1, size), "iteration" among them
    converged_at: an iteration, or None
    film:         the iterations that the GIF shows, and those that it leaves out
    doubt:        a sentence that says why its last numbers are not to be trusted, or nothing; words only, not data
    sentence:     how it ended, where the simulation says it in words of its own for this run, as in a Status
    settled_at:   the iteration from which it does nothing new: it arrived, rests or comes back for ever; or None
    summary:      how runs ended that are summed up in it; or None
    best:         why it is shown, if it was chosen among others; or None
    aside:        how it ends from the next number above its start, if that is otherwise
    """

    run: Run
    series: Mapping[str, Array]
    status: str
    converged_at: int | None
    film: Film
    doubt: str = ""
    settled_at: int | None = None
    summary: Summary | None = None
    best: Best | None = None
    sentence: str = ""
    aside: Aside | None = None

    @property
    def last(self) -> int:
        """The last iteration recorded."""
        return len(self.series["iteration"]) - 1


RECORDS = Codec.of(Record, Run, Film, Zoom, Summary, Best, Aside)


def make_records(
    declaration: Declaration,
    runs: Sequence[Run],
    batch: Batch,
    scenes: Sequence[Scene],
    pace: float,
    asides: Sequence[Aside | None],
) -> tuple[Record, ...]:
    """The records of some runs, in their order, from what they did, the scene of each and the pace of films.

    asides: how each would end from above its start, if that is otherwise
    """
    return tuple(
        replace(_record(declaration, run, batch, n, scene, pace), aside=aside)
        for n, (run, scene, aside) in enumerate(zip(runs, scenes, asides, strict=True))
    )


def recorded_measures(declaration: Declaration, scene: Scene) -> Sequence[str]:
    """The names of the measures that are recorded of a run with this scene."""
    shown = _shown(scene)
    return [name for name in declaration.measures if declaration.is_recorded(name, shown)]


def _shown(scene: Scene) -> Sequence[str]:
    """The panels and the kinds of arrows that a scene has."""
    return [*(panel.name for panel in scene.panels), *switched_kinds(scene)]


def encode_record(record: Record) -> bytes:
    """A record as strict JSON, format `klsim/run/1`: floats read back exactly, a number too large is null."""
    return json.dumps(record_content(record), allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()


def record_content(record: Record) -> Mapping[str, object]:
    """What the published record of a run has."""
    iterations = record.series["iteration"].astype(int).tolist()
    skipped = [[iterations[n] for n in one] for one in record.film.skipped]
    return {
        "schema": SCHEMA,
        "setting": dict(record.run.setting),
        "status": record.status,
        "converged_at": None if record.converged_at is None else iterations[record.converged_at],
        "iteration": iterations,
        **{name: plain_numbers(series) for name, series in record.series.items() if name != "iteration"},
        "frames": [iterations[n] for n in record.film.frames],
        **({"skipped": skipped} if skipped else {}),
    }


def _record(declaration: Declaration, run: Run, batch: Batch, n: int, scene: Scene, pace: float) -> Record:
    last = int(batch.last[n])
    arrived = int(batch.converged_at[n])
    first, stride = declaration.counting
    series = {"iteration": first + stride * np.arange(last + 1.0)}
    shown = _shown(scene)
    recorded = (name for name in batch.series if declaration.is_recorded(name, shown))
    series |= {name: batch.series[name][n, : last + 1] for name in recorded}
    converged_at = arrived if arrived >= 0 else None
    settled_at = _settled_at(declaration, run, batch.status[n], series, converged_at, pace)
    most = MOST_DRAWN if declaration.is_drawn else None
    film = film_of(scene.panels, series, pace, settled_at, most, stays=batch.status[n] in STAYING)
    doubt, sentence = batch.doubts[n], batch.sentences[n]
    return Record(run, series, batch.status[n], converged_at, film, doubt, settled_at, sentence=sentence)


def film_of(
    panels: Sequence[Panel],
    series: Mapping[str, Array],
    pace: float,
    settled_at: int | None,
    most: int | None = None,
    *,
    stays: bool,
) -> Film:
    """The film of a run with these series, or of those that share the panels; see `plan_film`, `plan_zooms`."""
    zooms = plan_zooms(panels, series, stays=stays)
    return replace(plan_film(trace(panels, series, zooms=zooms), pace, settled_at, most), zooms=zooms)


def _settled_at(
    declaration: Declaration,
    run: Run,
    status: str,
    series: Mapping[str, Array],
    converged_at: int | None,
    pace: float,
) -> int | None:
    """The iteration from which a run does nothing new, or None: it has arrived, rests, or comes back for ever."""
    if status == "stuck":
        return _rests_at(declaration, run, series)
    if status == "oscillating":
        count, names = len(series["iteration"]), declaration.coordinates(run.settings)
        states = [np.reshape(series[name], (count, -1)) for name in names]
        return comes_back_from(np.concatenate(states, axis=1)) + round(TO_AND_FRO_SECONDS * pace)
    return converged_at


def _rests_at(declaration: Declaration, run: Run, series: Mapping[str, Array]) -> int:
    """The iteration from which the objective of a run differs from its last by no more than the tolerance."""
    objective = declaration.objective_of(run.settings)
    if not objective:
        return len(series["iteration"]) - 1
    height = series[objective]
    is_moving = np.abs(height - height[-1]) > cast(float, run.settings.get("tolerance", 0.0))
    return int(np.flatnonzero(is_moving).max(initial=-1)) + 1


def plain_numbers(series: Array) -> list[Any]:
    """A series as JSON has it: what is not finite is None."""
    if series.ndim == 2:
        return [plain_numbers(row) for row in series]
    values: list[float] = series.tolist()
    return list(values) if np.isfinite(series).all() else [v if isfinite(v) else None for v in values]
