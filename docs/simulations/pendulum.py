"""A pendulum with friction that is given a push: its full equation, not the one for small angles.

angle'' = −(g / length) · sin(angle) − friction · angle', with g = 9.81 m/s². Steps are fourth-order Runge–Kutta.
"""

import numpy as np

from klsim import (
    Curve,
    Integer,
    Line,
    Number,
    Panel,
    Point,
    Readout,
    Scale,
    Scene,
    Simulation,
    Status,
    Trail,
    Trajectory,
    nice_scale,
)

GRAVITY = 9.81
STILL = 0.01
"""With less energy than this, in joules for each kilogram, a pendulum of 1 m stays within 3 degrees."""


def simulate(settings):
    """Every run. One that has turned over ends where it hangs down again, a whole turn away."""
    steps = settings.iterations.max()
    angle = np.full((len(settings), steps + 1), np.nan)
    speed = np.full_like(angle, np.nan)
    angle[:, 0], speed[:, 0] = np.radians(settings.angle), settings.push
    for i in range(1, steps + 1):
        on = (i <= settings.iterations) & (np.abs(angle[:, i - 1]) < 2 * np.pi)
        later = one_step(angle[:, i - 1], speed[:, i - 1], settings)
        angle[on, i], speed[on, i] = later[0][on], later[1][on]
    length = settings.length[:, np.newaxis]
    energy = (length * speed) ** 2 / 2 + GRAVITY * length * (1 - np.cos(angle))
    time = settings.step[:, np.newaxis] * np.arange(steps + 1) + 0 * angle
    status = [status_of(*run) for run in zip(angle, energy, strict=True)]
    return Trajectory({"angle": np.degrees(angle), "speed": speed, "energy": energy, "time": time}, status=status)


def one_step(angle, speed, settings):
    """Angle and speed of every run one time step later."""

    def slopes(angle, speed):
        return np.array([speed, -GRAVITY / settings.length * np.sin(angle) - settings.friction * speed])

    now, h = np.array([angle, speed]), settings.step
    first = slopes(*now)
    second = slopes(*(now + h / 2 * first))
    third = slopes(*(now + h / 2 * second))
    fourth = slopes(*(now + h * third))
    return now + h / 6 * (first + 2 * second + 2 * third + fourth)


def status_of(angle, energy):
    """How one run ended."""
    if np.nanmax(np.abs(angle)) > np.pi:
        return "turns_over"
    return "rests" if energy[np.isfinite(energy)][-1] < STILL else "swings"


def scene(settings):
    """Its way through angles and speeds, and the angle as time goes by."""
    fastest = np.hypot(settings.push, 2 * np.sqrt(GRAVITY / settings.length))
    angles = Scale("angle in degrees", -400, 400, (-360, -180, 0, 180, 360))
    speeds = nice_scale("speed in radians per second", -fastest, fastest)
    ends = np.array([speeds.low, speeds.high])
    phase = Panel(
        name="phase",
        title="Angle and speed (dashed: upside down)",
        x=angles,
        y=speeds,
        static=tuple(Line(np.array([top, top]), ends, "muted", dashed=True) for top in (-180, 180)),
        moving=(Trail("angle", "speed", "object", steps=False), Point("angle", "speed", "object")),
    )
    course = Panel(
        name="course",
        title="Angle over time",
        x=nice_scale(f"iteration ({settings.step:g} seconds each)", 0, settings.iterations),
        y=angles,
        moving=(Curve("angle", "object"),),
    )
    readouts = (
        Readout("seconds", "time", 1, "ink"),
        Readout("angle", "angle", 0, "object"),
        Readout("energy", "energy", 2, "object"),
    )
    return Scene((phase, course), readouts)


simulation = Simulation(
    settings=(
        Number("angle", -179.9, 179.9, "starting angle"),
        Number("push", -20, 20, default=0.0),
        Number("friction", 0, 10, default=0.0),
        Number("length", 0.01, 100, default=1.0),
        Number("step", 0.0001, 0.1, "time step", default=0.05),
        Integer("iterations", 1, 10_000, default=300),
    ),
    state=("angle", "speed"),
    measures=("energy", "time"),
    statuses=(
        Status(
            "turns_over", "Goes over the top: a whole turn after {time} seconds.", "turns over", "↻", "series-2"
        ),
        Status("swings", "Still swings after {time} seconds.", "still swings", "~", "object"),
        Status("rests", "Hangs still after {time} seconds.", "comes to rest", "·", "target"),
    ),
    simulate=simulate,
    scene=scene,
)
