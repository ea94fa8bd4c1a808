"""Everything read and checked, nothing written: articles as HTML with places for their figures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from klsim.config import Config
from klsim.disk.digests import digest
from klsim.errors import AuthorError, Mistake, each, gather, nearest
from klsim.games.game import Game, GamePlan, plan_game
from klsim.games.parse import parse_game
from klsim.simulations.catalogue import CATALOGUE
from klsim.sweep.figure import Figure
from klsim.sweep.parse import parse_figure
from klsim.sweep.plan import Code, FigurePlan, plan_figure
from klsim.text.article import Article
from klsim.text.blocks import Block, Prose, split_blocks
from klsim.text.content import survey_content
from klsim.text.markup import Rendered, render_markdown
from klsim.text.site import Site
from klsim.text.slots import Slot, figure_slot, split_slots
from klsim.text.source import Origin, Source

BLOCKS = frozenset({"animation", "match"})


@dataclass(frozen=True)
class Prepared:
    """An article ready to be written.

    parts: its HTML, with a plan wherever a figure or a game stands
    """

    article: Article
    rendered: Rendered
    parts: tuple[str | FigurePlan | GamePlan, ...]

    @property
    def plans(self) -> tuple[FigurePlan, ...]:
        """The figures in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, FigurePlan))

    @property
    def games(self) -> tuple[GamePlan, ...]:
        """The games in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, GamePlan))


def prepare(config: Config, code: Code) -> tuple[Site, tuple[Prepared, ...]]:
    """The site as written, drafts left out. Raises AuthorError with the mistakes of all articles."""
    content = survey_content(config)
    published = [article for article in content.articles if not article.draft]
    prepared, mistakes = gather(partial(prepare_article, config, code), published)
    if content.site is None or content.mistakes or mistakes:
        raise AuthorError([*content.mistakes, *mistakes])
    return content.site, tuple(prepared)


def prepare_article(config: Config, code: Code, article: Article) -> Prepared:
    """One article with its figures planned. Raises AuthorError with every mistake in it."""
    parts = split_blocks(article.source, BLOCKS)
    blocks = [part for part in parts if isinstance(part, Block)]
    figures: list[Figure | Game] = []
    rendered: list[Rendered] = []
    steps: Sequence[Callable[[], None]] = (
        lambda: figures.extend(_read_figures(blocks)),
        lambda: rendered.append(_render(article, parts, [figure.id for figure in figures])),
    )
    each(lambda step: step(), steps)
    (page,) = rendered
    if missing := list(_missing_images(config, article, page)):
        raise AuthorError(missing)
    plans = {str(n): _plan(figure, article, code) for n, figure in enumerate(figures)}
    return Prepared(article, page, tuple(_place_figures(article, page, plans)))


def _plan(figure: Figure | Game, article: Article, code: Code) -> FigurePlan | GamePlan:
    if isinstance(figure, Game):
        return plan_game(figure, article.slug, digest(code.records, code.drawings, code.views))
    return plan_figure(figure, article.slug, CATALOGUE[figure.simulation], code)


def _read(block: Block) -> Figure | Game:
    return parse_game(block) if block.kind == "match" else parse_figure(block, CATALOGUE)


def _read_figures(blocks: Sequence[Block]) -> list[Figure | Game]:
    figures = each(_read, blocks)
    first: dict[str, Figure | Game] = {}
    mistakes = [
        figure.origin.mistake(
            f"a second figure with the id {figure.id!r}", f"the first is at {_told(first[figure.id].origin)}"
        )
        for figure in figures
        if first.setdefault(figure.id, figure) is not figure
    ]
    if mistakes:
        raise AuthorError(mistakes)
    return figures


def _told(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}"


def _render(article: Article, parts: Sequence[Block | Prose], ids: Sequence[str]) -> Rendered:
    """The HTML of an article, a numbered slot standing for each of its blocks."""
    source, count = Source((), ()), 0
    for part in parts:
        if isinstance(part, Prose):
            source += part.source
        else:
            slot = ("", figure_slot(str(count)), "")
            source += Source(slot, (part.origin,) * len(slot))
            count += 1
    return render_markdown(source, article.origin, ids)


def _place_figures(
    article: Article, page: Rendered, plans: dict[str, FigurePlan | GamePlan]
) -> Iterator[str | FigurePlan | GamePlan]:
    for piece in split_slots(page.html):
        if not isinstance(piece, Slot):
            yield piece
        elif piece.id in plans:
            yield plans.pop(piece.id)
        else:
            what = f"the text has a slot for figure {piece.id!r}, but slots are made by klsim"
            raise AuthorError([article.origin.mistake(what, "declare the figure in an `animation` block")])


def _missing_images(config: Config, article: Article, page: Rendered) -> Iterator[Mistake]:
    folder = config.root / article.folder
    present = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix != ".md"]
    for image in page.images:
        path = folder / image.path
        if not path.is_file():
            hint = nearest(image.path, present, "files beside the article")
            yield image.origin.mistake(f"there is no image {image.path!r}", hint)
        elif not path.resolve().is_relative_to(config.content.resolve()):
            yield image.origin.mistake(f"the image {image.path!r} leads out of content/", "copy it there")
