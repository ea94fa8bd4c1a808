"""A panel for both divergences over the iterations: on a log scale, or a plain one for sums below zero."""

import numpy as np

from klsim.numerics.objectives import OBJECTIVES
from klsim.scene.marks import Label, Line, Margins, Panel, Point, Role, Scale, Static, Trail
from klsim.scene.scales import nice_scale

DEEP = Scale("", 1e-13, 200, (1e-12, 1e-9, 1e-6, 1e-3, 1), "log")
SHALLOW = Scale("", 0.003, 200, (0.01, 0.1, 1, 10), "log")
"""Scales of KL where q can become p, and where it cannot."""

LOWEST = -0.5
"""How far below zero sums are seen that have too few points."""


def coarse_scale(highest: float) -> Scale:
    """A plain scale of KL for sums that may fall below zero, up to what they begin with."""
    return nice_scale("", LOWEST, max(1.25 * highest, -LOWEST))


LEGEND = 0.94
"""How far up the legend stands, as a share of the height of the box."""


def divergence_panel(
    objective: str, iterations: int, scale: Scale, size_px: tuple[int, int], margins: Margins
) -> Panel:
    """The panel for runs of so many iterations; what they descend has the colour of q.

    Whatever is below the scale, zero and rounding below zero included, stays at its foot; a plain scale has a line
    at zero.
    """
    other = next(name for name in OBJECTIVES if name != objective)
    lines: tuple[tuple[str, Role, float], ...] = ((objective, "object", 0.04), (other, "muted", 0.5))
    keys = [
        _key(name, role, (share * iterations, (share + 0.06) * iterations), scale) for name, role, share in lines
    ]
    is_plain = scale.kind == "linear"
    zero = (Line(np.array([0.0, iterations]), np.zeros(2), "muted", dashed=True),) if is_plain else ()
    return Panel(
        "divergences",
        f"Descending {OBJECTIVES[objective]}{'' if is_plain else ', on a log scale'}",
        nice_scale("iteration", 0, iterations, about=4),
        scale,
        static=(*zero, *(mark for key in keys for mark in key)),
        moving=tuple(
            mark
            for name, role, _ in reversed(lines)
            for mark in (Trail("iteration", name, role, steps=False), Point("iteration", name, role, held=True))
        ),
        width_px=size_px[0],
        height_px=size_px[1],
        margins=margins,
        grid=True,
    )


def _key(name: str, role: Role, ends: tuple[float, float], scale: Scale) -> tuple[Static, ...]:
    """An entry of the legend: a piece of line between two iterations, and the name of the divergence."""
    is_plain, low, high = scale.kind == "linear", scale.low, scale.high
    height = low + (high - low) * LEGEND if is_plain else low * (high / low) ** LEGEND
    line = Line(np.array(ends), np.full(2, height), role)
    return line, Label(ends[1], height, OBJECTIVES[name], role, dx_px=6, dy_px=-4)
