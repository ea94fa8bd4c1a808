"""Metropolis sampling: a walker who only compares places, and is in each as often as a density says.

N. Metropolis, A. W. Rosenbluth, M. N. Rosenbluth, A. H. Teller and E. Teller, "Equation of State Calculations by
Fast Computing Machines", 1953. A jump to y from x is made with probability min(1, density(y) / density(x)).
"""

import numpy as np

from klsim import (
    Bars,
    Integer,
    Line,
    Number,
    Panel,
    Point,
    Readout,
    Scene,
    Simulation,
    Status,
    Trajectory,
    nice_scale,
)

HILLS = ((0.3, -2.0, 0.6), (0.7, 2.0, 0.8))
"""The share, the middle and the standard deviation of each bell of the density."""

EDGES = np.linspace(-5, 5, 41)
MIDDLES, WIDTH = (EDGES[1:] + EDGES[:-1]) / 2, EDGES[1] - EDGES[0]
NEAR = 0.15
"""If no more than this share of the visits is in the wrong place, they look like the density."""


def density(x):
    """Of two bells, at places (…). The walker needs no more of it than how two places compare."""
    return sum(w * np.exp(-(((x - m) / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi)) for w, m, s in HILLS)


def simulate(settings):
    """Every run: where the walker is, the share of the visits in each bin, and how far that is off."""
    steps = settings.iterations.max()
    place = np.full((len(settings), steps + 1), np.nan)
    visits = np.full((len(settings), steps + 1, len(MIDDLES)), np.nan)
    accepted = np.full_like(place, np.nan)
    for n, (start, jump, seed, count) in enumerate(
        zip(settings.start, settings.jump, settings.seed, settings.iterations, strict=True)
    ):
        random = np.random.default_rng(seed)
        jumps, luck = jump * random.standard_normal(count), random.random(count)
        made, place[n, 0] = np.zeros(count + 1), start
        for i in range(count):
            there = place[n, i] + jumps[i]
            made[i + 1] = luck[i] * density(place[n, i]) < density(there)
            place[n, i + 1] = there if made[i + 1] else place[n, i]
        bins = np.clip(np.digitize(place[n, : count + 1], EDGES) - 1, 0, len(MIDDLES) - 1)
        seen = np.cumsum(bins[:, np.newaxis] == np.arange(len(MIDDLES)), axis=0)
        visits[n, : count + 1] = seen / np.arange(1, count + 2)[:, np.newaxis]
        accepted[n, : count + 1] = np.cumsum(made) / np.maximum(np.arange(count + 1), 1)
    distance = np.abs(visits - WIDTH * density(MIDDLES)).sum(axis=2) / 2
    status = [status_of(*run) for run in zip(place, distance, strict=True)]
    series = {"place": place, "height": WIDTH * density(place), "visits": visits, "accepted": accepted}
    return Trajectory({**series, "distance": distance}, status=status)


def status_of(place, distance):
    """How one run ended."""
    if distance[np.isfinite(distance)][-1] <= NEAR:
        return "found"
    return "one_hill" if np.nanmin(place) > 0 or np.nanmax(place) < 0 else "rough"


def scene(settings):  # noqa: ARG001
    """The bars of visits, the density as a line, and on it the walker."""
    x = nice_scale("place", EDGES[0], EDGES[-1])
    line = np.linspace(EDGES[0], EDGES[-1], 201)
    hills = Panel(
        name="hills",
        title="Share of visits so far, and the density (line)",
        x=x,
        y=nice_scale("share of visits", 0, 0.2),
        static=(Line(line, WIDTH * density(line), "target"),),
        moving=(Bars("visits", "object", x=tuple(MIDDLES.tolist())), Point("place", "height", "ink")),
        width_px=640,
    )
    readouts = (
        Readout("iteration", "iteration", 0, "ink"),
        Readout("jumps made", "accepted", 2, "object"),
        Readout("off by", "distance", 2, "object"),
    )
    return Scene((hills,), readouts)


simulation = Simulation(
    settings=(
        Number("start", EDGES[0], EDGES[-1], "starting place", default=-2.0),
        Number("jump", 0, 100, "length of jumps", above_low=True),
        Integer("seed", 0, 10_000, default=1),
        Integer("iterations", 1, 20_000, default=1500),
    ),
    state=("place", "visits"),
    measures=("height", "accepted", "distance"),
    statuses=(
        Status("found", "Knows both hills: off by {distance}.", "knows both hills", "✓", "target"),
        Status("rough", "Has seen both hills, and is off by {distance}.", "still rough", "~", "object"),
        Status("one_hill", "Knows one hill only: off by {distance}.", "knows one hill", "×", "series-2"),
    ),
    simulate=simulate,
    scene=scene,
)
