"""The arrows of descents: the way down, what is carried on, and the step that comes of both."""

import numpy as np

from klsim.numerics.distributions import Array
from klsim.scene.marks import Arrow

GRADIENT, VELOCITY, STEP = "gradient", "velocity", "step"


def descent_arrows(x: str, y: str) -> tuple[Arrow, ...]:
    """Those of a descent on the states x and y, which records `downhill_<state>` and `velocity_<state>`."""
    return (
        Arrow(
            x,
            y,
            GRADIENT,
            "steepest way down, not to scale",
            "target",
            f"downhill_{x}",
            f"downhill_{y}",
            scaled=True,
            dashes=(7, 5),
        ),
        Arrow(
            x,
            y,
            VELOCITY,
            "velocity carried on",
            "series-3",
            f"velocity_{x}",
            f"velocity_{y}",
            dashes=(1, 5),
        ),
        step_arrow(x, y),
    )


def way_down(slopes: Array, states: Array) -> Array:
    """The way down at each state, (…); 0 where the slope is no number, as ∞ − ∞ is none."""
    return np.where(np.isnan(slopes) & np.isfinite(states), 0, -slopes)


def step_arrow(x: str, y: str) -> Arrow:
    """That to where the next place is."""
    return Arrow(x, y, STEP, "the next step", "ink")


def arrow_series(*states: str) -> dict[str, str]:
    """The series that these arrows need, each with the kind that needs it."""
    return {
        f"{series}_{state}": kind
        for series, kind in (("downhill", GRADIENT), ("velocity", VELOCITY))
        for state in states
    }
