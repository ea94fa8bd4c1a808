"""Where each simulation that a figure may name is found: what computes its runs, and what makes its scenes.

They are named, not imported: to plan a figure takes neither numpy nor a simulation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Home:
    """The functions of a simulation, "module:name".

    simulate: from the settings of many runs to a `Batch`
    scene:    from the pictured settings of one run to a `Scene`
    """

    simulate: str
    scene: str

    @property
    def modules(self) -> tuple[str, str]:
        """The modules of both."""
        return self.simulate.partition(":")[0], self.scene.partition(":")[0]


HOMES: Mapping[str, Home] = MappingProxyType(
    {
        "gaussian-descent": Home(
            "klsim.simulations.gaussian_descent:simulate_gaussian_descent",
            "klsim.scene.gaussian_descent:gaussian_descent_scene",
        ),
        "mixture-descent": Home(
            "klsim.simulations.mixture_descent:simulate_mixture_descent",
            "klsim.scene.mixture_descent:mixture_descent_scene",
        ),
        "terrain-descent": Home(
            "klsim.simulations.terrain_descent:simulate_terrain_descent",
            "klsim.scene.terrain_descent:terrain_descent_scene",
        ),
    }
)
