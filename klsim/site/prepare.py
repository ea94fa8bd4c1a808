"""Articles with every run of their figures planned: all that is known before anything is computed."""

from collections.abc import Iterator
from dataclasses import dataclass

from klsim.config import Config
from klsim.content.article import Article
from klsim.content.markdown import Rendered
from klsim.content.slots import Slot, split_slots
from klsim.diagnostics import AuthorError
from klsim.disk.digests import digest
from klsim.figures.animation.plan import Code, FigurePlan, plan_figure
from klsim.figures.animation.sweep import Figure
from klsim.figures.match.game import Game, GamePlan, plan_game
from klsim.formats.assets import script_name
from klsim.scene.theme import Themes, parse_themes
from klsim.simulation import CATALOGUE
from klsim.site.inputs import DRAWING_INPUTS, RECORD_INPUTS, VIEW_INPUTS, Inputs, key_of
from klsim.site.reading import Text, read_text

Plan = FigurePlan | GamePlan


@dataclass(frozen=True)
class Prepared:
    """An article ready to be written.

    parts:      its HTML, with a plan wherever a figure or a game stands
    characters: those of its formulas, in their order
    """

    article: Article
    rendered: Rendered
    parts: tuple[str | Plan, ...]
    characters: str

    @property
    def plans(self) -> tuple[FigurePlan, ...]:
        """The figures in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, FigurePlan))

    @property
    def games(self) -> tuple[GamePlan, ...]:
        """The games in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, GamePlan))

    @property
    def script(self) -> str:
        """The script that its page needs, empty where it needs none."""
        return script_name(figures=bool(self.plans), games=bool(self.games))

    @property
    def folders(self) -> tuple[str, ...]:
        """Where the files of its figures go, then those of its games."""
        return (*(plan.folder for plan in self.plans), *(plan.folder for plan in self.games))


def code_of(inputs: Inputs, themes: Themes) -> Code:
    """Keys of what computes, draws and tells the script: source code, colours, and versions of libraries."""
    records, drawings, views = (key_of(inputs, names) for names in (RECORD_INPUTS, DRAWING_INPUTS, VIEW_INPUTS))
    return Code(records, digest(drawings, repr(themes)), views)


def read_themes(config: Config) -> Themes:
    """The colours of figures, light and dark."""
    return parse_themes((config.templates / "static" / "theme.css").read_text(encoding="utf-8"))


def prepare_article(config: Config, code: Code, article: Article) -> Prepared:
    """One article with its figures planned. Raises AuthorError with every mistake in it."""
    return plan_text(read_text(config, article), code)


def plan_text(text: Text, code: Code) -> Prepared:
    """An article that was read, with its figures planned and in their places."""
    slug = text.article.slug
    plans = {str(n): plan(figure, slug, code) for n, figure in enumerate(text.figures)}
    parts = tuple(_place_figures(text.article, text.rendered, plans))
    return Prepared(text.article, text.rendered, parts, text.characters)


def plan(figure: Figure | Game, slug: str, code: Code) -> Plan:
    """The files that a figure or a game of an article will have."""
    if isinstance(figure, Game):
        return plan_game(figure, slug, digest(code.records, code.drawings, code.views))
    return plan_figure(figure, slug, CATALOGUE[figure.simulation], code)


def _place_figures(article: Article, page: Rendered, plans: dict[str, Plan]) -> Iterator[str | Plan]:
    for piece in split_slots(page.html):
        if not isinstance(piece, Slot):
            yield piece
        elif piece.id in plans:
            yield plans.pop(piece.id)
        else:
            what = f"the text has a slot for figure {piece.id!r}, but slots are made by klsim"
            raise AuthorError([article.origin.mistake(what, "declare the figure in an `animation` block")])
