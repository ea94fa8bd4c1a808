"""The map of a game of one bell: all places that its two knobs lead to, and how high the divergence is there."""

import numpy as np

from klsim.figures.match.law import Knob, Law
from klsim.numerics.distributions import Gaussian
from klsim.numerics.divergences import kl_gaussian
from klsim.numerics.objectives import arguments_of
from klsim.scene.levels import bowl_levels
from klsim.scene.marks import Margins, Panel
from klsim.scene.scales import nice_scale

GRID_POINTS = 161
DIGITS = 6
"""Of the heights of its levels."""


def map_panel(mean: Knob, variance: Knob) -> Panel:
    """Its axes, bare: the page's script draws on them once p is revealed."""
    return Panel(
        name="map",
        title="The map of all bells",
        x=nice_scale("mean", mean.low, mean.high),
        y=nice_scale("variance", 0, variance.high),
        width_px=440,
        height_px=320,
        margins=Margins(44, 30, 12, 42),
    )


def map_levels(panel: Panel, measure: str, target: Law) -> tuple[float, ...]:
    """The levels of a divergence from the target over the map, ascending, as `gaussian-descent` draws them."""
    x = np.linspace(panel.x.low, panel.x.high, GRID_POINTS)
    y = np.linspace(panel.y.high / GRID_POINTS, panel.y.high, GRID_POINTS)
    q = Gaussian(x[np.newaxis, :], y[:, np.newaxis])
    p = Gaussian(np.array(target.means[0]), np.array(target.variances[0]))
    heights = kl_gaussian(*arguments_of(measure, q, p))
    return tuple(float(f"{level:.{DIGITS}g}") for level in bowl_levels(heights))
