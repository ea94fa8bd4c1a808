"""A small but real figure, run and staged once for all tests of the painters."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from klsim.diagnostics import Diagnostics
from klsim.render.background import Background, prepare_backgrounds
from klsim.scene.marks import Scene
from klsim.scene.stylesheet import parse_themes
from klsim.scene.theme import Themes
from klsim.settings.views import RunSettings
from klsim.simulations.gaussian_descent import simulation
from tests.simulations.own import simulated

THEME_CSS = Path(__file__).resolve().parents[2] / "templates/static/theme.css"
Run = tuple[dict[str, np.ndarray], tuple[int, ...]]


def descent_settings(objective: str = "kl_qp", step_size: float = 0.02, momentum: float = 0.9) -> dict:
    return {
        "target": {"mean": 2.0, "variance": 1.0},
        "start": {"mean": 0.0, "variance": 5.0},
        "objective": objective,
        "step_size": step_size,
        "momentum": momentum,
        "iterations": 120,
        "tolerance": 0.001,
    }


@pytest.fixture(scope="session")
def themes() -> Themes:
    return parse_themes(THEME_CSS.read_text("utf-8"), Diagnostics())


@pytest.fixture(scope="session")
def scenes() -> tuple[Scene, ...]:
    return tuple(simulation.scene(RunSettings(descent_settings(objective))) for objective in ("kl_qp", "kl_pq"))


@pytest.fixture(scope="session")
def backgrounds(scenes: tuple[Scene, ...], themes: Themes) -> tuple[Background, ...]:
    return prepare_backgrounds(scenes, themes.light)


@pytest.fixture(scope="session")
def run_of() -> Callable[..., Run]:
    """A run's series, and a dozen iterations of it to show."""

    def simulate(**settings: float) -> Run:
        batch = simulated(simulation, [descent_settings(**settings)])
        last = int(batch.last[0])
        series = {name: values[0, : last + 1] for name, values in batch.series.items()}
        series["iteration"] = np.arange(last + 1.0)
        return series, tuple(int(i) for i in np.unique(np.rint(np.linspace(0, last, 13))))

    return simulate
