"""One run, simulated: its series cut to its length, how it ended, and which iterations its film shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import orjson

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
from klsim.scene.motion import trace, trace_many
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
    several = [_series(declaration, batch, n, scene) for n, scene in enumerate(scenes)]
    places = _places(scenes, several)
    return tuple(
        _record(declaration, run, batch, n, scenes[n].panels, several[n], places[n], pace, asides[n])
        for n, run in enumerate(runs)
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
    return encode_content(record_content(record))


def encode_content(content: object) -> bytes:
    """What records have as strict JSON; arrays of numbers are written as they lie in memory."""
    return orjson.dumps(content, default=_as_list, option=orjson.OPT_SERIALIZE_NUMPY)


def _as_list(array: Array) -> object:
    """An array that does not lie in memory as it is written."""
    return array.tolist()


def record_content(record: Record) -> Mapping[str, object]:
    """What the published record of a run has."""
    iterations = record.series["iteration"].astype(np.int64)
    skipped = [[int(iterations[n]) for n in one] for one in record.film.skipped]
    return {
        "schema": SCHEMA,
        "setting": dict(record.run.setting),
        "status": record.status,
        "converged_at": None if record.converged_at is None else int(iterations[record.converged_at]),
        "iteration": iterations,
        **{name: one for name, one in record.series.items() if name != "iteration"},
        "frames": iterations[list(record.film.frames)],
        **({"skipped": skipped} if skipped else {}),
    }


def _series(declaration: Declaration, batch: Batch, n: int, scene: Scene) -> Mapping[str, Array]:
    """The series that are recorded of a run with a scene, the iteration first, to the last one."""
    last = int(batch.last[n])
    first, stride = declaration.counting
    shown = _shown(scene)
    recorded = (name for name in batch.series if declaration.is_recorded(name, shown))
    clock = first + stride * np.arange(last + 1.0)
    return {"iteration": clock, **{name: batch.series[name][n, : last + 1] for name in recorded}}


def _places(scenes: Sequence[Scene], several: Sequence[Mapping[str, Array]]) -> Mapping[int, Array]:
    """Where what moves stands in the picture of each run, by its number: of those with one scene together."""
    alike: dict[int, list[int]] = {}
    for n, scene in enumerate(scenes):
        alike.setdefault(id(scene), []).append(n)
    found: dict[int, Array] = {}
    for numbers in alike.values():
        traced = trace_many(scenes[numbers[0]].panels, [several[n] for n in numbers])
        found |= zip(numbers, traced, strict=True)
    return found


def _record(
    declaration: Declaration,
    run: Run,
    batch: Batch,
    n: int,
    panels: Sequence[Panel],
    series: Mapping[str, Array],
    places: Array,
    pace: float,
    aside: Aside | None,
) -> Record:
    arrived = int(batch.converged_at[n])
    converged_at = arrived if arrived >= 0 else None
    settled_at = _settled_at(declaration, run, batch.status[n], series, converged_at, pace)
    most = MOST_DRAWN if declaration.is_drawn else None
    film = film_of(panels, series, pace, settled_at, most, places, stays=batch.status[n] in STAYING)
    doubt, sentence = batch.doubts[n], batch.sentences[n]
    return Record(
        run, series, batch.status[n], converged_at, film, doubt, settled_at, sentence=sentence, aside=aside
    )


def film_of(
    panels: Sequence[Panel],
    series: Mapping[str, Array],
    pace: float,
    settled_at: int | None,
    most: int | None = None,
    places: Array | None = None,
    *,
    stays: bool,
) -> Film:
    """The film of a run with these series, or of those that share the panels; see `plan_film`, `plan_zooms`.

    places: where what moves stands while no panel zooms, where that is known
    """
    zooms = plan_zooms(panels, series, stays=stays)
    if zooms or places is None:
        places = trace(panels, series, zooms=zooms)
    return replace(plan_film(places, pace, settled_at, most), zooms=zooms)


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
