"""Simulations of sites, read from their files and run without a site."""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from klsim.settings.views import RunColumns
from klsim.simulation import Simulation
from klsim.trajectory import Trajectory


def load(path: Path) -> Simulation:
    """The simulation of a file."""
    spec = importlib.util.spec_from_file_location(f"example_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.simulation


def simulated(simulation: Simulation, runs: Sequence[Mapping[str, Any]]) -> Trajectory:
    """What runs with these settings do, defaults filled in."""
    defaults = {setting.name: setting.default for setting in simulation.settings}
    assert simulation.simulate
    return simulation.simulate(RunColumns(simulation.settings, [defaults | run for run in runs]))
