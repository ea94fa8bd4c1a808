"""The simulations of klsim in tests: what figures may name, and what runs of them do."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from klsim.batch import Batch
from klsim.catalogue import find_simulations
from klsim.config import Config
from klsim.declaration import DECLARATIONS, Declaration
from klsim.declaring import declare
from klsim.diagnostics import Diagnostics
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Run, frozen
from klsim.figures.kind import Catalogue
from klsim.simulation import Simulation

NOTHING = Config.at(Path(__file__).parent)
"""A site that brings no simulations of its own."""

FOUND = find_simulations(NOTHING, Diagnostics())
CATALOGUE: Catalogue = {
    one.name: (
        one.source,
        DECLARATIONS.decode(declare(one.name, one.source, one.file)["declaration"], Declaration),
    )
    for one in FOUND
}


def declaration_of(name: str) -> Declaration:
    """What a simulation of klsim says of itself."""
    declaration = CATALOGUE[name][1]
    assert declaration is not None
    return declaration


def simulated(simulation: Simulation, settings: Sequence[Mapping[str, Any]]) -> Batch:
    """What runs with these settings do, all computed together."""
    return simulate(simulation, "klsim:simulation", [Run((), {}, frozen(one)) for one in settings])
