"""Scenes as bytes, so that what makes them and what draws them can be different tasks."""

from klsim.engine.codec import Codec
from klsim.scene.marks import (
    Contours,
    Density,
    Dot,
    Label,
    Land,
    Line,
    Margins,
    Panel,
    Point,
    Readout,
    Scale,
    Scene,
    Sign,
    Trail,
)

SCENES = Codec.of(
    Contours, Density, Dot, Label, Land, Line, Margins, Panel, Point, Readout, Scale, Scene, Sign, Trail
)
