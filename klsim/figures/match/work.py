"""The tasks of a game: its targets, how close a single bell can come to each, and its pictures."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from klsim.engine.task import Products
from klsim.figures.match.fit import TARGETS, Target, closest_gaussian, divergence
from klsim.figures.match.game import GAMES, Game
from klsim.figures.match.law import Law, RandomTargets
from klsim.figures.match.scene import match_panel, match_still
from klsim.figures.match.targets import draw_targets
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene


def prepare(encoded: str) -> Products:
    """The targets of a game by number, its two panels as a `scene`, and where it starts: `start`, in nats."""
    game = GAMES.decode(encoded.encode(), Game)
    laws = game_targets(game)
    axes = replace(match_panel(game.start, laws, game.mean), name="axes")
    still = replace(match_still(axes, game.start, laws[0]), name="still")
    start = {name: divergence(name, game.start, laws[0], game.sampling) for name in game.readouts}
    return {
        **{str(n): TARGETS.encode(law) for n, law in enumerate(laws)},
        "scene": SCENES.encode(Scene((axes, still), ())),
        "start": json.dumps(start).encode(),
    }


def fit(encoded: str, laws: Products) -> Products:
    """A `target` with the normal laws closest to it: none where q is able to match it."""
    game = GAMES.decode(encoded.encode(), Game)
    (law,) = (TARGETS.decode(data, Law) for data in laws.values())
    closest = {name: closest_gaussian(name, law, game.sampling) for name in _asked(game, law)}
    return {"target": TARGETS.encode(Target(law, closest))}


def game_targets(game: Game) -> tuple[Law, ...]:
    """The targets as written, or drawn from their seed."""
    if not isinstance(game.targets, RandomTargets):
        return game.targets
    random = np.random.Generator(np.random.PCG64(game.targets.seed))
    return draw_targets(game.targets, game.mean, game.variance, random)


def _asked(game: Game, law: Law) -> Sequence[str]:
    return game.readouts if law.bells > game.start.bells == 1 else ()
