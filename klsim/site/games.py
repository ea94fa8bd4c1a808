"""Making the files of one game, those that are not there yet."""

import json
from dataclasses import dataclass

from klsim.disk.output import Output
from klsim.games.game import GamePlan
from klsim.scene.theme import Themes
from klsim.site.figures import key_of
from klsim.site.parallel import Map


@dataclass(frozen=True)
class MadeGame:
    """A game with all its files in place: its view, and the paths of its files."""

    plan: GamePlan
    view: bytes
    files: tuple[str, ...]


def ensure_game(plan: GamePlan, themes: Themes, output: Output, map: Map) -> MadeGame:
    """The game from what is in the output folder, made where something is missing or damaged."""
    index = f"{plan.folder}/game.json"
    if not _is_complete(plan, index, output):
        from klsim.site.draw_game import draw_game  # numpy and matplotlib are imported only to draw

        draw_game(plan, index, themes, output, map)
    view = output.read(index)
    return MadeGame(plan, view, (index, *_paths(plan, view)))


def _is_complete(plan: GamePlan, index: str, output: Output) -> bool:
    if not output.fresh(index, plan.key):
        return False
    return all(output.fresh(path, key_of(path)) for path in _paths(plan, output.read(index)))


def _paths(plan: GamePlan, view: bytes) -> tuple[str, ...]:
    content = json.loads(view)
    names = [*content["panel"]["backdrop"].values(), *content["still"].values()]
    return tuple(f"{plan.folder}/{name}" for name in names)
