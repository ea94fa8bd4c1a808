"""Scenes as bytes, so that what makes them and what draws them can be different tasks."""

from collections.abc import Mapping
from dataclasses import is_dataclass

from klsim.engine.codec import Codec
from klsim.scene import marks

SCENES = Codec.of(*(kind for kind in vars(marks).values() if isinstance(kind, type) and is_dataclass(kind)))
"""All that a scene may be made of: every mark that there is."""


def decode_scenes(products: Mapping[str, bytes]) -> dict[str, marks.Scene]:
    """The scenes among products, which are called by their numbers."""
    return {name: SCENES.decode(data, marks.Scene) for name, data in products.items() if name.isdecimal()}
