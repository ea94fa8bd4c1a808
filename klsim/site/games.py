"""Making the files of games, those that are not there yet."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from klsim.disk.output import Output
from klsim.figures.match.game import GamePlan
from klsim.scene.theme import Themes
from klsim.site.figures import key_of
from klsim.site.parallel import Map

Finish: TypeAlias = Callable[[], None]
"""Waits for what has been begun for a game, and writes its files."""


@dataclass(frozen=True)
class MadeGame:
    """A game with all its files in place: its view, and the paths of its files."""

    plan: GamePlan
    view: bytes
    files: tuple[str, ...]


def begin_games(plans: Sequence[GamePlan], themes: Themes, output: Output, map: Map) -> tuple[Finish, ...]:
    """Begin the games of which something is missing or damaged."""
    missing = [plan for plan in plans if not _is_complete(plan, output)]
    if not missing:
        return ()
    from klsim.site.draw_game import begin_game  # numpy and matplotlib are imported only to draw

    return tuple(begin_game(plan, _index(plan), themes, output, map) for plan in missing)


def finish_games(plans: Sequence[GamePlan], begun: Iterable[Finish], output: Output) -> dict[str, MadeGame]:
    """All games by their folders, once those that were begun are done."""
    for finish in begun:
        finish()
    return {plan.folder: _made(plan, output) for plan in plans}


def _index(plan: GamePlan) -> str:
    return f"{plan.folder}/game.json"


def _made(plan: GamePlan, output: Output) -> MadeGame:
    view = output.read(_index(plan))
    return MadeGame(plan, view, (_index(plan), *_paths(plan, view)))


def _is_complete(plan: GamePlan, output: Output) -> bool:
    if not output.fresh(_index(plan), plan.key):
        return False
    return all(output.fresh(path, key_of(path)) for path in _paths(plan, output.read(_index(plan))))


def _paths(plan: GamePlan, view: bytes) -> tuple[str, ...]:
    content = json.loads(view)
    names = [*content["panel"]["backdrop"].values(), *content["still"].values()]
    return tuple(f"{plan.folder}/{name}" for name in names)
