"""Computing and painting one game: its targets, how close a single bell can come to them, and its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.games.game import Game, GamePlan
from klsim.pages.game import Target, encode_game
from klsim.pages.view import Backdrop
from klsim.scene.marks import Panel
from klsim.scene.match import match_panel, match_still
from klsim.scene.theme import Themes
from klsim.simulations.match import Draw, Law, Sampling
from klsim.simulations.match_kl import closest_gaussian, divergence
from klsim.simulations.targets import draw_targets
from klsim.site.draw import Sheet, paint
from klsim.site.figures import key_of
from klsim.site.parallel import Map


@dataclass(frozen=True)
class Question:
    """A target, and the divergences by which the closest normal law is asked for: plain data for a process."""

    law: Law
    measures: tuple[str, ...]
    sampling: Sampling


def draw_game(plan: GamePlan, index: str, themes: Themes, output: Output, map: Map) -> None:
    """Make every file of a game that is missing, `index` last."""
    game = plan.game
    laws = game_targets(game)
    asked = [Question(law, _asked(game, law), game.sampling) for law in laws]
    panel = match_panel(game.start, laws, game.mean)
    axes, still = _paint([panel, match_still(panel, game.start, laws[0])], plan, themes, output, map)
    at_start = {name: divergence(name, game.start, laws[0], game.sampling) for name in game.readouts}
    view = encode_game(plan, list(map(answer, asked)), panel, axes, still, at_start)
    output.write(index, plan.key, view)


def game_targets(game: Game) -> tuple[Law, ...]:
    """The targets as written, or drawn from their seed."""
    if not isinstance(game.targets, Draw):
        return game.targets
    random = np.random.Generator(np.random.PCG64(game.targets.seed))
    return draw_targets(game.targets, game.mean, game.variance, random)


def answer(question: Question) -> Target:
    """A target with the normal laws closest to it; runs in any process."""
    law, sampling = question.law, question.sampling
    return Target(law, {name: closest_gaussian(name, law, sampling) for name in question.measures})


def _asked(game: Game, law: Law) -> tuple[str, ...]:
    """By which divergences a game asks for the closest: none where q is able to match the target."""
    return game.readouts if law.bells > game.start.bells == 1 else ()


def _paint(
    panels: Sequence[Panel], plan: GamePlan, themes: Themes, output: Output, map: Map
) -> tuple[Backdrop, ...]:
    """Each panel light and dark, under names of their content."""
    sheets = [Sheet(panel, theme) for panel in panels for theme in (themes.light, themes.dark)]
    names = []
    for kind, data in zip(("axes", "axes-dark", "still", "still-dark"), map(paint, sheets), strict=True):
        name = f"{kind}.{digest(data)}.png"
        if not output.fresh(f"{plan.folder}/{name}", key_of(name)):
            output.write(f"{plan.folder}/{name}", key_of(name), data)
        names.append(name)
    return Backdrop(*names[:2]), Backdrop(*names[2:])
