"""Heat in a rod whose two ends are kept at temperature 0, by the explicit scheme.

∂T/∂t = diffusivity · ∂²T/∂x² for 0 ≤ x ≤ 1: forward in time, centred in space. In one step the share
diffusivity · step / spacing² of a difference flows to either side; with more than one half the scheme is unstable.
"""

import numpy as np

from klsim import (
    Choice,
    Integer,
    Line,
    Number,
    Panel,
    Profile,
    Readout,
    Scene,
    Simulation,
    Status,
    Trajectory,
    nice_scale,
)

X = np.linspace(0, 1, 31)
SPACING = X[1]
ROUNDING = 1e-9
LOST = 10
"""A run ends before a temperature is further than this from 0; none begins further than 1."""

STARTS = {
    "wave": np.sin(np.pi * X),
    "spot": np.exp(-(((X - 0.3) / 0.06) ** 2)),
    "block": np.where(np.abs(X - 0.5) < 0.26, 1.0, 0.0),
}


def simulate(settings):
    """Every run: temperatures (runs, iterations + 1, places)."""
    steps = settings.iterations.max()
    temperature = np.full((len(settings), steps + 1, len(X)), np.nan)
    now = np.array([STARTS[word] for word in settings.start])
    now[:, [0, -1]] = 0
    temperature[:, 0] = now
    share = (settings.diffusivity * settings.step / SPACING**2)[:, np.newaxis]
    on = np.ones(len(settings), dtype=bool)
    for i in range(1, steps + 1):
        now[on, 1:-1] += (share * (now[:, 2:] - 2 * now[:, 1:-1] + now[:, :-2]))[on]
        on &= (i <= settings.iterations) & (np.abs(now).max(axis=1) <= LOST)
        temperature[on, i] = now[on]
    warmest, coldest = temperature.max(axis=2), temperature.min(axis=2)
    time = settings.step[:, np.newaxis] * np.arange(steps + 1) + 0 * warmest
    status = [status_of(*run) for run in zip(warmest, coldest, strict=True)]
    return Trajectory({"temperature": temperature, "warmest": warmest, "time": time}, status=status)


def status_of(warmest, coldest):
    """Heat only evens out: no place is ever warmer or colder than all were at first, unless the scheme fails."""
    is_sound = np.nanmax(warmest) <= warmest[0] + ROUNDING and np.nanmin(coldest) >= coldest[0] - ROUNDING
    return "evens_out" if is_sound else "unstable"


def scene(settings):
    """The rod: how warm it is at each place, and how warm it was at first."""
    rod = Panel(
        name="rod",
        title="Temperature along the rod (dashed: at first)",
        x=nice_scale("place", 0, 1),
        y=nice_scale("temperature", -0.5, 1.5),
        static=(Line(X, STARTS[settings.start], "muted", dashed=True),),
        moving=(Profile("temperature", "object", x=tuple(X.tolist()), filled=True),),
        width_px=640,
    )
    return Scene((rod,), (Readout("time", "time", 3, "ink"), Readout("warmest", "warmest", 3, "object")))


simulation = Simulation(
    settings=(
        Choice("start", {"wave": "one wave", "spot": "a hot spot", "block": "a hot block"}, default="wave"),
        Number("diffusivity", 0, 100, default=1.0, above_low=True),
        Number("step", 0, 1, "time step", above_low=True),
        Integer("iterations", 1, 20_000, default=150),
    ),
    state=("temperature",),
    measures=("warmest", "time"),
    statuses=(
        Status("evens_out", "Evens out: at most {warmest} warm after {last} steps.", "evens out", "✓", "target"),
        Status("unstable", "Breaks down: warmer or colder than it ever was.", "breaks down", "×", "series-2"),
    ),
    simulate=simulate,
    scene=scene,
)
