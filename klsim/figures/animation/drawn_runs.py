"""Runs whose pictures an author draws with matplotlib: their sheets, and the GIF and the still of each."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from klsim.engine.task import Products, resolve
from klsim.engine.time_limit import time_limit
from klsim.figures.animation.drawing import ITERATIONS, SHEET
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.record import RECORDS, Record
from klsim.figures.animation.sweep import frozen
from klsim.numerics.distributions import Array
from klsim.render.animation import CLOCK_SHARE
from klsim.render.canvas import Pixels
from klsim.render.drawing import DrawingError, draw_pixels
from klsim.render.fonts import typeface
from klsim.render.raster import render_pictures
from klsim.render.sheets import lay_out_sheets, make_sheets
from klsim.scene.codec import decode_scenes
from klsim.scene.film import STILL_PX
from klsim.scene.marks import Margins, Panel, Raster, Readout, Scale, Scene
from klsim.scene.motion import hold, trace
from klsim.scene.theme import Theme
from klsim.settings.views import RunSettings
from klsim.simulation import Simulation
from klsim.simulation_faults import fault_at, telling_faults

PICTURE = "picture"
MOST_READOUTS = 6
DECIMALS = 3


class RunSeries(Mapping[str, Array]):
    """What a run recorded, as `draw` sees it: `run.loss` or `run["loss"]` is (last + 1,), `run.last` a number."""

    def __init__(self, series: Mapping[str, Array], status: str, converged_at: int | None) -> None:
        self._series = series
        self.status, self.converged_at = status, converged_at
        self.last = len(series["iteration"]) - 1

    def __getitem__(self, name: str) -> Array:
        return self._series[name]

    def __iter__(self) -> Any:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)

    def __getattr__(self, name: str) -> Array:
        if name.startswith("_") or name not in self._series:
            raise AttributeError(f"the run has no series {name!r}; it has {', '.join(self._series)}")
        return self._series[name]


def draw_run(
    source: str,
    name: str,
    settings: Mapping[str, Any],
    words: str,
    theme: Mapping[str, tuple[int, int, int]],
    header_lines: int,
    styles: Sequence[str],
    is_drawn: bool,
    *rest: Any,
) -> Products:
    """The sheets of a run, `sheet-0` and so on, which `iterations` they show, and `<name>.gif` and `<name>.png`.

    source:   the simulation, "module:name"
    name:     of the run
    words:    the run as messages name it
    styles:   those of the site's typeface
    is_drawn: whether it has a GIF and a still
    rest:     its fonts; its scene; its record; its outcome
    """
    *fonts, scenes, records, outcomes = rest
    (scene,), (data,), (ended,) = decode_scenes(scenes).values(), records.values(), outcomes.values()
    record, outcome = RECORDS.decode(data, Record), OUTCOMES.decode(ended, Outcome)
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    film = record.film
    shown = hold(trace(scene.panels, record.series, CLOCK_SHARE), film.frames, STILL_PX)
    series = RunSeries(record.series, record.status, record.converged_at)
    (panel,) = scene.panels
    pictures: dict[int, Pixels] = {}
    for iteration in dict.fromkeys(shown):
        picture = draw_one(simulation, source, settings, series, iteration, words)
        _check_size(simulation, picture, panel, iteration, words)
        pictures[iteration] = picture
    sheets = make_sheets(list(pictures.values()), lay_out_sheets(panel.width_px, panel.height_px))
    products = {f"{SHEET}{n}": sheet for n, sheet in enumerate(sheets)}
    if is_drawn:
        with typeface(styles, fonts):
            told = outcome.title, outcome.outcome
            animation = render_pictures(
                scene, Theme.of(theme), header_lines, pictures, shown, record.series, film, told
            )
        products |= {f"{name}.gif": animation.gif, f"{name}.png": animation.still}
    return {**products, ITERATIONS: json.dumps(list(pictures)).encode()}


def draw_one(
    simulation: Simulation,
    source: str,
    settings: Mapping[str, Any],
    run: RunSeries,
    iteration: int,
    words: str,
    scale: float = 1,
) -> Pixels:
    """The picture of a run at an iteration, at a scale. Raises ContentError where the author's function fails."""
    draw = cast("Callable[..., Any]", simulation.draw)
    with telling_faults(source, words, draw), time_limit(simulation.seconds):
        try:
            return draw_pixels(lambda: draw(RunSettings(frozen(settings)), run, iteration), scale)
        except DrawingError as error:
            raise fault_at(draw, str(error), words) from None


def picture_scene(simulation: Simulation, picture: Pixels, series: Mapping[str, Array]) -> Scene:
    """A scene for pictures of this size; below them are the first of the series of one number."""
    height, width = picture.shape[:2]
    side = Scale("", 0, 1, ())
    panel = Panel(PICTURE, "", side, side, (), (Raster(),), width, height, Margins(0, 0, 0, 0))
    names = [name for name, values in series.items() if values.ndim == 1 and name != "iteration"]
    readouts = (Readout(simulation.label(name), name, DECIMALS, "ink") for name in names[: MOST_READOUTS - 1])
    return Scene((panel,), (Readout("iteration", "iteration", 0, "ink"), *readouts))


def _check_size(simulation: Simulation, picture: Pixels, panel: Panel, iteration: int, words: str) -> None:
    height, width = picture.shape[:2]
    if (width, height) != (panel.width_px, panel.height_px):
        message = f"draw gives a figure of {width} × {height} px at iteration {iteration}, and the first had"
        hint = "all pictures of a figure have one size: give `figsize` and `dpi`"
        raise fault_at(simulation.draw, f"{message} {panel.width_px} × {panel.height_px}; {hint}", words)


def series_of_batch(series: Mapping[str, Array], last: int) -> Mapping[str, Array]:
    """The series of the first run of a batch, cut to its length, the iteration first."""
    return {"iteration": np.arange(last + 1.0), **{name: values[0, : last + 1] for name, values in series.items()}}
