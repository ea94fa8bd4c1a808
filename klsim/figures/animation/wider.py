"""The panels of a scene as they are when they have zoomed out after a run: only those that some run comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from klsim.engine.task import Products, resolve
from klsim.engine.time_limit import time_limit
from klsim.fields import plain
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.record import RECORDS
from klsim.scene.codec import decode_scenes
from klsim.scene.film import Film
from klsim.scene.marks import Panel, Scene
from klsim.scene.soundness import faults_of_scene
from klsim.scene.wider import encode_wider
from klsim.scene.zooming import CLOSE, Zoom, widen, with_sign
from klsim.settings.views import RunSettings, settings_seen
from klsim.simulation import Simulation
from klsim.simulation_faults import fault_at, telling_faults


def make_wider(
    source: str,
    settings: Mapping[str, Any],
    words: str,
    picked: Sequence[Sequence[int]],
    scenes: Products,
    *told: Products,
) -> Products:
    """Each such panel, named by its number and its factors, "0-10-1".

    source:   the simulation, "module:name"
    settings: of a run with the scene
    words:    that run as messages name it
    picked:   of each slice of runs the places of those with the scene; nothing where runs share pictures
    told:     of each slice its `outcomes`; where runs share pictures, the `film` of each that has the scene
    """
    (scene,) = decode_scenes(scenes).values()
    zooms = _of_films(told) if any("film" in part for part in told) else _of_outcomes(told, picked)
    wanted = sorted({(zoom.panel, zoom.factors) for zoom in zooms if zoom.factors != CLOSE})
    if not wanted:
        return {}
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    found = {}
    for number, factors in wanted:
        panel = _stood(simulation, source, settings, words, widen(scene.panels[number], factors))
        found[number, factors] = with_sign(panel, factors)
    return encode_wider(found)


def _of_films(told: Sequence[Products]) -> Iterable[Zoom]:
    return [zoom for part in told for zoom in RECORDS.decode(part["film"], Film).zooms]


def _of_outcomes(told: Sequence[Products], picked: Sequence[Sequence[int]]) -> Iterable[Zoom]:
    slices = (OUTCOMES.decode_many(part["outcomes"], Outcome) for part in told)
    return [
        zoom for several, places in zip(slices, picked, strict=True) for n in places for zoom in several[n].zooms
    ]


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
