"""The images of panels that have zoomed out, as they are published."""

import json
from collections.abc import Mapping, Sequence

from klsim.engine.results import Results
from klsim.figures.animation.outline import VIEWS_OF_RUNS
from klsim.figures.animation.stages import Stages
from klsim.figures.kind import file_name
from klsim.render.panel_image import WIDE


def wider_files(stages: Stages, scene: int, made: Results) -> Mapping[str, str]:
    """How those of the panels of a scene are called, by the names of their products."""
    if scene not in stages.outline.zooming:
        return {}
    task = stages.wider_panels(scene)
    return {name: file_name(f"zoomed-{name}", "png", made.product(task, name)) for name in made.products(task)}


def wider_files_of_runs(stages: Stages, made: Results) -> Sequence[Sequence[str]]:
    """Of each run that is shown how those are called to which it comes, on wide screens."""
    found: list[Sequence[str]] = [()] * len(stages.shown.figure.positions)
    for scene in stages.outline.zooming:
        files = wider_files(stages, scene, made)
        told = json.loads(made.read(stages.wider(scene), VIEWS_OF_RUNS))
        for runs, views in zip(stages.pictures_of(scene), told, strict=True):
            for n in runs:
                found[n] = [files[f"{view}{ending}"] for view in views for ending in WIDE]
    return found
