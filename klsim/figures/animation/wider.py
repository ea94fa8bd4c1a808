"""The panels of a scene as they are when they have zoomed out after a run: only those that some run comes to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from klsim.engine.task import Products, resolve
from klsim.engine.time_limit import time_limit
from klsim.fields import plain
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.outline import VIEWS_OF_RUNS
from klsim.figures.animation.record import RECORDS
from klsim.scene.codec import decode_scenes
from klsim.scene.film import Film
from klsim.scene.marks import Panel, Scene
from klsim.scene.soundness import faults_of_scene
from klsim.scene.wider import AFTER, View, decode_wider, encode_wider, join_wider, view_name
from klsim.scene.zooming import CLOSE, Zoom, widen, with_sign
from klsim.settings.views import RunSettings, settings_seen
from klsim.simulation import Simulation
from klsim.simulation_faults import fault_at, telling_faults


def make_wider(
    source: str,
    settings: Mapping[str, Any],
    words: str,
    drawn: Mapping[str, int],
    picked: Sequence[Sequence[int]],
    scenes: Products,
    *told: Products,
) -> Products:
    """Each such panel, called by its number and its factors, "0-10-1"; to which of them runs come, `runs`; and
    those of what is drawn, `after-…`, since a picture does not hang on where other runs go.

    source:   the simulation, "module:name"
    settings: of a run with the scene
    words:    that run as messages name it
    drawn:    of each picture that is drawn, by the name of its first run, its place among these
    picked:   of each slice of runs the places of those with the scene; nothing where runs share pictures
    told:     of each slice its `outcomes`; where runs share pictures, the `film` of each that has the scene
    """
    (scene,) = decode_scenes(scenes).values()
    zooms = _of_outcomes(told, picked) if picked else _of_films(told)
    views = [sorted({(zoom.panel, zoom.factors) for zoom in one if zoom.factors != CLOSE}) for one in zooms]
    wanted = sorted({view for several in views for view in several})
    found: dict[View, Panel] = {}
    if wanted:
        with telling_faults(source):
            simulation = cast(Simulation, resolve(source))
    for number, factors in wanted:
        panel = _stood(simulation, source, settings, words, widen(scene.panels[number], factors))
        found[number, factors] = with_sign(panel, factors)
    return {
        **encode_wider(found),
        VIEWS_OF_RUNS: json.dumps([[*map(view_name, several)] for several in views]).encode(),
        **{f"{AFTER}{name}": join_wider({view: found[view] for view in views[n]}) for name, n in drawn.items()},
    }


def gather_wider(*made: Products) -> Products:
    """Those of a whole scene, and to which of them its runs come: what pages need."""
    panels = {view: panel for part in made for view, panel in decode_wider(part).items()}
    views = [several for part in made for several in json.loads(part[VIEWS_OF_RUNS])]
    return {**encode_wider(dict(sorted(panels.items()))), VIEWS_OF_RUNS: json.dumps(views).encode()}


def _of_films(told: Sequence[Products]) -> list[Sequence[Zoom]]:
    return [RECORDS.decode(part["film"], Film).zooms for part in told]


def _of_outcomes(told: Sequence[Products], picked: Sequence[Sequence[int]]) -> list[Sequence[Zoom]]:
    slices = (OUTCOMES.decode_many(part["outcomes"], Outcome) for part in told)
    return [several[n].zooms for several, places in zip(slices, picked, strict=True) for n in places]


def _stood(simulation: Simulation, source: str, settings: Mapping[str, Any], words: str, panel: Panel) -> Panel:
    """A panel with what the simulation has standing in it when it reaches so far."""
    standing, scene = simulation.standing, simulation.scene
    assert standing is not None  # or the outline would have told
    assert scene is not None
    with telling_faults(source, words, standing), time_limit(simulation.seconds):
        seen, known = RunSettings(settings), RunSettings(settings)
        marks = tuple(standing(seen, panel))
        scene(known)
    if more := sorted(settings_seen(seen) - settings_seen(known)):
        message = f"standing looks at `{more[0]}`, and scene does not: runs that differ in it share a picture"
        raise fault_at(standing, f"{message}; let scene look at it too", words)
    stood = replace(panel, static=marks)
    for fault in faults_of_scene(Scene((replace(stood, moving=(), arrows=()),), ()), ()):
        raise fault_at(standing, fault, words)
    return plain(stood)
