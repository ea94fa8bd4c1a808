"""Highlighting the code of articles without preparing for each block what is the same for all."""

from functools import cache
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from pymdownx.highlight import Highlight, HighlightExtension

_OPTIONS = ("hl_lines", "classes", "id_value", "attrs", "title", "inline")


class Highlighter(Highlight):  # type: ignore[misc]
    """Highlights a block; one without options, as nearly all are, in half the time."""

    def highlight(self, src: str, language: str, css_class: str = "highlight", **options: Any) -> Any:
        """The code as HTML, as the library makes it."""
        if any(options.get(name) for name in _OPTIONS) or options.get("linestart", -1) > 0:
            return super().highlight(src, language, css_class, **options)
        lexer, _ = self.get_lexer(src, language, False, self.stripnl)
        return highlight(src, lexer, _formatter(css_class)).strip()

    def get_lexer(self, src: str, language: str, inline: bool, stripnl: bool) -> tuple[Lexer, str]:
        """A lexer of its own for each block: some of them keep state."""
        kind = _lexer(language)
        return (kind(stripnl=stripnl), language) if kind else super().get_lexer(src, language, inline, stripnl)


class CodeBlocks(HighlightExtension):  # type: ignore[misc]
    """The extension that has code highlighted so."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        """What fenced blocks are highlighted by."""
        return Highlighter


@cache
def _formatter(css_class: str) -> HtmlFormatter[str]:
    return HtmlFormatter(cssclass=css_class, wrapcode=True)


@cache
def _lexer(language: str) -> type[Lexer] | None:
    try:
        return find_lexer_class_by_name(language)
    except ClassNotFound:
        return None
