"""Reading an article: its files to HTML, its figures declared, a numbered slot standing for each of them."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from klsim.content.article import CARDS, Article, Card, File, parse_article
from klsim.content.blocks import Block, Prose, split_blocks
from klsim.content.decoding import decode
from klsim.content.document import Declared, Document
from klsim.content.formulas.characters import formula_characters
from klsim.content.headings import HEADINGS
from klsim.content.markdown import Rendered, render_markdown
from klsim.content.references import LINKS, Image
from klsim.content.slots import Slot, figure_slot, split_slots
from klsim.content.source import Origin, Source
from klsim.content.tags import ANY, find_tags, plain_text
from klsim.diagnostics import AuthorError, Mistake, each
from klsim.engine.task import Products
from klsim.figures.animation.links import is_run_link
from klsim.figures.documents import DOCUMENTS
from klsim.figures.ids import clashes, reserved_ids
from klsim.figures.kinds import KINDS

_FIRST_HEADING = re.compile(r"^##+\s+(.+)", re.MULTILINE)
_NO_SOURCE = Source((), ())


def read_document(
    slug: str,
    folder: str,
    names: Sequence[str],
    series: Sequence[str] | None,
    page: Mapping[str, str],
    *files: bytes | None,
) -> Products:
    """An article as a `document`, its `html`, and what others show of it: its `card`, `headings` and
    `links` to runs.

    Raises AuthorError with every mistake in it.

    names:  what messages call its files, the index first
    series: the series that there are; None leaves that of the article unchecked
    page:   the ids of every page, and what each belongs to
    """
    index, *sections = each(lambda pair: _file(*pair), list(zip(names, files, strict=True)))
    article = parse_article(slug, Path(folder), index, sections, series)
    if article.draft:
        document, html = Document(replace(article, source=_NO_SOURCE)), ""
    else:
        document, html = _read_text(article, page)
    card = Card(*(getattr(article, field) for field in Card._fields))
    links = [link for link in document.links if is_run_link(link.href)]
    return {
        "document": DOCUMENTS.encode(document),
        "html": html.encode(),
        "card": CARDS.encode(card),
        "headings": HEADINGS.encode(document.headings),
        "links": LINKS.encode(links),
    }


def _file(name: str, data: bytes | None) -> File:
    start = Origin(name, 1)
    if data is None:
        raise AuthorError([start.mistake("cannot be read: not a file")])
    return File(decode(data, name), start)


def _read_text(article: Article, page: Mapping[str, str]) -> tuple[Document, str]:
    parts = split_blocks(article.source, frozenset(KINDS))
    declared: list[Declared] = []
    rendered: list[Rendered] = []
    steps: Sequence[Callable[[], None]] = (
        lambda: declared.extend(_read_blocks(parts)),
        lambda: _check_ids(parts, declared, page),
        lambda: rendered.append(_render(article, parts, declared, page)),
    )
    each(lambda step: step(), steps)
    (text,) = rendered
    _check_slots(article, text, len(declared))
    document = Document(
        article=replace(article, source=_NO_SOURCE),
        figures=tuple(declared),
        headings=text.headings,
        images=text.images,
        links=text.links,
        characters="".join(sorted(formula_characters(text.html))),
        anchors=tuple(tag.attributes["id"] for tag in find_tags(text.html, ANY) if "id" in tag.attributes),
        sections=dict(_sections(article, text)),
        lint=tuple(_unnamed_images(article, text)),
    )
    return document, text.html


def _read_blocks(parts: Sequence[Block | Prose]) -> list[Declared]:
    declared = each(_read, [part for part in parts if isinstance(part, Block)])
    first: dict[str, Any] = {}
    mistakes = [
        figure.origin.mistake(
            f"a second figure with the id {figure.id!r}", f"the first is at {_told(first[figure.id].origin)}"
        )
        for one in declared
        for figure in [one.figure]
        if first.setdefault(figure.id, figure) is not figure
    ]
    if mistakes:
        raise AuthorError(mistakes)
    return declared


def _read(block: Block) -> Declared:
    return Declared(block.kind, KINDS[block.kind].parse(block))


def _told(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}"


def _check_ids(parts: Sequence[Block | Prose], declared: Sequence[Declared], page: Mapping[str, str]) -> None:
    """Raise AuthorError for figures whose ids, or those of their controls, the page has already."""
    blocks = [part for part in parts if isinstance(part, Block)]
    if mistakes := [
        _id_origin(blocks[number]).mistake(what, f"choose another, perhaps {free!r}")
        for number, what, free in clashes(_controls(declared), page)
    ]:
        raise AuthorError(mistakes)


def _controls(declared: Sequence[Declared]) -> list[tuple[str, Sequence[str]]]:
    return [(one.figure.id, KINDS[one.kind].controls(one.figure)) for one in declared]


def _id_origin(block: Block) -> Origin:
    lines = zip(block.body.lines, block.body.origins, strict=True)
    return next((origin for line, origin in lines if line.startswith("id:")), block.origin)


def _render(
    article: Article, parts: Sequence[Block | Prose], declared: Sequence[Declared], page: Mapping[str, str]
) -> Rendered:
    """The HTML of an article, a numbered slot standing for each of its blocks."""
    source, count = _NO_SOURCE, 0
    for part in parts:
        if isinstance(part, Prose):
            source += part.source
        else:
            slot = ("", figure_slot(str(count)), "")
            source += Source(slot, (part.origin,) * len(slot))
            count += 1
    ids: Collection[str] = [one.figure.id for one in declared]
    return render_markdown(source, article.origin, ids, reserved_ids(_controls(declared), page))


def _check_slots(article: Article, text: Rendered, count: int) -> None:
    """Raise AuthorError for a slot of the author's own: those of figures are numbered, and each is there once."""
    free = {str(n) for n in range(count)}
    for piece in split_slots(text.html):
        if isinstance(piece, Slot):
            if piece.id not in free:
                what = f"the text has a slot for figure {piece.id!r}, but slots are made by klsim"
                hint = "declare the figure in an `animation` block"
                raise AuthorError([article.origin.mistake(what, hint)])
            free.remove(piece.id)


def _sections(article: Article, text: Rendered) -> Iterator[tuple[str, str]]:
    """The files of an article; a section leads to its first heading."""
    lines: dict[str, list[str]] = {article.origin.file: []}
    for line, origin in zip(article.source.lines, article.source.origins, strict=True):
        lines.setdefault(origin.file, []).append(line)
    for file, texts in lines.items():
        found = _FIRST_HEADING.search("\n".join(texts))
        named = [heading.anchor for heading in text.headings if found and heading.text == plain_text(found[1])]
        yield file, named[0] if named else ""


def _unnamed_images(article: Article, text: Rendered) -> Iterator[Mistake]:
    """Images without alternative text, save those that say so of themselves, `<img alt="">`."""
    by_path: dict[str, list[Image]] = {}
    for shown in text.images:
        by_path.setdefault(shown.path, []).append(shown)
    for tag in find_tags(text.html, "img"):
        address = tag.attributes.get("src", "").strip()
        several = by_path.get(normpath(unquote(address)), [])
        image = several.pop(0) if several else None
        if image and not tag.attributes.get("alt", "").strip() and not _is_ornament(article, image):
            hint = 'write ![what it shows](…), or <img src="…" alt=""> for an ornament'
            yield image.origin.mistake(f"the image {image.path!r} has no alternative text", hint)


def _is_ornament(article: Article, image: Image) -> bool:
    lines = zip(article.source.lines, article.source.origins, strict=True)
    return any('alt=""' in line for line, origin in lines if origin == image.origin)
