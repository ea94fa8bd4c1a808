"""Sparing Markdown's patterns the text in which they can find nothing: most of it.

Python-Markdown tries some fifteen patterns on every block, and as many on every piece of text in it. Nearly all of
them need a character that the text does not have, and to see that takes a fiftieth of the time.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from klsim.content.typography import Typography

_BLOCKS = {
    "admonition": ("!!!", "    "),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "deflist": (":",),
    "quote": (">",),
    "table": ("|",),
    "footnote": ("[^",),
    "reference": ("]:",),
}
_INLINE = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    **dict.fromkeys(("reference", "link", "short_reference"), ("[",)),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), ("![",)),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    "linebreak": ("  \n",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""For each pattern, by the name that Markdown gives it: every text that it matches contains one of these."""


def spare_plain_text(converter: Markdown) -> None:
    """Have a converter with typographic quotes try its patterns on such text only as they may match."""
    for name, needed in _BLOCKS.items():
        if name in converter.parser.blockprocessors:
            _test_where_possible(converter.parser.blockprocessors[name], needed)
    smarty = converter.treeprocessors["smarty"]
    assert isinstance(smarty, InlineProcessor)
    converter.treeprocessors.register(Typography(converter, smarty.inlinePatterns), "smarty", 6)
    converter.treeprocessors.register(Sparing(converter), "inline", 20)


def _test_where_possible(processor: BlockProcessor, needed: Sequence[str]) -> None:
    test, one, other, third = processor.test, needed[0], needed[len(needed) // 2], needed[-1]

    def quick_test(parent: Element, block: str) -> bool:
        return (one in block or other in block or third in block) and test(parent, block)

    processor.test = quick_test  # type: ignore[method-assign]


class Sparing(InlineProcessor):
    """Inline patterns, each tried on such text only as it may match."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        patterns = md.inlinePatterns
        needed = {patterns[name]: parts for name, parts in _INLINE.items() if name in patterns}
        self._steps: Sequence[tuple[int, Pattern, str, str]] = [
            (index, pattern, parts[0], parts[-1])
            for index, pattern in enumerate(patterns)
            for parts in [needed.get(pattern, ("",))]
        ]

    # The library has no other place to say which patterns are tried: this is its private method, overridden.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        possible = [step for step in self._steps[patternIndex:] if step[2] in data or step[3] in data]
        for index, pattern, *_ in possible:  # what a match leaves has nothing that was not there before
            matched, start = True, 0
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]
        return data
