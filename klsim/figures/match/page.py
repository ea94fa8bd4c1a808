"""A game in its page, from its view."""

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from klsim.figures.match.game import Game, GamePlan
from klsim.scene.numbers import format_number

GAUGES = (25, 1)
"""What each gauge of a divergence goes up to, the coarse one first."""

BELL_COLOURS = 3


def render_game(environment: Environment, plan: GamePlan, view: bytes) -> Markup:
    """A game as HTML: what is played with, and the still for where no script runs."""
    game, data = plan.game, json.loads(view)
    html = environment.get_template("match.html").render(
        game=game,
        folder=game.id,
        panel=data["panel"],
        still=data["still"],
        description=data["description"],
        picture=_picture(game),
        readouts=data["readouts"],
        gauges=GAUGES,
        bells=[_bell(game, data, k) for k in range(game.start.bells)],
        restart="Restart with a new target" if game.count > 1 else "Restart",
        view=Markup(view.decode().replace("<", "\\u003c")),
    )
    return Markup(html)


def _picture(game: Game) -> str:
    bells = f"a mixture of {game.start.bells} bells" if game.start.bells > 1 else "a bell"
    return f"The density of q, {bells} that the controls below move; once revealed, also that of p."


def _bell(game: Game, data: Mapping[str, Any], k: int) -> Mapping[str, object]:
    """The two knobs of a bell, and what it is called where there are several."""
    several = game.start.bells > 1
    return {
        "legend": f"bell {k + 1}" if several else "",
        "role": f"q{k % BELL_COLOURS + 1}" if several else "q",
        "knobs": [
            {
                **knob,
                "label": knob["name"].replace("_", " "),
                "text": format_number(knob["start"], data["decimals"]),
            }
            for knob in data["knobs"][2 * k : 2 * k + 2]
        ],
    }
