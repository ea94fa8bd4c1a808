"""The picture of a game: bare axes to play on, and a still that gives everything away."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from math import pi, sqrt

import numpy as np

from klsim.figures.match.fit import mixture
from klsim.figures.match.law import Knob, Law
from klsim.numerics.distributions import Array
from klsim.numerics.mixtures import log_density
from klsim.scene.marks import DENSITY_SAMPLES, Label, Line, Margins, Panel, Role, Scale
from klsim.scene.scales import nice_scale

HEADROOM = 1.2
LABEL_PX = 8


def match_panel(start: Law, targets: Sequence[Law], mean: Knob) -> Panel:
    """The axes of a game: the same for all targets, so that they give nothing away.

    They are as tall as q is when it stands over the narrowest bell of any target, if that has as many bells.
    """
    margin = sqrt(max(start.variances))
    narrowest = min(chain.from_iterable(law.variances for law in (start, *targets)))
    return Panel(
        name="match",
        title="",
        x=nice_scale("x", mean.low - margin, mean.high + margin),
        y=Scale("density", 0, HEADROOM / sqrt(2 * pi * narrowest) / start.bells, ()),
        static=(),
        moving=(),
        width_px=440,
        height_px=290,
        margins=Margins(30, 10, 12, 42),
    )


def match_still(panel: Panel, q: Law, p: Law) -> Panel:
    """The same x axis with both laws on it, as tall as they are."""
    x = np.linspace(panel.x.low, panel.x.high, 2 * DENSITY_SAMPLES)
    heights: dict[Role, Array] = {
        "target": np.exp(log_density(x, mixture(p))),
        "object": np.exp(log_density(x, mixture(q))),
    }
    y = Scale("density", 0, HEADROOM * max(float(height.max()) for height in heights.values()), ())
    labels = (
        Label(panel.x.low, y.high, "q, at its start", "object", dx_px=LABEL_PX, dy_px=-LABEL_PX),
        Label(panel.x.high, y.high, "p, the target", "target", "right", dx_px=-LABEL_PX, dy_px=-LABEL_PX),
    )
    lines = (Line(x, height, role, filled=True) for role, height in heights.items())
    return replace(panel, y=y, static=(*lines, *labels))
