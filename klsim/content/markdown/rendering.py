"""From Markdown to HTML: a text is parsed once, then each pass does one thing with its tokens."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from markdown_it.token import Token

from klsim.content.blocks import Block
from klsim.content.decoding import check_characters
from klsim.content.formulas.convert import NO_MACROS
from klsim.content.formulas.macros import Macro
from klsim.content.headings import Heading
from klsim.content.markdown.anchors import Anchors, anchor_headings, check_levels, given_ids
from klsim.content.markdown.attributes import attach_attributes
from klsim.content.markdown.captions import caption_images
from klsim.content.markdown.code import check_code, parse_info
from klsim.content.markdown.elements import check_elements
from klsim.content.markdown.footnotes import check_footnotes, move_footnotes
from klsim.content.markdown.formulas import read_fences, render_formulas
from klsim.content.markdown.html_formulas import split_html
from klsim.content.markdown.leftovers import find_leftovers
from klsim.content.markdown.links import check_words, compose_anchors, find_links
from klsim.content.markdown.numbers import number_things, resolve_references
from klsim.content.markdown.parser import DEEPEST, MOST_BRACKETS, parser
from klsim.content.markdown.places import line_of, set_lines
from klsim.content.markdown.quotes import quotes_of
from klsim.content.markdown.tables import check_tables
from klsim.content.markdown.typography import join_wide_lines, set_typography
from klsim.content.markdown.videos import show_videos
from klsim.content.references import Image, Link
from klsim.content.scrollers import reach_scrollers
from klsim.content.source import Source
from klsim.content.text_options import TextOptions
from klsim.diagnostics import Code, ContentError, Diagnostic, Diagnostics, Location

_NONE: Mapping[str, str] = MappingProxyType({})
_OPTIONS = TextOptions()


@dataclass(frozen=True)
class Markdown:
    """A text that has been parsed.

    tokens: those of markdown-it, each with its line; a `figure_slot` stands for each of the blocks
    env:    what the parser knows of footnotes
    blocks: the fenced blocks that declare figures
    kinds:  the words that such blocks may have behind their fences
    """

    source: Source
    tokens: list[Token]
    env: dict[str, Any]
    blocks: tuple[Block, ...]
    kinds: Collection[str]

    def at(self, line: int) -> Location:
        """The place of a line, counted from 0."""
        return self.source.locations[min(line, len(self.source.locations) - 1)]


@dataclass(frozen=True)
class Rendered:
    """The HTML of an article's body, and what it holds that others must know of.

    anchors:  all of its ids
    sections: for each of its files, the anchor of its first heading; those without are not there
    unnamed:  images of which nothing is said, though they are no ornaments
    """

    html: str
    headings: tuple[Heading, ...]
    images: tuple[Image, ...]
    links: tuple[Link, ...]
    anchors: tuple[str, ...]
    sections: Mapping[str, str]
    unnamed: tuple[Image, ...]


NOTHING = Rendered("", (), (), (), (), MappingProxyType({}), ())
"""An empty text."""


def parse_markdown(source: Source, kinds: Collection[str] = ()) -> Markdown:
    """A text as tokens, and the blocks in it whose first word is one of `kinds`.

    Such a block begins at the left edge, never in a list, a quotation or other code. Raises ContentError for
    characters that are no text, and for what is too deep or too crowded to be read.
    """
    check_characters(source)
    env: dict[str, Any] = {}
    try:
        tokens = parser().parse(source.text, env)
    except RecursionError:
        raise source.locations[0].failure(Code.TOO_COMPLEX, "this text is nested too deeply") from None
    set_lines(tokens)
    if wrong := list(_too_complex(tokens, source)):
        raise ContentError(wrong)
    read_fences(tokens)
    blocks = tuple(_take_blocks(tokens, source, kinds))
    return Markdown(source, tokens, env, blocks, kinds)


def _too_complex(tokens: list[Token], source: Source) -> Iterator[Diagnostic]:
    for token in tokens:
        if count := token.meta.get("crowded"):
            message = f"a paragraph has {count} opening brackets"
            yield source.locations[line_of(token)].error(
                Code.TOO_COMPLEX, message, f"at most {MOST_BRACKETS} can be read that are not closed at once"
            )
        elif token.level >= DEEPEST - 1 and token.nesting > 0:
            message = "lists and quotations are nested too deeply"
            yield source.locations[line_of(token)].error(
                Code.TOO_COMPLEX, message, f"at most {DEEPEST} levels can be read"
            )
            return


def _take_blocks(tokens: list[Token], source: Source, kinds: Collection[str]) -> Iterator[Block]:
    for token in tokens:
        if token.type != "fence" or token.level or token.map is None:
            continue
        first, last = token.map
        kind = parse_info(token.info).language
        if kind not in kinds or not source.lines[first].startswith(token.markup) or _is_open(token, source):
            continue
        token.type, token.tag = "figure_slot", ""
        yield Block(kind, source[first + 1 : last - 1], source.locations[first])


def _is_open(token: Token, source: Source) -> bool:
    assert token.map is not None
    line = source.lines[token.map[1] - 1].strip()
    return (
        token.map[1] - 1 == token.map[0] or not line.startswith(token.markup) or bool(line.strip(token.markup[0]))
    )


def render_markdown(
    text: Markdown,
    diagnostics: Diagnostics,
    options: TextOptions = _OPTIONS,
    taken: Collection[str] = (),
    reserved: Mapping[str, str] = _NONE,
    macros: Mapping[str, Macro] = NO_MACROS,
) -> Rendered:
    """A text as HTML without script or inline colours; all that is wrong with it is taken note of.

    `taken` are the ids of the page's figures, in the order of their blocks, which are folders beside it too;
    `reserved` are further ids that the page uses, and what each belongs to; `macros` are those of the site and the
    article, for formulas.
    """
    tokens, at = text.tokens, text.at
    check = diagnostics.add
    _check(text, diagnostics, options)
    set_typography(tokens, quotes_of(options.language))
    join_wide_lines(tokens)
    is_inline = options.inline_double_dollars == "inline"
    equations = render_formulas(tokens, at, diagnostics, macros, inline_double_dollars=is_inline)
    move_footnotes(tokens, text.env.get("footnotes", {}).get("list", {}))
    english = "" if options.is_english else ' lang="en"'
    env: dict[str, Any] = {"english": english, "number_captions": options.number_captions}
    anchors = Anchors(taken, reserved)
    check_levels(tokens, at, diagnostics)
    for word, line in given_ids(tokens):
        anchors.give(word, at(line), diagnostics)
    for equation in equations.values():
        if equation.id not in anchors.own:
            anchors.give(equation.id, at(0), diagnostics)
    headings = list(anchor_headings(tokens, anchors, partial(_render_line, env)))
    numbers = number_things(tokens, list(taken), equations)
    compose_anchors(tokens)
    check(*resolve_references(tokens, numbers, headings, anchors.own, lambda token: at(line_of(token))))
    check(*check_words(tokens, anchors.own, at))
    found = find_links(tokens, at, taken, diagnostics, options.allows_external)
    md = parser()
    return Rendered(
        html=reach_scrollers(md.renderer.render(tokens, md.options, env)),
        headings=tuple(heading for heading, _ in headings),
        images=tuple(found.images),
        links=tuple(found.links),
        anchors=tuple(anchors.own),
        sections=_sections(headings, text),
        unnamed=tuple(found.unnamed),
    )


def _check(text: Markdown, diagnostics: Diagnostics, options: TextOptions) -> None:
    """What can be told of a text as it was parsed; attributes and captions come to where they belong."""
    tokens, at = text.tokens, text.at
    diagnostics.add(*check_code(tokens, text.source, text.kinds))
    diagnostics.add(*check_footnotes(tokens, lambda token: at(line_of(token))))
    diagnostics.add(*check_tables(tokens, at, options.allows))
    attach_attributes(tokens)
    caption_images(tokens, _parse_line)
    show_videos(tokens, options)
    split_html(tokens)
    diagnostics.add(*find_leftovers(tokens, at, options.allows))
    diagnostics.add(*check_elements(tokens, at, options.allows))


def _parse_line(line: str) -> list[Token]:
    (token,) = parser().parseInline(line)
    return token.children or []


def _render_line(env: dict[str, Any], tokens: list[Token]) -> str:
    md = parser()
    return str(md.renderer.renderInline(tokens, md.options, env))  # type: ignore[attr-defined]


def _sections(headings: list[tuple[Heading, Token]], text: Markdown) -> Mapping[str, str]:
    sections: dict[str, str] = {}
    for heading, token in headings:
        sections.setdefault(text.at(line_of(token)).file, heading.anchor)
    return sections
