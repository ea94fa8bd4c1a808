"""Reading an article: its files to HTML, its figures declared, a numbered slot standing for each of them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import cast
from urllib.parse import unquote

from klsim.content.article import CARDS, Article, Card, File, parse_article
from klsim.content.blocks import Block, Prose, split_blocks
from klsim.content.decoding import decode
from klsim.content.document import DIAGNOSTICS, Declared, Document
from klsim.content.formulas.characters import formula_characters
from klsim.content.formulas.macro_fields import WrittenMacro, parse_macros
from klsim.content.formulas.macros import Macro
from klsim.content.headings import HEADINGS
from klsim.content.markdown import Rendered, render_markdown
from klsim.content.references import LINKS, Image
from klsim.content.slots import Slot, figure_slot, split_slots
from klsim.content.source import EMPTY, Source
from klsim.content.tags import ANY, find_tags, plain_text
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location, Severity
from klsim.engine.task import Products
from klsim.figures.animation.links import is_run_link
from klsim.figures.documents import DOCUMENTS
from klsim.figures.ids import clashes, reserved_ids
from klsim.figures.kind import Catalogue
from klsim.figures.kinds import KINDS
from klsim.simulation import DECLARATIONS, Declaration

_FIRST_HEADING = re.compile(r"^##+\s+(.+)", re.MULTILINE)


def read_document(
    slug: str,
    folder: str,
    names: Sequence[str],
    series: Sequence[str] | None,
    page: Mapping[str, str],
    macros: Mapping[str, WrittenMacro],
    simulations: Sequence[tuple[str, str]],
    with_drafts: bool,
    *read: bytes | Products | None,
) -> Products:
    """An article as a `document`, its `html`, and what others show of it: its `card`, `headings` and `links` to
    runs; as far as it can be read. What is wrong with it, in all of its parts, are its `diagnostics`.

    names:  what messages call its files, the index first
    series: the series that there are; None leaves that of the article unchecked
    page:   the ids of every page, and what each belongs to
    macros: those of the site, for formulas
    simulations: the name and source of each that figures may name
    with_drafts: whether the text of a draft is read: else nothing is known of it but its front matter
    read:   the bytes of the files, then the `declaration` of each simulation
    """
    found = Diagnostics()
    files, declarations = read[: len(names)], read[len(names) :]
    catalogue = _catalogue(simulations, cast("Sequence[Products]", declarations))
    contents = zip(names, cast("Sequence[bytes | None]", files), strict=True)
    readable = found.attempt_each(lambda pair: _file(*pair), contents)
    products: dict[str, bytes] = {}
    if [file for file in readable if file.start.file == names[0]]:
        index, *sections = readable
        article, source = parse_article(slug, Path(folder), index, sections, series, found)
        is_left_out = article is not None and article.draft and not with_drafts
        known = parse_macros({**macros, **(article.macros if article else {})})
        text = None if is_left_out else _read_text(source, index.start, page, known, catalogue, found)
        if article is not None and (is_left_out or text is not None):
            products = _products(article, text or _DRAFT, is_whole=not found.of(Severity.ERROR))
    return {**products, "diagnostics": DIAGNOSTICS.encode(list(found))}


def _catalogue(simulations: Sequence[tuple[str, str]], declarations: Sequence[Products]) -> Catalogue:
    """The simulations by name; of one that cannot be read nothing but the name is known."""
    return {
        name: (source, DECLARATIONS.decode(data, Declaration) if (data := products["declaration"]) else None)
        for (name, source), products in zip(simulations, declarations, strict=True)
    }


def _file(name: str, data: bytes | None) -> File:
    start = Location(name, 1)
    if data is None:
        raise start.failure(Code.FILE_UNREADABLE, "cannot be read: not a file")
    return File(decode(data, name), start)


@dataclass(frozen=True)
class _Text:
    """The text of an article: its figures, a slot in the HTML standing for each, its sections, and lint."""

    figures: tuple[Declared, ...]
    rendered: Rendered
    sections: Mapping[str, str]
    lint: tuple[Diagnostic, ...]
    is_whole: bool = True


_DRAFT = _Text((), Rendered("", (), (), ()), {}, ())
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
        anchors=tuple(tag.attributes["id"] for tag in find_tags(rendered.html, ANY) if "id" in tag.attributes),
        sections=text.sections,
        lint=text.lint,
        is_whole=is_whole and text.is_whole,
    )
    card = Card(*(getattr(article, field) for field in Card._fields))
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
    start: Location,
    page: Mapping[str, str],
    macros: Mapping[str, Macro],
    catalogue: Catalogue,
    found: Diagnostics,
) -> _Text | None:
    """The text that begins at `start`; None where nothing can be made of it."""
    parts = split_blocks(source, frozenset(KINDS))
    blocks = [part for part in parts if isinstance(part, Block)]
    figures = found.attempt_each(lambda block: (block, _read(block, catalogue)), blocks)
    declared = [figure for _, figure in figures]
    _check_ids(figures, page, found)
    rendered = found.attempt(lambda: _render(parts, start, declared, page, macros, found))
    if rendered is None:
        return None
    _check_slots(start, rendered, len(blocks), found)
    return _Text(
        tuple(declared),
        rendered,
        dict(_sections(source, start, rendered)),
        tuple(_unnamed_images(source, rendered)),
        is_whole=len(declared) == len(blocks),
    )


def _read(block: Block, catalogue: Catalogue) -> Declared:
    return Declared(block.kind, KINDS[block.kind].parse(block, catalogue))


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


def _render(
    parts: Sequence[Block | Prose],
    start: Location,
    declared: Sequence[Declared],
    page: Mapping[str, str],
    macros: Mapping[str, Macro],
    found: Diagnostics,
) -> Rendered:
    """The HTML of an article, a numbered slot standing for each of its blocks."""
    source, count = EMPTY, 0
    for part in parts:
        if isinstance(part, Prose):
            source += part.source
        else:
            slot = ("", figure_slot(str(count)), "")
            source += Source(slot, (part.location,) * len(slot))
            count += 1
    ids: Collection[str] = [one.figure.id for one in declared]
    return render_markdown(source, start, found, ids, reserved_ids(_controls(declared), page), macros)


def _check_slots(start: Location, text: Rendered, count: int, found: Diagnostics) -> None:
    """Look for a slot of the author's own: those of figures are numbered, and each is there once."""
    free = {str(n) for n in range(count)}
    for piece in split_slots(text.html):
        if isinstance(piece, Slot):
            if piece.id not in free:
                message = f"the text has a slot for figure {piece.id!r}, but slots are made by klsim"
                hint = "declare the figure in an `animation` block"
                found.add(start.error(Code.RESERVED_NAME, message, hint))
            free.discard(piece.id)


def _sections(source: Source, start: Location, text: Rendered) -> Iterator[tuple[str, str]]:
    """The files of an article; a section leads to its first heading."""
    lines: dict[str, list[str]] = {start.file: []}
    for line, location in zip(source.lines, source.locations, strict=True):
        lines.setdefault(location.file, []).append(line)
    for file, texts in lines.items():
        found = _FIRST_HEADING.search("\n".join(texts))
        named = [heading.anchor for heading in text.headings if found and heading.text == plain_text(found[1])]
        yield file, named[0] if named else ""


def _unnamed_images(source: Source, text: Rendered) -> Iterator[Diagnostic]:
    """Images without alternative text, save those that say so of themselves, `<img alt="">`."""
    by_path: dict[str, list[Image]] = {}
    for shown in text.images:
        by_path.setdefault(shown.path, []).append(shown)
    for tag in find_tags(text.html, "img"):
        address = tag.attributes.get("src", "").strip()
        several = by_path.get(normpath(unquote(address)), [])
        image = several.pop(0) if several else None
        if image and not tag.attributes.get("alt", "").strip() and not _is_ornament(source, image):
            message = f"the image {image.path!r} has no alternative text"
            hint = 'write ![what it shows](…), or <img src="…" alt=""> for an ornament'
            yield image.location.error(Code.MISSING_ALTERNATIVE, message, hint)


def _is_ornament(source: Source, image: Image) -> bool:
    lines = zip(source.lines, source.locations, strict=True)
    return any('alt=""' in line for line, location in lines if location == image.location)
