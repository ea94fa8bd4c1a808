"""Simulations that are objects of this process, for files of a site that cannot have them otherwise."""

from itertools import count

from klsim.simulation import Simulation

_HELD: dict[str, Simulation] = {}
_NUMBERS = count()


def hold(simulation: Simulation) -> str:
    """Keep a simulation; the text of a file that has it, which is another each time."""
    token = str(next(_NUMBERS))
    _HELD[token] = simulation
    return f'from klsim.notebook.held import held\n\nsimulation = held("{token}")\n'


def held(token: str) -> Simulation:
    """The simulation that was kept. Raises KeyError where there is none."""
    return _HELD[token]


def let_go(text: str) -> None:
    """Forget the simulation of such a file."""
    _HELD.pop(text.rpartition('("')[2].partition('"')[0], None)
