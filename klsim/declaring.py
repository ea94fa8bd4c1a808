"""Reading what a simulation says of itself, by importing its file."""

import sys
from typing import cast

from klsim.content.document import DIAGNOSTICS
from klsim.declaration import DECLARATIONS
from klsim.diagnostics import Code, ContentError, Diagnostics, Location, closest
from klsim.engine.task import Products, imported_as, resolve
from klsim.engine.time_limit import time_limit
from klsim.simulation import Simulation
from klsim.simulation_faults import telling_faults
from klsim.simulation_soundness import faults_of
from klsim.source_lines import line_of, line_of_name, names_in, text_of

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
    module, _, name = source.partition(":")
    with telling_faults(source):
        try:
            with time_limit(SECONDS):
                simulation = resolve(source)
        except AttributeError as error:
            if getattr(error, "name", None) != name:
                raise
            raise _missing(name, imported_as(module), file) from None
    if faults := list(faults_of(simulation)):
        text = text_of(imported_as(module))
        start = line_of_name(name, text) or 1
        lines = [(None if fault.of is None else line_of(fault.of, text)) or start for fault in faults]
        raise ContentError(
            Location(file, line).error(Code.SIMULATION_FAILED, fault.message)
            for line, fault in zip(lines, faults, strict=True)
        )
    return cast(Simulation, simulation)


def _missing(name: str, module: str, file: str) -> ContentError:
    """What to tell of a file in which nothing has the name that it has to have."""
    text = text_of(module)
    made = [one for one, value in vars(sys.modules[module]).items() if isinstance(value, Simulation)]
    slip = next((one for one in names_in(text) if one in made), None) or closest(name, names_in(text))
    hint = f"did you mean `{slip}`? Call it so" if slip else "write `simulation = Simulation(…)`"
    line = (slip and line_of_name(slip, text)) or 1
    return Location(file, line).failure(Code.SIMULATION_FAILED, f"there is no `{name}` in this file", hint)
