"""Small readings of rendered HTML."""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

ANY = r"[a-zA-Z][^\s/>]*"
"""Every name of a tag, for `find_tags`."""
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SKIPPED = r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)>|\Z)"
INSIDE = r"(?:[\s/]*+[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?)*+[\s/]*+"
"""The attributes in a tag. No tag begins in them, so that each of many that never end is seen to be none soon."""
_NO_TEXT = re.compile(r"<annotation\b.*?</annotation>|<[^>]*>", re.DOTALL)
_CLOSING = r"</(?P<closing>[a-zA-Z][^\s/>]*)[^<>]*>"
_VOID_LIST = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_LIST.split())


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
    return re.compile(rf"<(?P<name>{'|'.join(names)})(?=[\s/>])(?P<inside>{INSIDE})>|{_SKIPPED}", re.DOTALL)


class Step(NamedTuple):
    """A tag in a piece of HTML: its name, whether it opens or closes an element, and where it begins."""

    name: str
    opens: bool
    tag: Tag


def steps(page: str) -> Iterator[Step]:
    """The tags that open or close an element, in order; those of elements that hold nothing open them."""
    for found in _STEPS.finditer(page):
        if found["closing"]:
            yield Step(found["closing"].lower(), False, Tag(found["closing"], "", found.start(), found.end()))
        elif found["name"]:
            yield Step(found["name"].lower(), True, Tag(found["name"], found["inside"], *found.span()))


def is_void(step: Step) -> bool:
    """Whether an element ends where it begins."""
    return step.name in _VOID or step.tag.inside.endswith("/")


_STEPS = re.compile(rf"{_SKIPPED}|{_CLOSING}|<(?P<name>{ANY})(?P<inside>{INSIDE})>", re.DOTALL)


def plain_text(page: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    return " ".join(html.unescape(_NO_TEXT.sub("", page)).split())
