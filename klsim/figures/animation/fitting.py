"""Whether the runs of a figure can be shown by its scenes: the marks fit how many numbers their series have."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from klsim.engine.task import Products, resolve
from klsim.figures.animation.outline import SIZES
from klsim.figures.animation.simulating import other_sizes
from klsim.figures.animation.sweep import Run, frozen
from klsim.scene.codec import decode_scenes
from klsim.scene.soundness import faults_of_sizes
from klsim.scene.spread import scene_alone
from klsim.simulation import Simulation
from klsim.simulation_faults import fault_at, telling_faults


def check_fit(source: str, firsts: Sequence[Mapping[str, Any]], scenes: Products, *slices: Products) -> Products:
    """Nothing. Raises ContentError where runs differ in the sizes of their series, or a scene does not fit these.

    source: the simulation, "module:name"
    firsts: the setting of the first run of each slice
    slices: the sizes of each
    """
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    first, *others = (json.loads(one[SIZES]) for one in slices)
    for n, sizes in enumerate(others, 1):
        for name in (name for name in sizes if sizes[name] != first[name]):
            one, other = (Run((), frozen(firsts[number]), {}).words for number in (n, 0))
            message = f"{other_sizes(name, sizes[name], first[name])} {other}"
            raise fault_at(simulation.simulate or simulation.run, message, one)
    for scene in decode_scenes(scenes).values():
        runners: list[int | None] = [key.runner for key in scene.legend]
        for runner in runners or [None]:
            for fault in faults_of_sizes(scene_alone(scene, runner), {"iteration": None, **first}):
                raise fault_at(simulation.scene, fault)
    return {}
