"""Runs of `function-descent` in tests, from the few settings that matter to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.batch import Batch
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.settings.defaults import default_by
from klsim.simulations.function_descent import simulation
from tests.simulations.own import simulated


def settings_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """All settings of a run: those given, a start as a tuple, and defaults for the rest."""
    chosen = {one.name: one.default for one in simulation.settings} | given
    if isinstance(chosen.get("start"), list | tuple):
        chosen["start"] = dict(zip(("x", "y"), chosen["start"], strict=False))
    deciding = {name: chosen[name] for name in ("function", "optimizer", "schedule")}
    for one in simulation.settings:
        usual = default_by(simulation.defaults, one.name, deciding)
        if one.name not in given and usual is not None:
            chosen[one.name] = usual
    if chosen["function"] not in NAMED_FUNCTIONS and chosen["view"] is None:
        chosen["view"] = dict.fromkeys(chosen["start"], (-3.0, 3.0)) | {"levels": "linear"}
    return chosen


def descended(runs: Sequence[Mapping[str, Any]]) -> Batch:
    """What runs with these settings do, all computed together."""
    return simulated(simulation, [settings_of(run) for run in runs])
