"""The kind of figure that a `match` block declares."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from klsim.content.blocks import Block
from klsim.diagnostics import Diagnostic, Location
from klsim.engine.results import Results
from klsim.engine.task import Part, Task
from klsim.figures.kind import (
    COVER,
    POSTER,
    VIEW,
    Catalogue,
    Drawn,
    Enclosed,
    Recordings,
    Target,
    file_name,
)
from klsim.figures.match.block import parse_game
from klsim.figures.match.game import GAMES, Game
from klsim.figures.place import DEFAULT
from klsim.render.panel_image import GAME
from klsim.render.vignette import Form
from klsim.scene.theme import Themes

_HERE = __name__.rpartition(".")[0]
_NOWHERE = Location("", 0)


class MatchKind:
    """A game in which readers look for a hidden target by hand."""

    fence = "match"
    bundles = MappingProxyType({"games": ("games",)})
    page = f"{_HERE}.page"
    figures = GAMES
    files = ("game.json", f"{DEFAULT}.png")

    def parse(self, block: Block, catalogue: Catalogue, recordings: Recordings) -> Game:  # noqa: ARG002
        """The game that a block declares. Raises ContentError with every mistake in it."""
        return parse_game(block)

    def needed(self, figure: Game) -> Sequence[str]:  # noqa: ARG002
        """All games need the same."""
        return ("games",)

    def controls(self, figure: Game) -> Sequence[str]:
        """Every knob has a slider, which a label names."""
        return [name for name, *_ in figure.knobs]

    def runs(self, figure: Game) -> int:  # noqa: ARG002
        """A game has no runs."""
        return 0

    def gifs(self, figure: Game) -> int:  # noqa: ARG002
        """Nor does it have GIFs."""
        return 0

    def outline(self, figure: Game, folder: str, themes: Themes) -> Sequence[Task]:  # noqa: ARG002
        """All is known of a game once it is read."""
        return ()

    def objections(self, figure: Game, folder: str, made: Results) -> Sequence[Diagnostic]:  # noqa: ARG002
        """What is wrong with a game is found when it is read."""
        return ()

    def repetition(self, figure: Game, folder: str) -> Sequence[Task]:  # noqa: ARG002
        """A game has no runs."""
        return ()

    def differences(self, figure: Game, folder: str, made: Results) -> Sequence[Diagnostic]:  # noqa: ARG002
        """Nor can they differ."""
        return ()

    def plan(self, figure: Game, folder: str, made: Results) -> "MatchPlan":  # noqa: ARG002
        """How it is made."""
        return MatchPlan(figure, folder)


@dataclass(frozen=True)
class MatchPlan:
    """How a game is made."""

    game: Game
    folder: str

    @property
    def records(self) -> Sequence[Task]:
        """A game has no runs."""
        return ()

    @property
    def reductions(self) -> Sequence[Task]:
        """Nothing is made of them."""
        return ()

    def animations(self, themes: Themes) -> Sequence[Task]:  # noqa: ARG002
        """Nor does it have GIFs."""
        return ()

    def essentials(self, themes: Themes) -> Sequence[Task]:
        """Its targets and panels, the closest single bells to each target, and the images."""
        game = GAMES.encode(replace(self.game, location=_NOWHERE, caption="")).decode()
        targets = f"{self.folder}/targets"
        return [
            Task(targets, f"{_HERE}.work:prepare", values=(game,)),
            *(
                Task(
                    f"{self.folder}/fits/{n}",
                    f"{_HERE}.work:fit",
                    values=(game,),
                    needs=(Part(targets, (str(n),)),),
                )
                for n in range(self.game.count)
            ),
            Task(
                self._panels,
                "klsim.render.panel_image:draw_panels",
                values=(themes.light.colours, themes.dark.colours, GAME, themes.styles),
                files=themes.fonts,
                needs=(Part(targets, ("scene",)),),
            ),
        ]

    def count_runs(self, tasks: Collection[str]) -> int:  # noqa: ARG002
        """Games have no runs."""
        return 0

    def sizes(self, made: Results) -> str:  # noqa: ARG002
        """Games are small."""
        return ""

    @property
    def poster(self) -> Part:
        """The image that gives everything away."""
        return Part(self._panels, ("still",))

    @property
    def cover(self) -> Part:
        """The same."""
        return self.poster

    def vignette(self, form: Form, themes: Themes) -> Task:
        """The same without axes and words."""
        return Task(
            f"{self.folder}/{form.name}",
            "klsim.render.vignette:draw_standing",
            values=(tuple(form), themes.light.colours, themes.dark.colours),
            needs=(Part(f"{self.folder}/targets", ("scene",)),),
        )

    def record(self, target: Target) -> tuple[Part, Sequence[Task]]:
        """A game has no runs."""
        raise IndexError(target.number)

    def compute(self, run: object) -> Task:
        """A game has no runs."""
        raise LookupError(run)

    def finish(self, made: Results) -> Drawn:
        """The images of both panels."""
        products = {name: made.product(self._panels, name) for name in made.products(self._panels)}
        files = self._files(made)
        game = GAMES.encode(replace(self.game, location=_NOWHERE)).decode()
        view = Task(
            f"{self.folder}/view",
            f"{_HERE}.view:make_view",
            values=(self.folder.partition("/")[0], game, files),
            needs=(
                Part(f"{self.folder}/targets", ("scene",)),
                Part(f"{self.folder}/targets", ("start",)),
                *(Part(f"{self.folder}/fits/{n}") for n in range(self.game.count)),
            ),
        )
        images = {files[name]: product for name, product in products.items()}
        return Drawn({**images, f"{DEFAULT}.png": products["still"]}, view, ("game.json",))

    def enclose(self, links: Sequence[Any], count: int | None, made: Results) -> Enclosed:  # noqa: ARG002
        """A game needs all that it has."""
        return Enclosed(Part(f"{self.folder}/view", (VIEW, POSTER, COVER)), (), tuple(self._files(made).values()))

    @property
    def _panels(self) -> str:
        return f"{self.folder}/panels"

    def _files(self, made: Results) -> Mapping[str, str]:
        """How the images are called, by the names of their panels."""
        names = made.products(self._panels)
        return {name: file_name(name, "png", made.product(self._panels, name)) for name in names}
