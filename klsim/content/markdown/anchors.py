"""Anchors: every heading has an id of its own, and none is given twice."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import count

from markdown_it.token import Token

from klsim.content.headings import Heading
from klsim.content.markdown.places import line_of
from klsim.content.markdown.words import words_of
from klsim.content.tags import ANY, find_tags
from klsim.diagnostics import Code, Diagnostics, Location

_JOINERS = "\u200c\u200d"
_LINK = re.compile(r"</?a\b[^>]*>|\sid=\"[^\"]*\"")
_LEFT_OUT = frozenset({"link_open", "link_close", "footnote_ref"})

Render = Callable[[list[Token]], str]
"""What makes HTML of the tokens of a line of text."""


class Anchors:
    """The ids of a page: those in use, with an owner if it is none of the author's."""

    def __init__(self, taken: Collection[str], reserved: Mapping[str, str]) -> None:
        self._taken, self._reserved = frozenset(taken), reserved
        self._used = {*taken, *reserved}
        self._next: dict[str, int] = {}
        self.own: list[str] = []

    def give(self, word: str, location: Location, diagnostics: Diagnostics) -> None:
        """Take note of an id that the author gives; wrong is one that is in use."""
        figure, state, _ = word.partition("?")
        owner = self._reserved.get(word) or (
            f"a state of figure {figure!r}" if state and figure in self._taken else ""
        )
        if owner or word in self._used:
            message = f"the id {word!r} belongs to {owner}" if owner else f"the id {word!r} is already in use"
            hint = f"choose another, perhaps {self._free(figure or 'part', 2)!r}"
            diagnostics.add(location.error(Code.DUPLICATE_ID, message, hint))
        self._used.add(word)
        self.own.append(word)

    def make(self, text: str) -> str:
        """A new id for a heading that says this."""
        word = slug(text)
        anchor = self._free(word, self._next.get(word, 1))
        self._used.add(anchor)
        self.own.append(anchor)
        return anchor

    def _free(self, word: str, first: int) -> str:
        for number in count(first):
            candidate = word if number == 1 else f"{word}-{number}"
            if candidate not in self._used:
                self._next[word] = number
                return candidate
        raise AssertionError


def slug(text: str) -> str:
    """The words of a text, in any script, with hyphens between; marks belong to the letters that they stand on."""
    if text.isascii():
        return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "section"
    signs = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    kept = "".join(sign if _is_of_word(sign) else "-" for sign in signs)
    return re.sub("-+", "-", kept).strip("-" + _JOINERS) or "section"


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign in _JOINERS


def anchor_headings(tokens: list[Token], anchors: Anchors, render: Render) -> Iterator[tuple[Heading, Token]]:
    """Give each heading its id; the headings, with their tokens. `anchors` knows the ids of the author already."""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            children = tokens[number + 1].children or []
            text = words_of([child for child in children if child.type != "footnote_ref"])
            for child in children:
                child.meta["plain"] = True  # headings stand in links, in the contents
            anchor = str(token.attrs.get("id") or anchors.make(text))
            token.attrs = {"id": anchor, **token.attrs}
            tokens[number + 2].meta["anchor"] = anchor
            html = _LINK.sub("", render([child for child in children if child.type not in _LEFT_OUT])).strip()
            yield Heading(int(token.tag[1]), anchor, text, html), token


def given_ids(tokens: list[Token]) -> Iterator[tuple[str, int]]:
    """The ids that the author gives in Markdown and in raw HTML, with their lines, in order."""
    for token in tokens:
        for one in (token, *(token.children or ())):
            if "id" in one.attrs:
                yield str(one.attrs["id"]), line_of(one)
            elif one.type in ("html_block", "html_inline") and "id" in one.content.lower():
                for tag in find_tags(one.content, ANY):
                    if "id" in tag.attributes:
                        yield tag.attributes["id"], line_of(one) + one.content.count("\n", 0, tag.start)
            elif one.type == "footnote_ref":
                again = one.meta["subId"] + 1 if one.meta["subId"] else ""
                yield f"fnref{again}:{one.meta['label']}", line_of(one)
            elif one.type == "footnote_open":
                yield f"fn:{one.meta['label']}", line_of(one)


def check_levels(tokens: list[Token], at: Callable[[int], Location], diagnostics: Diagnostics) -> None:
    """Headings of the first level are wrong: that is the title of the article."""
    hint = "write `## …` for a section, `\\#` for a number sign"
    message = "a heading of the first level: the title stands in the front matter"
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h1":
            diagnostics.add(at(line_of(token)).error(Code.HEADING_LEVEL, message, hint))
        elif token.type == "html_block" and "<h1" in token.content.lower():
            for tag in find_tags(token.content, "[hH]1"):
                line = line_of(token) + token.content.count("\n", 0, tag.start)
                diagnostics.add(at(line).error(Code.HEADING_LEVEL, message, hint))
