"""One article from its files to HTML, with its figures declared: what can be done for many at once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from klsim.config import Config
from klsim.content.article import Article
from klsim.content.blocks import Block, Prose, split_blocks
from klsim.content.files import Found, read_article
from klsim.content.markdown import Rendered, render_markdown
from klsim.content.references import Image, shorten
from klsim.content.slots import figure_slot
from klsim.content.source import Origin, Source
from klsim.diagnostics import AuthorError, Mistake, each, nearest
from klsim.figures.animation.block import parse_figure
from klsim.figures.animation.sweep import Figure
from klsim.figures.match.block import parse_game
from klsim.figures.match.game import Game
from klsim.formats.ids import clashes, page_ids, reserved_ids
from klsim.formats.math_font import formula_characters
from klsim.simulation import CATALOGUE

BLOCKS = frozenset({"animation", "match"})


@dataclass(frozen=True)
class Text:
    """An article as HTML, a numbered slot standing for each of its figures and games.

    characters: those of its formulas, in their order
    """

    article: Article
    rendered: Rendered
    figures: tuple[Figure | Game, ...]
    characters: str


@dataclass(frozen=True)
class Attempt:
    """What came of reading an article: the article, its text unless it is a draft, and its mistakes."""

    article: Article | None = None
    text: Text | None = None
    mistakes: tuple[Mistake, ...] = ()


def read_batch(config: Config, series: Collection[str] | None, found: Sequence[Found]) -> list[Attempt]:
    """Read some articles; runs in any process, so mistakes come back like results, and the source stays there."""
    return [_without_source(attempt(config, series, one)) for one in found]


def _without_source(done: Attempt) -> Attempt:
    """To send the lines of an article would take longer than to send all that was made of them."""
    if done.article is None:
        return done
    article = replace(done.article, source=Source((), ()))
    return replace(done, article=article, text=done.text and replace(done.text, article=article))


def attempt(config: Config, series: Collection[str] | None, found: Found) -> Attempt:
    """Read an article as far as it is right."""
    article = None
    try:
        article = read_article(found, config, series)
        return Attempt(article, None if article.draft else read_text(config, article))
    except AuthorError as error:
        return Attempt(article, None, error.mistakes)


def read_text(config: Config, article: Article) -> Text:
    """The text of an article. Raises AuthorError with every mistake in it."""
    parts = split_blocks(article.source, BLOCKS)
    own = page_ids(config.templates)
    figures: list[Figure | Game] = []
    rendered: list[Rendered] = []
    steps: Sequence[Callable[[], None]] = (
        lambda: figures.extend(_read_blocks(parts)),
        lambda: _check_ids(parts, figures, own),
        lambda: rendered.append(_render(article, parts, figures, own)),
    )
    each(lambda step: step(), steps)
    (page,) = rendered
    if missing := list(_missing_images(config, article, page)):
        raise AuthorError(missing)
    return Text(article, page, tuple(figures), "".join(sorted(formula_characters(page.html))))


def read_figures(config: Config, series: Collection[str] | None, found: Found) -> tuple[Figure | Game, ...]:
    """The figures and games of an article, without its prose."""
    return tuple(_read_blocks(split_blocks(read_article(found, config, series).source, BLOCKS)))


def _read_blocks(parts: Sequence[Block | Prose]) -> list[Figure | Game]:
    figures = each(_read, [part for part in parts if isinstance(part, Block)])
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


def _check_ids(parts: Sequence[Block | Prose], figures: Sequence[Figure | Game], page: Mapping[str, str]) -> None:
    """Raise AuthorError for figures whose ids, or those of their controls, the page has already."""
    blocks = [part for part in parts if isinstance(part, Block)]
    if mistakes := [
        _id_origin(blocks[number]).mistake(what, f"choose another, perhaps {free!r}")
        for number, what, free in clashes(figures, page)
    ]:
        raise AuthorError(mistakes)


def _id_origin(block: Block) -> Origin:
    lines = zip(block.body.lines, block.body.origins, strict=True)
    return next((origin for line, origin in lines if line.startswith("id:")), block.origin)


def _read(block: Block) -> Figure | Game:
    return parse_game(block) if block.kind == "match" else parse_figure(block, CATALOGUE)


def _told(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}"


def _render(
    article: Article, parts: Sequence[Block | Prose], figures: Sequence[Figure | Game], page: Mapping[str, str]
) -> Rendered:
    """The HTML of an article, a numbered slot standing for each of its blocks."""
    source, count = Source((), ()), 0
    for part in parts:
        if isinstance(part, Prose):
            source += part.source
        else:
            slot = ("", figure_slot(str(count)), "")
            source += Source(slot, (part.origin,) * len(slot))
            count += 1
    ids = [figure.id for figure in figures]
    return render_markdown(source, article.origin, ids, reserved_ids(figures, page))


def _missing_images(config: Config, article: Article, page: Rendered) -> Iterator[Mistake]:
    if not page.images:
        return
    folder = config.root / article.folder
    present = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix != ".md"]
    for image in page.images:
        path = folder / image.path
        try:
            wrong = _image_mistake(path, image, present, config)
        except OSError as error:  # such as a path that is too long as a whole
            wrong = image.origin.mistake(f"the image {shorten(image.path)!r} cannot be read: {error.strerror}")
        if wrong:
            yield wrong


def _image_mistake(path: Path, image: Image, present: Sequence[str], config: Config) -> Mistake | None:
    if not path.is_file():
        hint = nearest(image.path, present, "files beside the article")
        return image.origin.mistake(f"there is no image {image.path!r}", hint)
    if not path.resolve().is_relative_to(config.content.resolve()):
        return image.origin.mistake(f"the image {image.path!r} leads out of content/", "copy it there")
    if not path.stat().st_size:
        return image.origin.mistake(f"the image {image.path!r} is empty", "save it again")
    return None
