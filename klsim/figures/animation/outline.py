"""The outline of a figure: what its simulation objects to, and its scenes, before anything is computed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, get_args

from klsim.diagnostics import nearest
from klsim.engine.codec import Codec
from klsim.engine.task import Products, resolve
from klsim.figures.animation.limits import MOST_PICTURES, find_excess, runs_together
from klsim.figures.animation.sweep import frozen
from klsim.scene.codec import SCENES
from klsim.scene.marks import Role, Scene
from klsim.settings.scalars import Settings
from klsim.settings.views import RunSettings, settings_seen
from klsim.simulation import Objection, Simulation
from klsim.simulation_faults import fault_at, telling_faults

Result = TypeVar("Result")

OBJECTIONS = "objections"


@dataclass(frozen=True)
class Outline:
    """What is known of a figure before it is computed; nothing where its simulation objects to it.

    count:        how many scenes it has
    scene_of_run: which of them each run has
    together:     how many runs are simulated together
    """

    count: int
    scene_of_run: tuple[int, ...]
    together: int


OUTLINES = Codec.of(Outline)


def make_outline(source: str, runs: Sequence[Mapping[str, Any]]) -> Products:
    """The scenes of a figure by number, its `outline`, and the `objections` of the simulation to it.

    source: the simulation, "module:name"
    runs:   the settings of every run
    """
    known: list[Settings] = [frozen(run) for run in runs]
    scenes: list[Scene] = []
    scene_of_run: list[int] = []
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
        objections = list(_objections(simulation, known))
        if not objections:
            scenes, scene_of_run = _scenes(simulation.scene, known)
            _check_roles(simulation, scenes)
            if excess := find_excess(simulation, known, len(scenes)):
                objections = [(0, excess)]
    if objections:
        scenes, scene_of_run = [], []
    told = [[run, one.setting, one.message, one.hint] for run, one in objections]
    return {
        "outline": OUTLINES.encode(Outline(len(scenes), tuple(scene_of_run), runs_together(simulation, known))),
        OBJECTIONS: json.dumps(told).encode(),
        **{str(n): SCENES.encode(scene) for n, scene in enumerate(scenes)},
    }


class BySeen(Generic[Result]):
    """A function of a run's settings that is called once for all runs with equal values of what it looks at."""

    def __init__(self, function: Callable[[RunSettings], Result]) -> None:
        self._function = function
        self._known: dict[tuple[str, ...], dict[str, Result]] = {}

    def __call__(self, run: Settings) -> Result:
        """What the function gives for this run."""
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


def _objections(simulation: Simulation, runs: Sequence[Settings]) -> Iterator[tuple[int, Objection]]:
    """What keeps a figure from being made, each with the number of the first run that it is said of.

    A value to which the simulation objects in some runs may be compared with others, in which it does not.
    """
    if excess := find_excess(simulation, runs, 1):
        yield 0, excess
        return
    if simulation.object is None:
        return
    objections = BySeen(simulation.object)
    by_value: dict[tuple[str, str], list[tuple[int, Objection | None]]] = {}
    found = [{one.setting: one for one in objections(run)} for run in runs]
    for setting in dict.fromkeys(setting for several in found for setting in several):
        for n, (run, several) in enumerate(zip(runs, found, strict=True)):
            by_value.setdefault((setting, _values(run, (setting,))), []).append((n, several.get(setting)))
    for several_runs in by_value.values():
        first, objection = several_runs[0]
        if objection is not None and all(one for _, one in several_runs):
            yield first, objection


def _check_roles(simulation: Simulation, scenes: Sequence[Scene]) -> None:
    """Raise ContentError for a role that no theme gives a colour."""
    panels = [panel for scene in scenes for panel in scene.panels]
    marks = [mark for panel in panels for mark in (*panel.still, *panel.moving)]
    readouts = [readout for scene in scenes for readout in scene.readouts]
    known = get_args(Role)
    if unknown := {role for one in (*marks, *readouts) if (role := getattr(one, "role", known[0])) not in known}:
        role = min(unknown)
        raise fault_at(simulation.scene, f"there is no role {role!r}", nearest(role, known, "roles"))


def _scenes(make: Callable[[RunSettings], Scene], runs: Sequence[Settings]) -> tuple[list[Scene], list[int]]:
    """The distinct scenes of runs, no more than can be drawn, and the number of that of each run."""
    scenes: list[Scene] = []
    numbers: dict[int, int] = {}
    scene_of = BySeen(make)
    scene_of_run = []
    for run in runs:
        scene = scene_of(run)
        if id(scene) not in numbers:
            numbers[id(scene)] = len(scenes)
            scenes.append(scene)
            if len(scenes) > MOST_PICTURES:
                break
        scene_of_run.append(numbers[id(scene)])
    return scenes, scene_of_run
