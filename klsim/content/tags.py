"""Small readings of rendered HTML."""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

ANY = r"[a-zA-Z][^\s/>]*"
"""Every name of a tag, for `find_tags`."""
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SKIPPED = r"<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)>"
_INSIDE = r"(?:[^'\">]++|\"[^\"]*+\"|'[^']*+')*+"
_NO_TEXT = re.compile(r"<annotation\b.*?</annotation>|<[^>]*>", re.DOTALL)


class Tag(NamedTuple):
    """An opening tag: its name, what follows the name, and its span in the page."""

    name: str
    inside: str
    start: int
    end: int

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes by name in small letters, entities read."""
        found = _ATTRIBUTE.findall(self.inside)
        return {name.lower(): html.unescape(double or single or bare) for name, double, single, bare in found}


def find_tags(page: str, *names: str) -> Iterator[Tag]:
    """The opening tags with one of the names, in order, outside of comments and scripts."""
    for found in _tags(names).finditer(page):
        if found["name"]:
            yield Tag(found["name"], found["inside"], found.start(), found.end())


@cache
def _tags(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<(?P<name>{'|'.join(names)})(?=[\s/>])(?P<inside>{_INSIDE})>|{_SKIPPED}", re.DOTALL)


def plain_text(page: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    return " ".join(html.unescape(_NO_TEXT.sub("", page)).split())
