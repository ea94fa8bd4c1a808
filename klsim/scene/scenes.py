"""The picture of each simulation."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from klsim.scene.gaussian_descent import gaussian_descent_scene
from klsim.scene.marks import Scene
from klsim.simulations.settings import Settings

SCENES: Mapping[str, Callable[[Settings], Scene]] = MappingProxyType({"gaussian-descent": gaussian_descent_scene})
