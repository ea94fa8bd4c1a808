"""The first step of drawing a figure: its scenes made here, all that can be done at once begun elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from klsim.disk.output import Output
from klsim.figures.animation.plan import FigurePlan
from klsim.figures.animation.scenes import find_pictured
from klsim.figures.animation.view import series_names
from klsim.render.background import Stage, prepare_stages
from klsim.scene.marks import Scene
from klsim.scene.scenes import SCENES
from klsim.scene.theme import Themes
from klsim.site.figures import is_there, slices
from klsim.site.parallel import Map
from klsim.site.work import Sheet, Simulated, Slice, paint, simulate


@dataclass(frozen=True, eq=False)
class Setup:
    """A figure to draw, and what is under way for it.

    scenes:       its distinct scenes
    scene_of_run: which of them each run has
    missing:      the numbers of the runs whose GIFs are not there
    stages:       waits for the stage of each scene
    backdrops:    waits for two pictures of each panel of each scene, light and dark
    """

    plan: FigurePlan
    scenes: tuple[Scene, ...]
    scene_of_run: tuple[int, ...]
    missing: frozenset[int]
    stages: Callable[[], Sequence[Stage]]
    backdrops: Iterator[bytes]


@dataclass(frozen=True, eq=False)
class Begun:
    """A slice of a figure that is being simulated."""

    setup: Setup
    slice: Slice
    simulated: Iterator[Simulated]


def set_up(plan: FigurePlan, themes: Themes, output: Output, map: Map) -> Setup:
    """Begin the stages and the backdrops of a figure."""
    pictured = find_pictured(plan.figure, plan.declaration)
    scenes = tuple(SCENES[plan.figure.simulation](settings) for settings in pictured.scenes)
    missing = frozenset(n for n in plan.drawn if not _is_drawn(plan, n, output))
    panels = [panel for scene in scenes for panel in scene.panels]
    stages = iter(map(partial(prepare_stages, theme=themes.light), [scenes] if missing else []))
    backdrops = map(paint, [Sheet(panel, theme) for panel in panels for theme in (themes.light, themes.dark)])
    return Setup(plan, scenes, pictured.scene_of_run, missing, cache(partial(next, stages)), iter(backdrops))


def begin(setup: Setup, output: Output, map: Map) -> Iterator[Begun]:
    """Begin the simulation of a figure, one slice whenever the next is asked for."""
    for numbers in slices(setup.plan.figure):
        part = _slice(setup, numbers, output)
        yield Begun(setup, part, iter(map(simulate, [part])))


def _slice(setup: Setup, numbers: range, output: Output) -> Slice:
    plan = setup.plan
    moving = [_without_still(scene) for scene in setup.scenes]
    return Slice(
        figure=replace(plan.figure, runs=plan.figure.runs[numbers.start : numbers.stop]),
        first=numbers.start,
        start=plan.figure.start,
        names=series_names(plan),
        scenes=tuple(moving[setup.scene_of_run[n]] for n in numbers),
        recorded=tuple(not is_there(plan, plan.runs[n].data, output) for n in numbers),
        shot=tuple(n in setup.missing for n in numbers),
    )


def _is_drawn(plan: FigurePlan, n: int, output: Output) -> bool:
    return all(is_there(plan, name, output) for name in plan.runs[n].pictures)


def _without_still(scene: Scene) -> Scene:
    return replace(scene, panels=tuple(replace(panel, still=()) for panel in scene.panels))
