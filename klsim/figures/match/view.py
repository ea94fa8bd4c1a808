"""What a page needs of a game: what its script knows, and the words about it that Python finds."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from klsim.engine.codec import Codec
from klsim.engine.task import Products
from klsim.figures.kind import COVER, POSTER
from klsim.figures.match.fit import TARGETS, BestFit, Target
from klsim.figures.match.game import GAMES, Game
from klsim.figures.match.law import DECIMALS, Law
from klsim.figures.panel import PanelFiles, PanelView, files_data, find_files, panel_data, view_panel
from klsim.numerics.objectives import OBJECTIVES
from klsim.scene.codec import SCENES
from klsim.scene.marks import DENSITY_SAMPLES, Scene
from klsim.scene.numbers import format_number
from klsim.scene.strokes import STROKES

SCHEMA = "klsim/game/1"


@dataclass(frozen=True)
class GameView:
    """A game ready for a page.

    panel:    the axes to play on
    still:    the image that gives everything away, of the same size
    at_start: the divergences from the start to the first target
    map:      the axes of the map, where the game has one
    """

    game: Game
    article: str
    targets: tuple[Target, ...]
    panel: PanelView
    still: PanelFiles
    at_start: Mapping[str, float]
    map: PanelView | None = None


VIEWS = Codec(
    {
        **SCENES.kinds,
        **GAMES.kinds,
        **TARGETS.kinds,
        **{kind.__name__: kind for kind in (GameView, PanelView, PanelFiles)},
    }
)


def make_view(
    article: str, encoded: str, files: Mapping[str, str], scenes: Products, start: Products, *targets: Products
) -> Products:
    """The view of a game, `view`, its still, `poster` and `cover`, and its index, `game.json`.

    encoded: the game
    files:   the names of the images, by those of their panels
    """
    game = GAMES.decode(encoded.encode(), Game)
    (scene,) = (SCENES.decode(data, Scene) for data in scenes.values())
    axes, *others = scene.panels
    view = GameView(
        game=game,
        article=article,
        targets=tuple(TARGETS.decode(part["target"], Target) for part in targets),
        panel=view_panel(axes, files),
        still=find_files("still", files),
        at_start=json.loads(start["start"]),
        map=next((view_panel(panel, files) for panel in others if panel.name == "map"), None),
    )
    still = {
        "path": f"{article}/{game.id}/{view.still.light}",
        "width": axes.width_px,
        "height": axes.height_px,
        "alt": describe(game, view.targets[0].law, view.at_start),
        "caption": game.caption,
        "state": f"#{game.id}",
    }
    return {
        "view": VIEWS.encode(view),
        **dict.fromkeys((POSTER, COVER), json.dumps(still).encode()),
        "game.json": json.dumps(
            view_data(view), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        ).encode(),
    }


def view_data(view: GameView) -> Mapping[str, object]:
    """What the page's script knows of a game, as plain values."""
    game = view.game
    return {
        "schema": SCHEMA,
        "id": game.id,
        "article": view.article,
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
                **_on_map(target),
            }
            for target in view.targets
        ],
        "panel": panel_data(view.panel),
        **({} if view.map is None else {"map": panel_data(view.map)}),
        "strokes": asdict(STROKES),
        "samples": DENSITY_SAMPLES,
        "still": files_data(view.still),
        "description": describe(game, view.targets[0].law, view.at_start),
    }


def describe(game: Game, target: Law, at_start: Mapping[str, float]) -> str:
    """The still in words."""
    heights = " and ".join(f"{OBJECTIVES[name]} is {_short(at_start[name])}" for name in game.readouts)
    return f"The target: {_law('p', target)} At the start, {_law('q', game.start)} Then {heights}."


def tell_target(game: Game, target: Target) -> str:
    """What a reader is told when p is revealed, as HTML: its bells, and the closest single bells."""
    closest = [_closest(game, OBJECTIVES[name], law) for name, law in target.closest.items()]
    return " ".join([_law("p", target.law), *closest])


def _on_map(target: Target) -> Mapping[str, object]:
    """What there is of a target on the map of its game, if that has one."""
    return {} if target.machine is None else {"levels": target.levels, "machine": asdict(target.machine)}


def _law(name: str, law: Law) -> str:
    bells = [_bell(*pair) for pair in zip(law.means, law.variances, strict=True)]
    if len(bells) == 1:
        return f"{name} has {bells[0]}."
    return f"{name} is made of {len(bells)} equal bells: {'; '.join(bells)}."


def _closest(game: Game, label: str, law: BestFit) -> str:
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
