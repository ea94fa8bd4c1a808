"""From Markdown to HTML."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markdown import Markdown
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from pymdownx.superfences import SuperFencesCodeExtension

from klsim.content.blocks import unclosed
from klsim.content.code_blocks import CodeBlocks
from klsim.content.crowded import crowded
from klsim.content.decoding import check_characters
from klsim.content.external_links import outward_links, refused_links
from klsim.content.fences import find_fences
from klsim.content.formulas.convert import NO_MACROS, convert_formulas
from klsim.content.formulas.find import restore, take_formulas
from klsim.content.formulas.macros import Macro
from klsim.content.headings import Heading, anchor_headings
from klsim.content.plain import spare_plain_text
from klsim.content.references import Image, Link, find_images, find_links
from klsim.content.scrollers import reach_scrollers
from klsim.content.slots import SLOT_TAG
from klsim.content.source import Source
from klsim.content.unknown import unknown
from klsim.diagnostics import Code, ContentError, Diagnostics, Location

_QUOTES = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ellipsis": "…",
    "ndash": "–",
    "mdash": "—",
}
_LONE_IMAGE = re.compile(r"<p>(<img\b[^>]*?) title=\"([^\"]*)\"([^>]*>)</p>")
_NONE: Mapping[str, str] = MappingProxyType({})
_CONVERTERS: list[Markdown] = []
_TABLE = re.compile(r"<table\b[^>]*>|</table>")


@dataclass(frozen=True)
class Rendered:
    """The HTML of an article's body, and what it holds that others must know of."""

    html: str
    headings: tuple[Heading, ...]
    images: tuple[Image, ...]
    links: tuple[Link, ...]


def render_markdown(
    source: Source,
    start: Location,
    diagnostics: Diagnostics,
    taken: Collection[str] = (),
    reserved: Mapping[str, str] = _NONE,
    macros: Mapping[str, Macro] = NO_MACROS,
) -> Rendered:
    """Markdown as HTML without script or inline colours.

    `start` is the place to name when a mistake has no line of its own; `taken` are the ids of the page's figures,
    which are folders beside it too; `reserved` are further ids that the page uses, and what each belongs to;
    `macros` are those of the site and the article.
    Raises ContentError for what hides the rest of the text, such as blocks that are never closed.
    """
    check_characters(source)
    open_ended = (fence for fence in find_fences(source.lines) if fence.last is None and not fence.prefix)
    if wrong := [unclosed(fence, source) for fence in open_ended] or [*crowded(source), *unknown(source)]:
        raise ContentError(wrong)
    text, formulas = take_formulas(source)
    rendered = convert_formulas(formulas, diagnostics, macros).pages
    page = wrap_tables(caption_images(_convert(text, start)))
    page, headings = anchor_headings(
        restore(page, formulas, rendered), source, taken, reserved, start, diagnostics
    )
    page = reach_scrollers(page)
    links = find_links(page, source, start)
    diagnostics.add(*outward_links(links), *refused_links(page, source, start))
    return Rendered(page, headings, find_images(page, source, start, diagnostics, taken), links)


def _convert(text: str, start: Location) -> str:
    converter = _CONVERTERS.pop() if _CONVERTERS else markdown()
    try:
        page = converter.reset().convert(text)
    except RecursionError:
        raise start.failure(Code.TOO_COMPLEX, "the Markdown of this article is nested too deeply") from None
    _CONVERTERS.append(converter)  # but not one that a mistake has left in the middle of a text
    return page


def markdown() -> Markdown:
    """Python-Markdown as articles use it. A converter keeps state: `reset` it before each text."""
    converter = Markdown(
        extensions=[
            AdmonitionExtension(),
            AttrListExtension(),
            DefListExtension(),
            FootnoteExtension(BACKLINK_TITLE="Back to the text of note {}"),
            CodeBlocks(css_class="highlight scroll"),
            SaneListExtension(),
            SmartyExtension(substitutions=_QUOTES),
            SuperFencesCodeExtension(),
            TableExtension(),
        ]
    )
    converter.block_level_elements.append(SLOT_TAG)
    converter.ESCAPED_CHARS.append("$")
    spare_plain_text(converter)
    return converter


def caption_images(page: str) -> str:
    """An image with a title, alone in its paragraph, as a figure whose caption is the title."""
    return _LONE_IMAGE.sub(r"<figure>\1\3<figcaption>\2</figcaption></figure>", page)


def wrap_tables(page: str) -> str:
    """Each table in a box of its own, which may scroll on a narrow screen."""

    def write(found: re.Match[str]) -> str:
        tag = found.group()
        return f"{tag}</div>" if tag[1] == "/" else f'<div class="scroll">{tag}'

    return _TABLE.sub(write, page)
