"""Sparing Markdown's inline patterns the text that none of them can match: most of it.

Python-Markdown tries some twenty patterns, and then as many for typographic quotes, on every piece of text. A
piece marked as `AtomicString` is passed over; here pieces are marked in which no pattern could find anything.
"""

import re
from typing import Any, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

_MARKUP = re.compile(r"[^\w\s,.;:?!()'\"%+=/–—’“”…-]|_|  \n|![\[(]")
_TYPOGRAPHY = re.compile(r"['\"]|--|\.\.\.")


class Settle(Treeprocessor):
    """Marks the pieces of text in which a pattern finds nothing."""

    def __init__(self, md: Markdown, *patterns: re.Pattern[str]) -> None:
        super().__init__(md)
        self._patterns = patterns

    def run(self, root: Element) -> None:
        """Mark the texts and tails below `root`."""
        for element in root.iter():
            if element.text and self._is_plain(element.text):
                element.text = AtomicString(element.text)
            if element.tail and self._is_plain(element.tail):
                element.tail = AtomicString(element.tail)

    def _is_plain(self, text: str) -> bool:
        return not any(pattern.search(text) for pattern in self._patterns)


def spare_plain_text(converter: Markdown) -> None:
    """Have a converter with typographic quotes pass over plain text."""
    steps = converter.treeprocessors
    steps.register(Settle(converter, _MARKUP, _TYPOGRAPHY), "settle-markup", 20.5)
    steps.register(Settle(converter, _TYPOGRAPHY), "settle-typography", 6.5)
    for name in ("inline", "smarty"):
        step = steps[name]
        assert isinstance(step, InlineProcessor)
        patterns = list(step.inlinePatterns)
        step.inlinePatterns = cast(Any, patterns)  # a registry takes several steps to find the nth pattern
