"""Runs simulated: their records, as they are published and as what goes on from them needs them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from klsim.engine.task import Products, resolve
from klsim.figures.animation.aside import find_asides
from klsim.figures.animation.outline import SIZES
from klsim.figures.animation.record import RECORDS, Record, encode_record, make_records, recorded_measures
from klsim.figures.animation.simulating import simulate, size_of
from klsim.figures.animation.sweep import Run, frozen
from klsim.scene.codec import decode_scenes
from klsim.scene.spread import scene_alone
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
    scenes: Products,
) -> Products:
    """Runs, each told by its setting and all its settings, computed together; where they lie does not matter.

    `<name>.json` is the record of a run; `<name>` is the same for those that will be drawn, and `records` for all;
    `sizes` says how many numbers series have at each iteration.

    source: the simulation, "module:name"
    name:   what authors call it
    runners: the place of each on the axis of those that share a picture, if any do
    pace:   of films, in iterations a second: what they show depends on what moves in the scene of the run
    looks_aside: whether each is computed from the next number above its start as well
    """
    planned = [Run((), frozen(setting), frozen(settings)) for setting, settings in runs]
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    known = decode_scenes(scenes)
    scene_of_each = [
        scene_alone(known[str(scene)], runner) for scene, runner in zip(scene_of_run, runners, strict=True)
    ]
    declaration = simulation.declare(name)
    wanted = {one for scene in scene_of_each for one in recorded_measures(declaration, scene)}
    batch = simulate(simulation, source, planned, wanted)
    asides = find_asides(simulation, source, planned, batch) if looks_aside else (None,) * len(planned)
    records = make_records(declaration, planned, batch, scene_of_each, pace, asides)
    return {
        **encode_records(records, names, drawn),
        SIZES: json.dumps({name: size_of(values) for name, values in batch.series.items()}).encode(),
    }


def encode_records(records: Sequence[Record], names: Sequence[str], drawn: Sequence[str]) -> Products:
    """The records of runs by their names: `<name>.json`, `<name>` of those that will be drawn, and `records`."""
    encoded = dict(zip(names, map(RECORDS.encode, records), strict=True))
    return {
        **{f"{name}.json": encode_record(record) for name, record in zip(names, records, strict=True)},
        **{name: encoded[name] for name in drawn},
        "records": RECORDS.join(encoded.values()),
    }
