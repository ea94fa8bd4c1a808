"""The scenes of a figure, made by its simulation from the settings that each depends on."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.engine.task import Products, resolve
from klsim.figures.animation.sweep import frozen
from klsim.scene.codec import SCENES


def make_scenes(function: str, settings: Sequence[Mapping[str, Any]]) -> Products:
    """The scenes of a figure, by number, from the settings that each depends on."""
    make = resolve(function)
    return {str(n): SCENES.encode(make(frozen(one))) for n, one in enumerate(settings)}
