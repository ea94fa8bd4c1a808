"""Computing and painting one game: its targets, how close a single bell can come to them, and its pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.figures.animation.view import Backdrop
from klsim.figures.match.fit import closest_gaussian, divergence
from klsim.figures.match.game import Game, GamePlan
from klsim.figures.match.law import Draw, Law, Sampling
from klsim.figures.match.scene import match_panel, match_still
from klsim.figures.match.targets import draw_targets
from klsim.figures.match.view import Target, encode_game
from klsim.scene.marks import Panel
from klsim.scene.theme import Themes
from klsim.site.figures import key_of
from klsim.site.games import Finish
from klsim.site.parallel import Map
from klsim.site.work import Sheet, paint


@dataclass(frozen=True)
class Question:
    """A target, and the divergences by which the closest normal law is asked for: plain data for a process."""

    law: Law
    measures: tuple[str, ...]
    sampling: Sampling


@dataclass(frozen=True, eq=False)
class Begun:
    """A game under way: its panel is known, its targets and its pictures are waited for."""

    plan: GamePlan
    index: str
    panel: Panel
    at_start: Mapping[str, float]
    targets: Iterable[Target]
    pictures: Iterable[bytes]


def begin_game(plan: GamePlan, index: str, themes: Themes, output: Output, map: Map) -> Finish:
    """Begin all that a game needs; what is given waits for it and writes what is missing, `index` last."""
    game = plan.game
    laws = game_targets(game)
    panel = match_panel(game.start, laws, game.mean)
    panels = [panel, match_still(panel, game.start, laws[0])]
    sheets = [Sheet(some, theme) for some in panels for theme in (themes.light, themes.dark)]
    begun = Begun(
        plan,
        index,
        panel,
        at_start={name: divergence(name, game.start, laws[0], game.sampling) for name in game.readouts},
        targets=map(answer, [Question(law, _asked(game, law), game.sampling) for law in laws]),
        pictures=map(paint, sheets),
    )
    return partial(_write, begun, output)


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


def _write(begun: Begun, output: Output) -> None:
    plan = begun.plan
    axes, still = _write_pictures(begun, output)
    view = encode_game(plan, list(begun.targets), begun.panel, axes, still, begun.at_start)
    output.write(begun.index, plan.key, view)


def _write_pictures(begun: Begun, output: Output) -> tuple[Backdrop, ...]:
    """Each panel light and dark, under names of their content."""
    folder, names = begun.plan.folder, []
    for kind, data in zip(("axes", "axes-dark", "still", "still-dark"), begun.pictures, strict=True):
        name = f"{kind}.{digest(data)}.png"
        if not output.fresh(f"{folder}/{name}", key_of(name)):
            output.write(f"{folder}/{name}", key_of(name), data)
        names.append(name)
    return Backdrop(*names[:2]), Backdrop(*names[2:])
