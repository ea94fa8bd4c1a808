"""A game in its page, from its view."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType

from jinja2 import Environment
from markupsafe import Markup

from klsim.figures.match.game import Game
from klsim.figures.match.law import DECIMALS
from klsim.figures.match.view import VIEWS, GameView, view_data
from klsim.figures.place import NARROW, Place
from klsim.numerics.objectives import OBJECTIVES
from klsim.scene.numbers import format_number

GAUGES = (25, 1)
"""What each gauge of a divergence goes up to, the coarse one first."""

_STAGE_PX, _AROUND_PX, _BELL_PX = 450, 240, 110
"""In a frame: how wide the panel is, and how high what is around it, and the knobs of a bell."""

BELL_COLOURS = 3
BEST_ROLES = MappingProxyType({"kl_qp": "series-4", "kl_pq": "series-2"})
"""The colours of the bells that are closest to a target which a bell cannot match."""


def render(
    environment: Environment, encoded: bytes, _: Sequence[object], number: int | None, place: Place
) -> Markup:
    """A game as HTML: what is played with, and the still for where no script runs. No link leads into it."""
    view = VIEWS.decode(encoded, GameView)
    game, data = view.game, view_data(view)
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    html = environment.get_template("match.html").render(
        game=game,
        folder=place.top + game.id,
        place=place,
        snippet=place.snippet(game.id, game.caption, height(encoded)),
        number=number,
        narrow=NARROW,
        panel=view.panel,
        still=view.still,
        description=data["description"],
        picture=_picture(game),
        readouts=data["readouts"],
        gauges=GAUGES,
        bells=[_bell(game, k) for k in range(game.start.bells)],
        bests=[
            {"measure": name, "label": OBJECTIVES[name], "role": BEST_ROLES[name]}
            for name in OBJECTIVES
            if any(name in target.closest for target in view.targets)
        ],
        map=view.map,
        restart="Restart with a new target" if game.count > 1 else "Restart",
        view=Markup(text.replace("<", "\\u003c")),
    )
    return Markup(html)


def without_script(_: Sequence[bytes], top: str = "") -> str:  # noqa: ARG001
    """A game without script is a still, and needs no rules."""
    return ""


def _picture(game: Game) -> str:
    bells = f"a mixture of {game.start.bells} bells" if game.start.bells > 1 else "a bell"
    return f"The density of q, {bells} that the controls below move; once revealed, also that of p."


def _bell(game: Game, k: int) -> Mapping[str, object]:
    """The two knobs of a bell, and what it is called where there are several."""
    several = game.start.bells > 1
    return {
        "legend": f"bell {k + 1}" if several else "",
        "role": f"series-{k % BELL_COLOURS + 1}" if several else "object",
        "knobs": [
            {
                **asdict(knob),
                "name": name,
                "start": start,
                "label": name.replace("_", " "),
                "text": format_number(start, DECIMALS),
            }
            for name, knob, start in game.knobs[2 * k : 2 * k + 2]
        ],
    }


def height(encoded: bytes) -> int:
    """How high a game is in a page that shows it alone, about, in px."""
    view = VIEWS.decode(encoded, GameView)
    width, height = view.panel.size
    return round(_AROUND_PX + _STAGE_PX * height / width + _BELL_PX * view.game.start.bells)
