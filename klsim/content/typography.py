"""Typographic quotes, dashes and dots, set by the library's patterns without its detours."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.smarty import SubstituteTextPattern
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, Registry

_NEEDED = {
    "smarty-em-dashes": "---",
    "smarty-en-dashes": "--",
    "smarty-ellipses": "...",
    **{f"smarty-quotes-{n}": "'" for n in (0, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{n}": '"' for n in (1, 11, 12, 13, 14)},
    **{f"smarty-quotes-{n}": "\"'" for n in (2, 5)},
    **{f"smarty-quotes-{n}": "'\"" for n in (3, 4)},
}
"""For each pattern, by the name that Markdown gives it: what every text that it matches contains."""
_REACH = len("&#8211;")
"""A match begins at most so many characters before what it needs."""
_MARK = re.compile(f"{STX}([a-z]){ETX}")


class Typography(Treeprocessor):
    """The patterns of the library at work on the text itself, not through its stash.

    Meanwhile a sign that is set stands as a mark, between the same two characters as in the library, for which
    some of the patterns look.
    """

    def __init__(self, md: Markdown, patterns: Registry[Any]) -> None:
        super().__init__(md)
        self._signs: dict[str, str] = {}
        needed = {patterns[name]: part for name, part in _NEEDED.items() if name in patterns}
        self._steps = [(needed.get(one, ""), one.getCompiledRegExp(), self._replacement(one)) for one in patterns]

    def _replacement(self, pattern: SubstituteTextPattern) -> str:
        return "".join(rf"\{part}" if isinstance(part, int) else self._mark(str(part)) for part in pattern.replace)

    def _mark(self, sign: str) -> str:
        letter = chr(ord("a") + len(self._signs))
        self._signs[letter] = sign
        return f"{STX}{letter}{ETX}"

    def run(self, root: Element) -> None:
        """Set the signs in the texts and tails below `root`."""
        for element in root.iter():
            if element is not root:
                element.text = self._set(element.text)
                element.tail = self._set(element.tail)

    def _set(self, text: str | None) -> str | None:
        if not text or isinstance(text, AtomicString) or not _has_sign(text):
            return text
        possible = [step for step in self._steps if step[0] in text]
        for needed, pattern, replacement in possible:
            text = _replace(text, needed, pattern, replacement)
        return _MARK.sub(lambda mark: self._signs[mark[1]], text)


def _has_sign(text: str) -> bool:
    return "'" in text or '"' in text or "--" in text or "..." in text  # ten times as fast as a pattern


def _replace(text: str, needed: str, pattern: re.Pattern[str], replacement: str) -> str:
    """Replace one by one: a pattern must see the marks that it has left before."""
    start = 0
    while (at := text.find(needed, start)) >= 0:
        found = pattern.search(text, max(start, at - _REACH))
        if found is None:
            break
        before = text[: found.start()] + found.expand(replacement)
        text = before + text[found.end() :]
        start = len(before)
    return text
