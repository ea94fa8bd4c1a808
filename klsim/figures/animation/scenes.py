"""The scenes of a figure, and what its simulation objects to, before anything is computed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Generic, TypeAlias, TypeVar, cast

from klsim.diagnostics import nearest
from klsim.engine.task import Products, resolve
from klsim.engine.time_limit import time_limit
from klsim.fields import plain
from klsim.figures.animation.limits import MOST_PICTURES, find_excess, runs_together
from klsim.figures.animation.outline import OBJECTIONS, OUTLINE, OUTLINES, Outline
from klsim.figures.animation.shared_scenes import Choice, Sharing, join, object_to_sharing
from klsim.figures.animation.sweep import Run, frozen
from klsim.scene.codec import SCENES
from klsim.scene.marks import Raster, Scene
from klsim.scene.soundness import faults_of_scene
from klsim.scene.trimming import trim
from klsim.scene.zoom_soundness import faults_of_zooming
from klsim.scene.zooming import follows
from klsim.settings.scalars import Settings
from klsim.settings.views import RunSettings, settings_seen
from klsim.simulation import Objection, Simulation
from klsim.simulation_faults import fault_at, noting, telling_faults

Result = TypeVar("Result")
Draw: TypeAlias = Callable[[Simulation, str, Sequence[Run]], tuple[list[Scene], list[int]]]


def make_scenes(
    source: str,
    runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    panels: Sequence[str],
    arrows: Mapping[str, bool],
    shared: Mapping[str, Any] | None,
) -> Products:
    """The scenes of a figure by number, its `outline`, and the `objections` of the simulation to it.

    source: the simulation, "module:name"
    runs:   the setting and all settings of every run
    panels: the names of those that are shown, if not all
    arrows: the kinds of arrows that may be shown, and whether they are from the start
    shared: the fields of `Sharing`, where several runs share a picture
    """
    return outline_with(_draw, source, runs, Choice(panels, arrows), shared)


def outline_with(
    draw: Draw,
    source: str,
    runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    choice: Choice,
    shared: Mapping[str, Any] | None,
) -> Products:
    """The same with the distinct scenes of runs, and the number of that of each, as `draw` gives them."""
    planned = [Run((), frozen(setting), frozen(settings)) for setting, settings in runs]
    scenes: Sequence[Scene] = []
    scene_of_run: Sequence[int] = []
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    objections = _ask(simulation, source, planned)
    if not objections:
        scenes, scene_of_run = draw(simulation, source, planned)
        objections = list(_unfit(scenes, scene_of_run, choice, shared))
    if not objections:
        scenes, scene_of_run = arrange_scenes(scenes, scene_of_run, choice, shared)
        if excess := find_excess(simulation, [run.settings for run in planned], len(scenes)):
            objections = [(0, excess)]
    if objections:
        scenes, scene_of_run = [], []
    rows = [[run, one.setting, one.message, one.hint] for run, one in objections]
    together = runs_together(simulation, [run.settings for run in planned])
    return {
        OUTLINE: OUTLINES.encode(Outline(len(scenes), tuple(scene_of_run), together, _zooming(scenes))),
        OBJECTIONS: json.dumps(rows).encode(),
        **{str(n): SCENES.encode(scene) for n, scene in enumerate(scenes)},
    }


def arrange_scenes(
    scenes: Sequence[Scene], scene_of_run: Sequence[int], choice: Choice, shared: Mapping[str, Any] | None
) -> tuple[Sequence[Scene], Sequence[int]]:
    """The scenes as they are shown: with these panels and arrows, and one for all runs of each picture."""
    chosen = trim([choice.of(scene) for scene in scenes])
    if shared is None or len(scenes) > MOST_PICTURES:
        return chosen, scene_of_run
    return join(chosen, scene_of_run, Sharing(**shared))


def _zooming(scenes: Sequence[Scene]) -> tuple[int, ...]:
    """The numbers of those with a panel that zooms out after what leaves it."""
    return tuple(n for n, scene in enumerate(scenes) if any(map(follows, scene.panels)))


def _unfit(
    scenes: Sequence[Scene], scene_of_run: Sequence[int], choice: Choice, shared: Mapping[str, Any] | None
) -> Iterator[tuple[int, Objection]]:
    """What keeps these scenes from being shown so, with the number of a run of which it is said."""
    for n, scene in enumerate(scenes):
        if missing := choice.missing(scene):
            yield scene_of_run.index(n) if n in scene_of_run else 0, missing
            return
    if shared is not None and any(isinstance(mark, Raster) for scene in scenes for mark in scene.panels[0].moving):
        key = shared["key"]
        message = f"{key}: pictures that a simulation draws show one run each"
        yield 0, Objection(key, message, f"leave `{key}` out, or give the simulation a `scene`")
    elif shared is not None and len(scenes) <= MOST_PICTURES:
        chosen = [choice.of(scene) for scene in scenes]
        if unlike := object_to_sharing(chosen, scene_of_run, Sharing(**shared)):
            yield unlike


def _ask(simulation: Simulation, source: str, runs: Sequence[Run]) -> list[tuple[int, Objection]]:
    """What the simulation objects to. Raises ContentError where its functions fail or take too long."""
    with telling_faults(source, function=simulation.object or simulation.work), time_limit(simulation.seconds):
        return list(_objections(simulation, runs))


def _draw(simulation: Simulation, source: str, runs: Sequence[Run]) -> tuple[list[Scene], list[int]]:
    """The distinct scenes of runs, and the number of that of each run.

    Raises ContentError where one fails, takes too long or cannot be drawn.
    """
    make = simulation.scene
    assert make is not None
    with telling_faults(source, function=make), time_limit(simulation.seconds):
        scenes, scene_of_run = _scenes(make, runs)
    series = simulation.series(runs[0].settings)
    for n, scene in enumerate(scenes):
        for fault in chain(faults_of_scene(scene, series), faults_of_zooming(scene, simulation.standing)):
            raise fault_at(make, fault, runs[scene_of_run.index(n)].words if n and n in scene_of_run else "")
    _check_pointing(simulation, scenes[0])
    return [plain(scene) for scene in scenes], scene_of_run


def _check_pointing(simulation: Simulation, scene: Scene) -> None:
    """Raise ContentError where readers are to point at a panel that there is not."""
    known = [panel.name for panel in (*scene.panels, *scene.more)]
    for name in simulation.pointing.panels if simulation.pointing else ():
        if name not in known:
            message = f"`pointing` names the panel {name!r}, which the scene does not have"
            raise fault_at(simulation.scene, f"{message}; {nearest(name, known, 'panels')}")


class BySeen(Generic[Result]):
    """A function of a run's settings that is called once for all runs with equal values of what it looks at."""

    def __init__(self, function: Callable[[RunSettings], Result]) -> None:
        self._function = function
        self._known: dict[tuple[str, ...], dict[str, Result]] = {}

    def __call__(self, run: Settings) -> Result:
        """What the function gives for this run. What it raises is raised."""
        for names, results in self._known.items():
            if (values := _values(run, names)) in results:
                return results[values]
        settings = RunSettings(run)
        result = self._function(settings)
        names = tuple(sorted(settings_seen(settings)))
        self._known.setdefault(names, {})[_values(run, names)] = result
        return result


def _values(run: Settings, names: Sequence[str]) -> str:
    return json.dumps([run[name] for name in names])


def _objections(simulation: Simulation, runs: Sequence[Run]) -> Iterator[tuple[int, Objection]]:
    """What keeps a figure from being made, each with the number of the first run that it is said of.

    A value to which the simulation objects in some runs may be compared with others, in which it does not.
    """
    if excess := find_excess(simulation, [run.settings for run in runs], 1):
        yield 0, excess
        return
    if simulation.object is None:
        return
    objections = BySeen(simulation.object)
    by_value: dict[tuple[str, str], list[tuple[int, Objection | None]]] = {}
    found = []
    for run in runs:
        with noting(run.words):
            found.append({one.setting: one for one in _checked(objections(run.settings), simulation)})
    for setting in dict.fromkeys(setting for several in found for setting in several):
        for n, (run, several) in enumerate(zip(runs, found, strict=True)):
            by_value.setdefault((setting, _values(run.settings, (setting,))), []).append((n, several.get(setting)))
    for several_runs in by_value.values():
        first, objection = several_runs[0]
        if objection is not None and all(one for _, one in several_runs):
            yield first, objection


def _checked(objections: object, simulation: Simulation) -> Iterator[Objection]:
    """What `object` gives. Raises ContentError where that is no list of objections."""
    if not isinstance(objections, Sequence):
        raise fault_at(
            simulation.object, f"object gives {objections!r}, not a list of Objection; [] where all is well"
        )
    for one in objections:
        if not isinstance(one, Objection):
            raise fault_at(simulation.object, f"object gives a list with a {type(one).__name__}, not of Objection")
        if simulation.setting(one.setting) is None:
            hint = nearest(one.setting, [setting.name for setting in simulation.settings], "settings")
            raise fault_at(
                simulation.object, f"object names the setting {one.setting!r}, which is unknown; {hint}"
            )
        yield one


def _scenes(make: Callable[[RunSettings], Scene], runs: Sequence[Run]) -> tuple[list[Scene], list[int]]:
    """The distinct scenes of runs, no more than can be drawn, and the number of that of each run."""
    scenes: list[Scene] = []
    numbers: dict[int, int] = {}
    scene_of = BySeen(make)
    scene_of_run = []
    for run in runs:
        with noting(run.words):
            scene = scene_of(run.settings)
        if id(scene) not in numbers:
            numbers[id(scene)] = len(scenes)
            scenes.append(scene)
            if len(scenes) > MOST_PICTURES:
                break
        scene_of_run.append(numbers[id(scene)])
    return scenes, scene_of_run
