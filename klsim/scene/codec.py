"""Scenes as bytes, so that what makes them and what draws them can be different tasks."""

from dataclasses import is_dataclass

from klsim.engine.codec import Codec
from klsim.scene import marks

SCENES = Codec.of(*(kind for kind in vars(marks).values() if isinstance(kind, type) and is_dataclass(kind)))
"""All that a scene may be made of: every mark that there is."""
