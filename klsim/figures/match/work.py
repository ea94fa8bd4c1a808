"""The tasks of a game: its targets, how close a bell or a machine can come to each, and its pictures."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from klsim.engine.task import Products
from klsim.figures.match.fit import TARGETS, Target, closest_gaussian, divergence
from klsim.figures.match.game import GAMES, Game
from klsim.figures.match.law import Law, RandomTargets
from klsim.figures.match.machine import machine_walk
from klsim.figures.match.map import map_levels, map_panel
from klsim.figures.match.scene import match_panel, match_still
from klsim.figures.match.targets import draw_targets
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene


def prepare(encoded: str) -> Products:
    """The targets of a game by number, its panels as a `scene`, and where it starts: `start`, in nats."""
    game = GAMES.decode(encoded.encode(), Game)
    laws = game_targets(game)
    axes = replace(match_panel(game.start, laws, game.mean), name="axes")
    still = replace(match_still(axes, game.start, laws[0]), name="still")
    maps = (map_panel(game.mean, game.variance),) if game.has_map else ()
    start = {name: divergence(name, game.start, laws[0], game.sampling) for name in game.readouts}
    return {
        **{str(n): TARGETS.encode(law) for n, law in enumerate(laws)},
        "scene": SCENES.encode(Scene((axes, *maps, still), ())),
        "start": json.dumps(start).encode(),
    }


def fit(encoded: str, laws: Products) -> Products:
    """A `target` with the normal laws closest to it, if q is not able to match it, or with the machine's walk."""
    game = GAMES.decode(encoded.encode(), Game)
    (law,) = (TARGETS.decode(data, Law) for data in laws.values())
    closest = {name: closest_gaussian(name, law, game.sampling) for name in _asked(game, law)}
    return {"target": TARGETS.encode(_walked(game, Target(law, closest)))}


def game_targets(game: Game) -> tuple[Law, ...]:
    """The targets as written, or drawn from their seed."""
    if not isinstance(game.targets, RandomTargets):
        return game.targets
    random = np.random.Generator(np.random.PCG64(game.targets.seed))
    return draw_targets(game.targets, game.mean, game.variance, random)


def _walked(game: Game, target: Target) -> Target:
    """The target with what the machine does, and the landscape, where the game has a map."""
    if not game.has_map:
        return target
    measure, panel = game.readouts[0], map_panel(game.mean, game.variance)
    breadth, height = (scale.high - scale.low for scale in (panel.x, panel.y))
    return replace(
        target,
        machine=machine_walk(measure, game.start, target.law, breadth, height),
        levels=map_levels(panel, measure, target.law),
    )


def _asked(game: Game, law: Law) -> Sequence[str]:
    return game.readouts if law.bells > game.start.bells == 1 else ()
