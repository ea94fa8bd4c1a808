"""The scene of pictures that a simulation draws itself, known from the first of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.engine.task import Products
from klsim.figures.animation.drawn_runs import RunSeries, draw_one, picture_scene, series_of_batch
from klsim.figures.animation.scenes import outline_with
from klsim.figures.animation.shared_scenes import Choice
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Run
from klsim.scene.marks import Scene
from klsim.simulation import Simulation


def make_drawn_scenes(
    source: str,
    runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    panels: Sequence[str],
    arrows: Mapping[str, bool],
    shared: Mapping[str, Any] | None,
) -> Products:
    """What `make_scenes` gives, for a simulation that has `draw`: one scene, since all pictures have one size."""
    return outline_with(_draw_first, source, runs, Choice(panels, arrows), shared)


def _draw_first(simulation: Simulation, source: str, runs: Sequence[Run]) -> tuple[list[Scene], list[int]]:
    first = runs[0]
    batch = simulate(simulation, source, runs[:1])
    series = series_of_batch(batch.series, int(batch.last[0]))
    at = int(batch.converged_at[0])
    seen = RunSeries(series, batch.status[0], at if at >= 0 else None)
    picture = draw_one(simulation, source, first.settings, seen, 0, first.words)
    return [picture_scene(simulation, picture, series)], [0] * len(runs)
