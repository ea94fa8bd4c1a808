"""Runs simulated: their records, as they are published and as what goes on from them needs them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from klsim.engine.task import Products, resolve
from klsim.figures.animation.aside import find_asides
from klsim.figures.animation.outline import SIZES
from klsim.figures.animation.packing import pack
from klsim.figures.animation.record import RECORDS, Record, encode_record, make_records, recorded_measures
from klsim.figures.animation.record_block import encode_block
from klsim.figures.animation.simulating import simulate, size_of
from klsim.figures.animation.sweep import Run, frozen
from klsim.scene.codec import decode_scenes
from klsim.scene.marks import Scene
from klsim.scene.spread import scenes_alone
from klsim.simulation import Simulation
from klsim.simulation_faults import telling_faults

Settings = Mapping[str, Any]


def simulate_runs(
    source: str,
    name: str,
    runs: Sequence[tuple[Settings, Settings]],
    names: Sequence[str],
    drawn: Sequence[str],
    scene_of_run: Sequence[int],
    runners: Sequence[int | None],
    pace: float,
    looks_aside: bool,
    is_packed: bool,
    scenes: Products,
) -> Products:
    """Runs, each told by its setting and all its settings, computed together; where they lie does not matter.

    `<name>.json` is the record of a run, or there are packs of them; `<name>` is the same for those that will be
    drawn, and `records` for all; `sizes` says how many numbers series have at each iteration.

    source: the simulation, "module:name"
    name:   what authors call it
    runners: the place of each on the axis of those that share a picture, if any do
    pace:   of films, in iterations a second: what they show depends on what moves in the scene of the run
    looks_aside: whether each is computed from the next number above its start as well
    """
    planned = [Run((), frozen(setting), frozen(settings)) for setting, settings in runs]
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    scene_of_each = scenes_alone(decode_scenes(scenes), scene_of_run, runners)
    declaration = simulation.declare(name)
    wanted = {one for scene in _distinct(scene_of_each) for one in recorded_measures(declaration, scene)}
    batch = simulate(simulation, source, planned, wanted)
    asides = find_asides(simulation, source, planned, batch) if looks_aside else (None,) * len(planned)
    records = make_records(declaration, planned, batch, scene_of_each, pace, asides)
    return {
        **encode_records(records, names, drawn, is_packed=is_packed),
        SIZES: json.dumps({name: size_of(values) for name, values in batch.series.items()}).encode(),
    }


def _distinct(scenes: Sequence[Scene]) -> Sequence[Scene]:
    return list({id(scene): scene for scene in scenes}.values())


def encode_records(
    records: Sequence[Record], names: Sequence[str], drawn: Sequence[str], *, is_packed: bool
) -> Products:
    """The records of runs: `<name>.json` of each or packs of all, `<name>` of those that are drawn, `records`."""
    by_name = dict(zip(names, records, strict=True))
    published = {f"{name}.json": encode_record(record) for name, record in by_name.items()}
    return {
        **(pack(published.values()) if is_packed else published),
        **{name: RECORDS.encode(by_name[name]) for name in drawn},
        "records": encode_block(records),
    }
