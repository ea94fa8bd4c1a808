"""The picture of each simulation."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from klsim.content.settings import Settings
from klsim.scene.gaussian_descent import gaussian_descent_scene
from klsim.scene.marks import Scene
from klsim.scene.mixture_descent import mixture_descent_scene
from klsim.scene.terrain_descent import terrain_descent_scene

SCENES: Mapping[str, Callable[[Settings], Scene]] = MappingProxyType(
    {
        "gaussian-descent": gaussian_descent_scene,
        "mixture-descent": mixture_descent_scene,
        "terrain-descent": terrain_descent_scene,
    }
)
