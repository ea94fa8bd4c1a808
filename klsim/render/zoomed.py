"""What moves in a panel that may zoom out: the shapes of its marks at each frame, on the scales of then."""

from collections.abc import Sequence

from klsim.render.moving import FrameShapes, Series, plan_mark
from klsim.render.shapes import Shape
from klsim.scene.marks import Panel
from klsim.scene.theme import Theme
from klsim.scene.wider import Wider, panel_in
from klsim.scene.zooming import Zoom, factors_at


def plan_panel(
    panel: Panel,
    number: int,
    theme: Theme,
    series: Series,
    frames: Sequence[int],
    wider: Wider,
    zooms: Sequence[Zoom],
) -> FrameShapes:
    """All that moves in the panel of a scene with this number, from back to front, when `frames` are shown."""
    factors = [factors_at(zooms, number, frame) for frame in frames]
    plans = {
        one: [plan_mark(mark, shown, theme, series, frames) for mark in shown.moving]
        for one in dict.fromkeys(factors)
        for shown in (panel_in(panel, number, wider, one),)
    }

    def at(frame: int) -> tuple[Shape, ...]:
        return tuple(shape for plan in plans[factors[frame]] for shape in plan(frame))

    return at
