"""The map of all bells, with small bells drawn on it: each at its own mean and variance, wide or tall as it is.

q walks over it by gradient descent on a divergence from p: θ ← θ − step · ∇KL with θ = (mean, variance), in nats.
"""

import numpy as np

from klsim import (
    Choice,
    Contours,
    Density,
    Dot,
    Integer,
    Label,
    Line,
    Number,
    Panel,
    Point,
    Readout,
    Record,
    Scale,
    Scene,
    Simulation,
    Trail,
)

DIRECTIONS = {"kl_qp": "KL(q, p)", "kl_pq": "KL(p, q)"}
MEANS = Scale("mean", -1, 5, (-1, 0, 1, 2, 3, 4, 5))
VARIANCES = Scale("variance", 0, 7, (0, 2, 4, 6))
PLACES = [(mean, variance) for mean in (-0.4, 0.8, 2, 3.2, 4.4) for variance in (0.45, 1.7, 3.2, 4.5, 5.8)]
"""Where bells are drawn, by mean and variance."""

STEEP = [(-0.4, 1.7), (0.8, 3.2), (2, 5.8), (4.4, 4.5), (3.2, 0.45)]
"""Those that have an arrow."""

CROWDED = 1.1
"""So near to the target no other bell is drawn."""

WIDTH, HEIGHT = 0.11, 0.62
"""Of a drawn bell of variance 1: how wide a standard deviation is on the axis of means, and how high its top."""

ARROW, BARB = 0.62, 0.17
"""How long an arrow is, and its barbs, in units of the mean; one of the variance is drawn shorter by `SQUEEZE`."""

SQUEEZE = 0.72
LEVELS = 12


def slopes(mean, variance, target, direction):
    """∇KL by mean and variance at bells of any shape."""
    away = mean - target.mean
    if direction == "kl_qp":
        return away / target.variance, (1 / target.variance - 1 / variance) / 2
    return away / variance, (1 / variance - (target.variance + away**2) / variance**2) / 2


def divergence(mean, variance, target, direction):
    """KL(q, p) or KL(p, q) of bells of any shape."""
    away, ratio = (mean - target.mean) ** 2, variance / target.variance
    if direction == "kl_qp":
        return (ratio - 1 - np.log(ratio) + away / target.variance) / 2
    return (1 / ratio - 1 + np.log(ratio) + away / variance) / 2


def run(settings):
    """One walk."""
    target, here = settings.target, (settings.start.mean, settings.start.variance)
    walk = [here]
    for _ in range(settings.iterations):
        step = slopes(*here, target, settings.objective)
        here = tuple(place - settings.step_size * slope for place, slope in zip(here, step, strict=True))
        walk.append(here)
    mean, variance = np.array(walk).T
    kl = {name: divergence(mean, variance, target, name) for name in DIRECTIONS}
    return {"mean": mean, "variance": variance, **kl}


def scene(settings):
    """The atlas, and the bell on whose place the walker stands."""
    target, direction = settings.target, settings.objective
    x, y = np.linspace(MEANS.low, MEANS.high, 121), np.linspace(0.05, VARIANCES.high, 140)
    ground = divergence(x[np.newaxis, :], y[:, np.newaxis], target, direction)
    top = float(np.quantile(ground, 0.93))
    atlas = Panel(
        name="atlas",
        title=f"An atlas of bells, and the height of {DIRECTIONS[direction]}",
        x=MEANS,
        y=VARIANCES,
        static=(
            Contours(x, y, ground, tuple(top * (k / LEVELS) ** 2 for k in range(1, LEVELS + 1))),
            *(drawn_bell(*place, "muted") for place in PLACES if is_apart(place, target)),
            *(line for place in STEEP for line in arrow(place, target, direction)),
            drawn_bell(target.mean, target.variance, "target"),
            Dot(target.mean, target.variance, "target"),
            Label(target.mean, target.variance, "p", "target", dx_px=12, dy_px=4),
        ),
        moving=(Trail("mean", "variance", "object"), Point("mean", "variance", "object")),
        width_px=460,
        height_px=400,
    )
    across = np.linspace(-6, 10, 200)
    law = np.exp(-((across - target.mean) ** 2) / (2 * target.variance)) / np.sqrt(2 * np.pi * target.variance)
    bell = Panel(
        name="bell",
        title="The bell at the walker’s place",
        x=Scale("x", -6, 10, (-5, 0, 5, 10)),
        y=Scale("density", 0, 0.7, ()),
        static=(
            Line(across, law, "target", filled=True),
            Label(target.mean, float(law.max()), "p", "target", "center", dy_px=8),
        ),
        moving=(Density(("mean",), ("variance",), "object"),),
        width_px=460,
        height_px=400,
    )
    readouts = (
        Readout("iteration", "iteration", 0, "ink"),
        Readout(DIRECTIONS[direction], direction, 4, "ink"),
        Readout("mean", "mean", 2, "object"),
        Readout("variance", "variance", 2, "object"),
    )
    return Scene((atlas, bell), readouts)


def is_apart(place, target):
    """Whether there is room for another bell beside that of the target."""
    return abs(place[0] - target.mean) >= CROWDED or abs(place[1] - target.variance) >= CROWDED


def drawn_bell(mean, variance, role):
    """A small bell whose foot stands on its place."""
    at = np.linspace(-2.6, 2.6, 33)
    spread = np.sqrt(variance)
    return Line(mean + WIDTH * spread * at, variance + HEIGHT / spread * np.exp(-(at**2) / 2), role)


def arrow(place, target, direction):
    """The steepest way down from a place, as lines: a shaft and two barbs."""
    along = -np.array(slopes(*place, target, direction)) * (1, SQUEEZE)
    if not along.any():
        return
    along /= np.hypot(*along)
    aside = np.array([-along[1], along[0]])
    back = 1 / np.array([1, SQUEEZE])
    tip = np.array(place) + ARROW * along * back
    yield line_between(place, tip)
    for side in (-1, 1):
        yield line_between(tip, tip + BARB * (side * 0.6 * aside - along) * back)


def line_between(start, end):
    """A straight line."""
    return Line(*np.array([start, end], dtype=float).T, "ink")


simulation = Simulation(
    settings=(
        Record("target", (Number("mean", -0.5, 4.5), Number("variance", 0.2, 6))),
        Record("start", (Number("mean", -1, 5), Number("variance", 0.05, 7))),
        Choice("objective", DIRECTIONS, "what goes downhill", default="kl_qp"),
        Number("step_size", 0, 1, default=0.05),
        Integer("iterations", 1, 1_000, default=200),
        Number("tolerance", 0, 1, default=0.001),
    ),
    state=("mean", "variance"),
    measures=("kl_qp", "kl_pq"),
    objective="objective",
    labels=DIRECTIONS,
    run=run,
    scene=scene,
)
