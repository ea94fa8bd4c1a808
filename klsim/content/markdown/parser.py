"""The syntax: markdown-it as articles use it, configured once.

CommonMark, GitHub's tables, strikethrough, task lists and bare addresses, footnotes, definition lists, boxes,
formulas. Addresses stay as they are written, spaces included; what is wrong with them is told later.
"""

import re
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

from klsim.content.markdown.alerts import alerts
from klsim.content.markdown.bare_addresses import bare_addresses
from klsim.content.markdown.containers import admonition, directive, div
from klsim.content.markdown.custom_elements import custom_block, custom_element
from klsim.content.markdown.formula_rule import (
    block_formula,
    equation_reference,
    inline_formula,
)
from klsim.content.markdown.held_lines import hold_formulas
from klsim.content.markdown.places import PlacedInline
from klsim.content.markdown.renderer import Renderer
from klsim.content.markdown.tables import table

DEEPEST = 100
"""So many blocks, or spans of text, stand within each other at most."""
MOST_BRACKETS = 3000
"""So many brackets are open at once in all blocks of an article together: from every one a link is looked for."""
_INTERRUPTS: Any = {"alt": ["paragraph", "reference", "blockquote", "list", "deflist"]}
_SPACED = re.compile(r"[^\s()<>\"'][^()<>\"'\n]*?(?=[ \t]*\)|[ \t]+[\"'])")
_BRACKET = re.compile(r"[\[\]]")


class _Parser(MarkdownIt):
    """Addresses are kept as they are written; what is wrong with them is told later."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        return True


@cache
def parser() -> MarkdownIt:
    """The one parser. It keeps no state: what belongs to a text is in its `env`."""
    md = _Parser("commonmark", {"maxNesting": DEEPEST, "tasklists": True}, renderer_cls=Renderer)
    md.enable(["table", "strikethrough"])
    md.disable("text_join")
    md.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=_parse_destination,
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
    )
    md.inline = PlacedInline(md.inline)
    md.use(deflist_plugin).use(bare_addresses)
    md.block.ruler.before("reference", "footnote_def", footnote_def, _INTERRUPTS)
    md.inline.ruler.after("image", "footnote_ref", partial(footnote_ref, always_match=True))
    md.block.ruler.at("table", table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("fence", "formula", block_formula, _INTERRUPTS)
    md.block.ruler.before("fence", "directive", directive, _INTERRUPTS)
    md.block.ruler.before("fence", "admonition", admonition, _INTERRUPTS)
    md.block.ruler.before("fence", "div", div, _INTERRUPTS)
    md.block.ruler.after("html_block", "custom_block", custom_block)
    md.block.ruler.before("lheading", "hold_formulas", hold_formulas)
    md.inline.ruler.before("escape", "formula", inline_formula)
    md.inline.ruler.before("escape", "equation_reference", equation_reference)
    md.inline.ruler.after("html_inline", "custom_element", custom_element)
    md.core.ruler.before("inline", "alerts", alerts)
    md.core.ruler.before("inline", "spare", _spare)
    return md


def _parse_destination(text: str, start: int, limit: int) -> Any:
    """The address of a link; within brackets it may have spaces."""
    found = helpers.parseLinkDestination(text, start, limit)
    before = start
    while before > 0 and text[before - 1] in " \t\n":
        before -= 1
    after = text[found.pos : found.pos + 1]
    if (
        text[before - 2 : before] != "]("
        or (found.ok and after not in (" ", "\t"))
        or text[start : start + 1] == "<"
    ):
        return found
    spaced = _SPACED.match(text, start, limit)
    if spaced and spaced.end() > found.pos:
        found.ok, found.pos, found.str = True, spaced.end(), unescapeAll(spaced[0])
    return found


def _spare(state: StateCore) -> None:
    """Leave unread what would take minutes: it is told, by `crowded` in its `meta`."""
    open_brackets = 0
    for token in state.tokens:
        if token.type == "inline" and "[" in token.content:
            open_brackets += _most_open(token.content)
            if open_brackets > MOST_BRACKETS:
                token.meta["crowded"] = token.content.count("[")
                token.content = ""


def _most_open(text: str) -> int:
    """How many brackets are open at once, one that every link has aside."""
    most = depth = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] == "[" else max(depth - 1, 0)
        most = max(most, depth)
    return most - 1
