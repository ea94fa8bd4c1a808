"""Simulating and drawing one figure: every run computed, and what is missing of its files written."""

from collections.abc import Sequence
from dataclasses import dataclass

from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.pages.view import Backdrop, Staging, encode_view, make_chunks
from klsim.painting.film import Film, draw_film
from klsim.painting.layout import lay_out
from klsim.painting.panel import paint_panel
from klsim.painting.png import encode_png
from klsim.painting.stage import Stage, prepare_stages
from klsim.records.describe import outcome, title
from klsim.records.figure import encode_figure
from klsim.records.run import Record, encode_record, make_records
from klsim.scene.marks import Panel, Scene
from klsim.scene.scenes import SCENES
from klsim.scene.theme import Theme, Themes
from klsim.simulations.models import MODELS
from klsim.site.figures import Map, key_of
from klsim.site.progress import Progress
from klsim.sweep.plan import FigurePlan, RunPlan

BACKDROP_SCALE = 2


@dataclass(frozen=True)
class Shot:
    """One run to draw, with all that drawing needs: plain data that goes to another process."""

    stage: Stage
    record: Record
    title: str
    outcome: str


@dataclass(frozen=True)
class Sheet:
    """One panel to paint in one colour scheme."""

    panel: Panel
    theme: Theme


def draw_figure(plan: FigurePlan, themes: Themes, output: Output, map: Map, progress: Progress) -> int:
    """Make every file of a figure that is missing, its index last; how many runs were drawn."""
    records = _make_records(plan)
    for run, record in zip(plan.runs, records, strict=True):
        _put(output, plan, run.data, encode_record(record))
    scenes, scene_of_run = _scenes(plan)
    missing = [n for n in plan.drawn if not _is_drawn(output, plan, plan.runs[n])]
    progress.advance(len(plan.runs) - len(missing))
    if missing:
        stages = prepare_stages(scenes, themes.light)
        shots = [_shot(plan, records[n], stages[scene_of_run[n]], scenes[scene_of_run[n]]) for n in missing]
        for n, film in zip(missing, map(shoot, shots), strict=True):
            _put(output, plan, plan.runs[n].gif or "", film.gif)
            _put(output, plan, plan.runs[n].still or "", film.still)
            progress.advance(1)
    backdrops = _paint_backdrops(plan, scenes, themes, output, map)
    chunks = make_chunks(plan, records)
    for chunk in chunks:
        _put(output, plan, chunk.name, chunk.data)
    staging = Staging(scenes, scene_of_run, backdrops)
    view = encode_view(plan, records, staging, chunks, _film_size(scenes[0]))
    output.write(
        f"{plan.folder}/figure.json", plan.key, encode_figure(plan, records, [scenes[n] for n in scene_of_run])
    )
    output.write(f"{plan.folder}/view.json", plan.key, view)
    return len(missing)


def simulate(plan: FigurePlan) -> list[bytes]:
    """The records of all runs of a figure, as they are written."""
    return [encode_record(record) for record in _make_records(plan)]


def _make_records(plan: FigurePlan) -> tuple[Record, ...]:
    batch = MODELS[plan.figure.simulation]([run.run.settings for run in plan.runs])
    return make_records(plan.figure, batch)


def shoot(shot: Shot) -> Film:
    """The GIF and the still of one run; runs in any process."""
    return draw_film(shot.stage, shot.record.series, shot.record.frames, shot.title, shot.outcome)


def _shot(plan: FigurePlan, record: Record, stage: Stage, scene: Scene) -> Shot:
    return Shot(stage, record, title(plan.figure, record.run), outcome(record, scene))


def paint(sheet: Sheet) -> bytes:
    """A panel's standing part as PNG; runs in any process."""
    return encode_png(paint_panel(sheet.panel, sheet.theme, BACKDROP_SCALE))


def _film_size(scene: Scene) -> tuple[int, int]:
    layout = lay_out(scene)
    return layout.width_px, layout.height_px


def _put(output: Output, plan: FigurePlan, name: str, data: bytes) -> None:
    """Write a file whose key stands in its name, unless it is there."""
    path = f"{plan.folder}/{name}"
    if not output.fresh(path, key_of(name)):
        output.write(path, key_of(name), data)


def _is_drawn(output: Output, plan: FigurePlan, run: RunPlan) -> bool:
    return all(output.fresh(f"{plan.folder}/{name}", key_of(name)) for name in (run.gif, run.still) if name)


def _scenes(plan: FigurePlan) -> tuple[list[Scene], list[int]]:
    """The distinct scenes of a figure, and which of them each run has."""
    draw = SCENES[plan.figure.simulation]
    pictured = [{name: run.run.settings[name] for name in plan.declaration.pictured} for run in plan.runs]
    distinct = [settings for n, settings in enumerate(pictured) if settings not in pictured[:n]]
    return [draw(settings) for settings in distinct], [distinct.index(settings) for settings in pictured]


def _paint_backdrops(
    plan: FigurePlan, scenes: Sequence[Scene], themes: Themes, output: Output, map: Map
) -> list[list[Backdrop]]:
    """Both pictures of each panel of each scene, named after their content: equal ones are one file."""
    panels = [panel for scene in scenes for panel in scene.panels]
    painted = map(paint, [Sheet(panel, theme) for panel in panels for theme in (themes.light, themes.dark)])
    names = []
    for n, data in enumerate(painted):
        name = f"{panels[n // 2].name}{('', '-dark')[n % 2]}.{digest(data)}.png"
        _put(output, plan, name, data)
        names.append(name)
    backdrops = iter([Backdrop(*pair) for pair in zip(names[::2], names[1::2], strict=True)])
    return [[next(backdrops) for _ in scene.panels] for scene in scenes]
