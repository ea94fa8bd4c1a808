"""Reading what a simulation says of itself, by importing its file."""

from typing import cast

from klsim.content.document import DIAGNOSTICS
from klsim.diagnostics import Code, Diagnostics, Location
from klsim.engine.task import Products, resolve
from klsim.engine.time_limit import time_limit
from klsim.simulation import DECLARATIONS, Simulation, faults_of
from klsim.simulation_faults import telling_faults

SECONDS = 60
"""How long the file of a simulation may take to be imported."""


def declare(name: str, source: str, file: str) -> Products:
    """The `declaration` of a simulation, empty where it cannot be had, and the `diagnostics` of its file.

    source: "module:name"
    file:   how messages call its file
    """
    found = Diagnostics()
    simulation = found.attempt(lambda: _load(source, file))
    declaration = b"" if simulation is None else DECLARATIONS.encode(simulation.declare(name))
    return {"declaration": declaration, "diagnostics": DIAGNOSTICS.encode(list(found))}


def _load(source: str, file: str) -> Simulation:
    start = Location(file, 1)
    with telling_faults(source):
        try:
            with time_limit(SECONDS):
                simulation = resolve(source)
        except AttributeError as error:
            if getattr(error, "name", None) != source.partition(":")[2]:
                raise
            message = f"there is no `{source.partition(':')[2]}` in this file"
            raise start.failure(Code.SIMULATION_FAILED, message, "write `simulation = Simulation(…)`") from None
    if faults := list(faults_of(simulation)):
        raise start.failure(Code.SIMULATION_FAILED, "; ".join(faults))
    return cast(Simulation, simulation)
