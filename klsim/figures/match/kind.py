"""The kind of figure that a `match` block declares."""

from collections.abc import Sequence
from dataclasses import replace

from klsim.content.blocks import Block
from klsim.diagnostics import Location
from klsim.engine.results import Results
from klsim.engine.task import Part, Task
from klsim.figures.kind import Drawn, file_name
from klsim.figures.match.block import parse_game
from klsim.figures.match.game import GAMES, Game
from klsim.scene.theme import Themes

_HERE = __name__.rpartition(".")[0]
_NOWHERE = Location("", 0)


class Match:
    """A game in which readers look for a hidden target by hand."""

    fence = "match"
    bundle = "games"
    scripts = ("games",)
    page = f"{_HERE}.page"
    figures = GAMES

    def parse(self, block: Block) -> Game:
        """The game that a block declares. Raises ContentError with every mistake in it."""
        return parse_game(block)

    def controls(self, figure: Game) -> Sequence[str]:
        """Every knob has a slider, which a label names."""
        return [name for name, *_ in figure.knobs]

    def runs(self, figure: Game) -> int:  # noqa: ARG002
        """A game has no runs."""
        return 0

    def gifs(self, figure: Game) -> int:  # noqa: ARG002
        """Nor does it have GIFs."""
        return 0

    def tasks(self, figure: Game, folder: str, themes: Themes) -> Sequence[Task]:
        """Its targets and panels, the closest single bells to each target, and the images."""
        game = GAMES.encode(replace(figure, location=_NOWHERE, caption="")).decode()
        targets = f"{folder}/targets"
        return [
            Task(targets, f"{_HERE}.work:prepare", values=(game,)),
            *(
                Task(f"{folder}/fits/{n}", f"{_HERE}.work:fit", values=(game,), needs=(Part(targets, (str(n),)),))
                for n in range(figure.count)
            ),
            Task(
                f"{folder}/panels",
                "klsim.render.panel_image:draw_panels",
                values=(themes.light.colours, themes.dark.colours),
                needs=(Part(targets, ("scene",)),),
            ),
        ]

    def finish(self, figure: Game, folder: str, made: Results) -> Drawn:
        """The images of both panels."""
        products = {name: made.product(f"{folder}/panels", name) for name in made.products(f"{folder}/panels")}
        files = {name: file_name(name, "png", product) for name, product in products.items()}
        view = Task(
            f"{folder}/view",
            f"{_HERE}.view:make_view",
            values=(folder.partition("/")[0], GAMES.encode(replace(figure, location=_NOWHERE)).decode(), files),
            needs=(
                Part(f"{folder}/targets", ("scene",)),
                Part(f"{folder}/targets", ("start",)),
                *(Part(f"{folder}/fits/{n}") for n in range(figure.count)),
            ),
        )
        return Drawn({files[name]: product for name, product in products.items()}, view, ("game.json",))
