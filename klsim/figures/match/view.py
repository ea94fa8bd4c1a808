"""What the page's script knows of a game, and the words about it that Python finds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from klsim.figures.animation.view import Backdrop, panel_view
from klsim.figures.match.fit import Closest
from klsim.figures.match.game import Game, GamePlan
from klsim.figures.match.law import DECIMALS, Law
from klsim.scene.marks import DENSITY_SAMPLES, Panel
from klsim.scene.numbers import format_number
from klsim.scene.strokes import STROKES
from klsim.simulation import OBJECTIVES

SCHEMA = "klsim/game/1"


@dataclass(frozen=True)
class Target:
    """A hidden target; for one of several bells, the normal law closest to it by each divergence of the game."""

    law: Law
    closest: Mapping[str, Closest]


def encode_game(
    plan: GamePlan,
    targets: Sequence[Target],
    panel: Panel,
    backdrop: Backdrop,
    still: Backdrop,
    at_start: Mapping[str, float],
) -> bytes:
    """The game as JSON; `at_start` are the divergences from the start to the first target."""
    game = plan.game
    content = {
        "schema": SCHEMA,
        "id": game.id,
        "article": plan.article,
        "simulation": game.simulation,
        "decimals": DECIMALS,
        "readouts": [{"name": name, "label": OBJECTIVES[name]} for name in game.readouts],
        "knobs": [asdict(knob) | {"name": name, "start": start} for name, knob, start in game.knobs],
        "sampling": asdict(game.sampling),
        "targets": [
            {
                **asdict(target.law),
                "closest": {name: asdict(law) for name, law in target.closest.items()},
                "told": tell_target(game, target),
            }
            for target in targets
        ],
        "panel": panel_view(panel, backdrop),
        "strokes": asdict(STROKES),
        "samples": DENSITY_SAMPLES,
        "still": asdict(still),
        "description": describe(game, targets[0].law, at_start),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def describe(game: Game, target: Law, at_start: Mapping[str, float]) -> str:
    """The still in words."""
    heights = " and ".join(f"{OBJECTIVES[name]} is {_short(at_start[name])}" for name in game.readouts)
    return f"The target: {_law('p', target)} At the start, {_law('q', game.start)} Then {heights}."


def tell_target(game: Game, target: Target) -> str:
    """What a reader is told when p is revealed, as HTML: its bells, and the closest single bells."""
    closest = [_closest(game, OBJECTIVES[name], law) for name, law in target.closest.items()]
    return " ".join([_law("p", target.law), *closest])


def _law(name: str, law: Law) -> str:
    bells = [_bell(*pair) for pair in zip(law.means, law.variances, strict=True)]
    if len(bells) == 1:
        return f"{name} has {bells[0]}."
    return f"{name} is made of {len(bells)} equal bells: {'; '.join(bells)}."


def _closest(game: Game, label: str, law: Closest) -> str:
    """How close a single bell can come, and a link that puts q there if the knobs reach so far."""
    best = _bell(law.mean, law.variance)
    mean, variance = game.mean.nearest(law.mean), game.variance.nearest(law.variance)
    if abs(mean - law.mean) <= game.mean.fine and abs(variance - law.variance) <= game.variance.fine:
        best = f'<a href="#{game.id}?mean={mean:g}&amp;variance={variance:g}">{best}</a>'
    label = label.replace(" ", "\N{NO-BREAK SPACE}")
    return f"No single bell brings {label} below {_short(law.kl)}; the best, a thin line here, has {best}."


def _bell(mean: float, variance: float) -> str:
    return f"mean {_short(mean)}, variance {_short(variance)}"


def _short(value: float) -> str:
    return format_number(value, DECIMALS)
