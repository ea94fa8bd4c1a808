"""Scenes as bytes, so that what makes them and what draws them can be different tasks."""

from klsim.engine.codec import Codec
from klsim.scene.marks import (
    Bars,
    Contours,
    Curve,
    Density,
    Dot,
    Label,
    Land,
    Line,
    Margins,
    Panel,
    Point,
    Profile,
    Readout,
    Scale,
    Scene,
    Sign,
    Trail,
)

SCENES = Codec.of(
    Bars,
    Contours,
    Curve,
    Density,
    Dot,
    Label,
    Land,
    Line,
    Margins,
    Panel,
    Point,
    Profile,
    Readout,
    Scale,
    Scene,
    Sign,
    Trail,
)
