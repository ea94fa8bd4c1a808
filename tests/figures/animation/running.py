"""What a build makes of a figure, without the build: its outline, its runs and its scenes, as tasks hand them on."""

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from klsim.diagnostics import ContentError, Diagnostics
from klsim.engine.digest import digest
from klsim.engine.results import Results
from klsim.engine.task import Products, Task, call, encode
from klsim.figures.animation.kind import AnimationKind
from klsim.figures.animation.plan import AnimationPlan
from klsim.figures.animation.record import Record
from klsim.figures.animation.record_block import decode_block
from klsim.figures.animation.sweep import Figure
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene
from klsim.scene.stylesheet import parse_themes
from tests.figures.animation.blocks import parse
from tests.site.sites import ROOT

FOLDER = "a/x"
KIND = AnimationKind()
THEMES = parse_themes((ROOT / "templates" / "static" / "theme.css").read_text(encoding="utf-8"), Diagnostics())


def plan(figure: Figure) -> AnimationPlan:
    """How a figure is made. Raises ContentError where its simulation objects to it."""
    results = _outlined(figure)
    if objections := KIND.objections(figure, FOLDER, results):
        raise ContentError(objections)
    return KIND.plan(figure, FOLDER, results)


def planned(body: str) -> Figure:
    """The figure of a block. Raises ContentError as a build does before it computes any run."""
    figure = parse(body)
    plan(figure)
    return figure


def records_of(figure: Figure) -> tuple[Record, ...]:
    """What each recorded run of a figure does."""
    outline = {f"{FOLDER}/outline": _outline(figure)}
    made = [_done(task, outline) for task in plan(figure).records if task.name.startswith(f"{FOLDER}/runs/")]
    encoded = [one["records"] for one in made]
    records = [record for several in encoded for record in decode_block(several)]
    return tuple(replace(record, run=run) for record, run in zip(records, figure.runs, strict=True))


def scenes_of(figure: Figure) -> tuple[Scene, ...]:
    """The distinct scenes of a figure."""
    results, count = _outlined(figure), plan(figure).outline.count
    return tuple(SCENES.decode(results.read(f"{FOLDER}/outline", str(n)), Scene) for n in range(count))


def _outline(figure: Figure) -> Products:
    task, *_ = KIND.outline(figure, FOLDER, THEMES)
    return _done(task)


def _outlined(figure: Figure) -> Results:
    done: dict[str, Products] = {}
    for task in KIND.outline(figure, FOLDER, THEMES):
        done[task.name] = _done(task, done)
    made = {task: {name: digest(data) for name, data in products.items()} for task, products in done.items()}
    return Results(made, MappingProxyType({}), (), MappingProxyType({}), (), lambda task, name: done[task][name])


def _done(task: Task, others: Mapping[str, Products] = MappingProxyType({})) -> Products:
    """What comes of a task, its values as they are in its key, from all products of others that it needs."""
    return call(task.function, [*json.loads(encode(task.values)), *(others[part.task] for part in task.needs)])
