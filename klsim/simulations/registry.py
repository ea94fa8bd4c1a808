"""What each simulation computes: all runs of a figure together."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from klsim.content.settings import Settings
from klsim.simulations.gaussian_descent import simulate_gaussian_descent
from klsim.simulations.mixture_descent import simulate_mixture_descent
from klsim.simulations.terrain_descent import simulate_terrain_descent
from klsim.trajectory import Batch

Model: TypeAlias = Callable[[Sequence[Settings]], Batch]
"""From the whole setting of each run to what all runs did."""

MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "gaussian-descent": simulate_gaussian_descent,
        "mixture-descent": simulate_mixture_descent,
        "terrain-descent": simulate_terrain_descent,
    }
)
