"""Reading an article: its files to HTML, its figures declared, a numbered slot standing for each of them."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from klsim.content.article import CARDS, Article, File, parse_article
from klsim.content.blocks import Block
from klsim.content.decoding import decode
from klsim.content.document import DIAGNOSTICS, Declared, Document
from klsim.content.formulas.characters import formula_characters
from klsim.content.formulas.macro_fields import WrittenMacro, parse_macros
from klsim.content.formulas.macros import Macro
from klsim.content.headings import HEADINGS
from klsim.content.markdown.rendering import NOTHING, Rendered, parse_markdown, render_markdown
from klsim.content.reading_time import minutes_to_read
from klsim.content.references import LINKS, Image
from klsim.content.source import Source
from klsim.content.text_options import TextOptions
from klsim.declaration import DECLARATIONS, Declaration
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location, nearest
from klsim.engine.task import Products
from klsim.figures.animation.links import is_run_link
from klsim.figures.documents import DOCUMENTS
from klsim.figures.hosted import find_blocks, parse_host_page, told_of_host_page
from klsim.figures.ids import clashes, reserved_ids
from klsim.figures.kind import Catalogue, Recordings
from klsim.figures.kinds import KINDS
from klsim.recordings.survey import SURVEY, SURVEYS, Survey

_HIDING = frozenset({Code.UNCLOSED_BLOCK, Code.INDENTED_BLOCK, Code.UNKNOWN_LANGUAGE, Code.DUPLICATE_ID})
"""Mistakes because of which figures or anchors may be missing, or be called otherwise."""


def read_document(
    slug: str,
    folder: str,
    names: Sequence[str],
    series: Sequence[str] | None,
    page: Mapping[str, str],
    options: Mapping[str, Any],
    macros: Mapping[str, WrittenMacro],
    simulations: Sequence[tuple[str, str]],
    asked: Sequence[tuple[str, str, Sequence[str]]],
    with_drafts: bool,
    is_scheduled: bool,
    is_hosted: bool,
    *read: bytes | Products | None,
) -> Products:
    """An article as a `document`, its `html`, and what others show of it: its `card`, `headings` and `links` to
    runs; as far as it can be read. What is wrong with it, in all of its parts, are its `diagnostics`.

    names:       what messages call its files, the index first
    series:      the series that there are; None leaves that of the article unchecked
    page:        the ids of every page, and what each belongs to
    options:     the plain values of `TextOptions`
    macros:      those of the site, for formulas
    simulations: the name and source of each that figures may name
    asked:       what blocks ask of data files, as keys; the task that reads each, and the landscapes there
    with_drafts: whether the text of a draft is read: else nothing is known of it but its front matter
    is_scheduled: whether it is one because its date is yet to come
    is_hosted:   whether it is a page of another generator, of which only blocks and links to runs are read; then
                 there are `blocks` as well, the digests of these
    read:        the bytes of the files, then the `declaration` of each simulation, then each `survey`
    """
    found = Diagnostics()
    files, made = read[: len(names)], cast("Sequence[Products]", read[len(names) :])
    declarations, surveys = made[: len(simulations)], made[len(simulations) :]
    catalogue = _catalogue(simulations, declarations)
    recordings = {
        key: (task, SURVEYS.decode(products[SURVEY], Survey), grids)
        for (key, task, grids), products in zip(asked, surveys, strict=True)
    }
    contents = zip(names, cast("Sequence[bytes | None]", files), strict=True)
    readable = found.attempt_each(lambda pair: _file(*pair, found), contents)
    products: dict[str, bytes] = {}
    if [file for file in readable if file.start.file == names[0]]:
        index, *sections = readable
        article: Article | None
        if is_hosted:
            article, source = parse_host_page(slug, Path(folder), index)
            found.add(*told_of_host_page(index))
            products["blocks"] = json.dumps([block.digest for block in find_blocks(index.source)]).encode()
        else:
            article, source = parse_article(slug, Path(folder), index, sections, series, found)
        is_left_out = article is not None and (article.draft or is_scheduled) and not with_drafts
        known = parse_macros({**macros, **(article.macros if article else {})})
        options_of = TextOptions(**options)
        text = None if is_left_out else _read_text(source, page, options_of, known, catalogue, recordings, found)
        if article is not None and text is not None and text.is_whole:
            found.add(*_uncovered(article, text.figures))
        if text is not None:
            found.add(*_untitled(sections, source, text.rendered.sections))
        if article is not None and (is_left_out or text is not None):
            is_whole = len(readable) == len(names) and not _HIDING & {one.code for one in found}
            products |= _products(article, text or _DRAFT, is_whole=is_whole)
    return {**products, "diagnostics": DIAGNOSTICS.encode(list(found))}


def _uncovered(article: Article, figures: Sequence[Declared]) -> Iterator[Diagnostic]:
    """What is wrong with the figure that is to stand for the article."""
    ids = [one.figure.id for one in figures]
    if article.cover and article.cover.name not in ids:
        message = f"this article has no figure {article.cover.name!r}"
        yield article.cover.location.error(
            Code.UNKNOWN_FIGURE, message, nearest(article.cover.name, ids, "figures")
        )


def _catalogue(simulations: Sequence[tuple[str, str]], declarations: Sequence[Products]) -> Catalogue:
    """The simulations by name; of one that cannot be read nothing but the name is known."""
    return {
        name: (source, _declaration(data) if (data := products["declaration"]) else None)
        for (name, source), products in zip(simulations, declarations, strict=True)
    }


@lru_cache(maxsize=256)  # they are the same for all articles
def _declaration(data: bytes) -> Declaration:
    return DECLARATIONS.decode(data, Declaration)


def _file(name: str, data: bytes | None, found: Diagnostics) -> File:
    start = Location(name, 1)
    if data is None:
        raise start.failure(Code.FILE_UNREADABLE, "cannot be read: not a file")
    return File(decode(data, name, found), start)


@dataclass(frozen=True)
class _Text:
    """The text of an article: its figures, and the HTML, a slot standing for each of them."""

    figures: tuple[Declared, ...]
    rendered: Rendered
    is_whole: bool


_DRAFT = _Text((), NOTHING, is_whole=True)
"""Of a draft that is left out nothing is read."""


def _products(article: Article, text: _Text, *, is_whole: bool) -> dict[str, bytes]:
    rendered = text.rendered
    document = Document(
        article=article,
        figures=text.figures,
        headings=rendered.headings,
        images=rendered.images,
        links=rendered.links,
        characters="".join(sorted(formula_characters(rendered.html))),
        anchors=rendered.anchors,
        sections=rendered.sections,
        lint=tuple(map(_unnamed, rendered.unnamed)),
        minutes=minutes_to_read(rendered.html),
        is_whole=is_whole and text.is_whole,
    )
    card = article.card(document.minutes)
    links = [link for link in rendered.links if is_run_link(link.href)]
    return {
        "document": DOCUMENTS.encode(document),
        "html": rendered.html.encode(),
        "card": CARDS.encode(card),
        "headings": HEADINGS.encode(rendered.headings),
        "links": LINKS.encode(links),
    }


def _read_text(
    source: Source,
    page: Mapping[str, str],
    options: TextOptions,
    macros: Mapping[str, Macro],
    catalogue: Catalogue,
    recordings: Recordings,
    found: Diagnostics,
) -> _Text | None:
    """The text of an article; None where nothing can be made of it."""
    text = found.attempt(lambda: parse_markdown(source, frozenset(KINDS)))
    if text is None:
        return None
    figures = found.attempt_each(lambda block: (block, _read(block, catalogue, recordings)), text.blocks)
    declared = [figure for _, figure in figures]
    _check_ids(figures, page, found)
    ids = [one.figure.id for one in declared]
    rendered = render_markdown(text, found, options, ids, reserved_ids(_controls(declared), page), macros)
    return _Text(tuple(declared), rendered, is_whole=len(declared) == len(text.blocks))


def _read(block: Block, catalogue: Catalogue, recordings: Recordings) -> Declared:
    return Declared(block.kind, KINDS[block.kind].parse(block, catalogue, recordings))


def _check_ids(figures: Sequence[tuple[Block, Declared]], page: Mapping[str, str], found: Diagnostics) -> None:
    """Look for figures whose ids, or those of their controls, another or the page has already."""
    first: dict[str, Location] = {}
    for _, declared in figures:
        id, location = declared.figure.id, declared.figure.location
        if first.setdefault(id, location) is not location:
            hint = f"the first is at {first[id]}"
            found.add(location.error(Code.DUPLICATE_ID, f"a second figure with the id {id!r}", hint))
    for number, message, free in clashes(_controls([declared for _, declared in figures]), page):
        location = _id_location(figures[number][0])
        found.add(location.error(Code.DUPLICATE_ID, message, f"choose another, perhaps {free!r}"))


def _controls(declared: Sequence[Declared]) -> list[tuple[str, Sequence[str]]]:
    return [(one.figure.id, KINDS[one.kind].controls(one.figure)) for one in declared]


def _id_location(block: Block) -> Location:
    lines = zip(block.body.lines, block.body.locations, strict=True)
    return next((location for line, location in lines if line.startswith("id:")), block.location)


def _untitled(sections: Sequence[File], source: Source, titled: Collection[str]) -> Iterator[Diagnostic]:
    """Sections that have neither a title nor a heading, of those whose text could be read."""
    read = {location.file for location in source.locations}
    for file in sections:
        if file.start.file not in titled and (file.start.file in read or not file.source.lines):
            hint = "begin it with `## …`, or with front matter that has `title: …`"
            yield file.start.error(Code.MISSING_TITLE, "this section has no title", hint)


def _unnamed(image: Image) -> Diagnostic:
    message = f"the image {image.path!r} has no alternative text"
    hint = 'write ![what it shows](…), or <img src="…" alt=""> for an ornament'
    return image.location.error(Code.MISSING_ALTERNATIVE, message, hint)
